// SPDX-License-Identifier: Apache-2.0
/** Level over time, as steps. Where nothing is held the line stops. The first and the last number stand beside it in words. */
import { html, svg } from 'lit';

export interface Stretch {
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly rank: number | null;
}
const width = 132;
const height = 30;

export function sparkline(stretches: readonly Stretch[], levels: number) {
  const start = stretches[0]?.from ?? 0;
  const end = stretches.at(-1)?.to ?? start + 1;
  const x = (at: number) => ((at - start) / Math.max(1, end - start)) * (width - 4);
  const y = (rank: number) => height - 3 - (rank / levels) * (height - 6);
  let path = '';
  let hasLine = false;
  for (const { from, to, rank } of stretches) {
    if (rank !== null)
      path += `${hasLine ? 'V' : `M${x(from).toFixed(1)} `}${y(rank).toFixed(1)}H${x(to).toFixed(1)}`;
    hasLine = rank !== null;
  }
  const last = stretches.at(-1);
  const dot =
    last && last.rank !== null
      ? svg`<circle cx=${x(last.to)} cy=${y(last.rank)} r="2.6" class="held"/>`
      : svg``;
  return html`<svg class="mirrors" width="132" height="30" viewBox="0 0 132 30" aria-hidden="true">
    <path d="M0 27.5H132" class="rest" />
    <path d=${path} fill="none" stroke="var(--_held)" stroke-width="1.8" />
    ${dot}
  </svg>`;
}
