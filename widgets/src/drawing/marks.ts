// SPDX-License-Identifier: Apache-2.0
/** Status marks on a grid of 16, and stones. Shape says the status; colour only repeats it. Hidden from screen readers: the word stands beside. */
import type { GapView } from '@cairn/api/contract';
import { html, nothing, svg, type TemplateResult } from 'lit';

export type Status = GapView['items'][number]['status'];

const tenDots = Array.from({ length: 10 }, (_, i) => {
  const angle = (i * Math.PI) / 5;
  return svg`<circle cx=${8 + 6 * Math.sin(angle)} cy=${8 - 6 * Math.cos(angle)} r="1"/>`;
});
/** The shapes alone, to be put into a larger drawing. */
export const markShapes: Readonly<Record<Status, TemplateResult>> = {
  met: svg`<circle cx="8" cy="8" r="7" class="mark-met"/><path d="M4.5 8.3 7 10.7 11.5 5.8" class="inner" stroke-width="1.8"/>`,
  near: svg`<path d="M8 1.2 14.8 8 8 14.8 1.2 8Z" class="mark-near" fill-opacity="0" stroke-width="1.5"/><path d="M1.2 8h13.6L8 14.8Z" class="mark-near"/>`,
  gap: svg`<rect x="1.75" y="1.75" width="12.5" height="12.5" rx="1.5" class="mark-gap" fill-opacity="0" stroke-width="1.5"/><rect x="1.75" y="10.8" width="12.5" height="3.45" class="mark-gap"/>`,
  expired: svg`<circle cx="8" cy="8" r="6.2" class="mark-expired" stroke-width="1.6"/><path d="M8 4.4V8l2.6 1.7" class="mark-expired" stroke-width="1.6"/>`,
  unknown: svg`<g class="mark-unknown">${tenDots}</g>`,
};
export const mark = (status: Status) =>
  html`<svg
    width="1em"
    height="1em"
    viewBox="0 0 16 16"
    aria-hidden="true"
    class=${status === 'met' ? '' : 'mirrors'}
  >
    ${markShapes[status]}
  </svg>`;

/** Its end is near. No status: it stands before the bold words that say so. */
export const hourglass = () =>
  html`<svg class="hourglass" width="0.75em" height="0.9em" viewBox="0 0 10 12" aria-hidden="true">
    <path d="M1 .75h8M1 11.25h8M2 1v2L5 6l3-3V1M2 11V9l3-3 3 3v2" fill="none" class="line" />
    <path d="M3 9.2 5 7.4l2 1.8V11H3Z" class="ink" />
  </svg>`;

const mostStones = 10;
/** One stone a piece, ten at most; hollow when it does not count any more. Rows of four, three, two, one. */
export function pile(counted: number, all: number, isFresh = false): TemplateResult | typeof nothing {
  const shown = Math.min(all, mostStones);
  if (shown === 0) return nothing;
  const rows: number[] = [];
  for (
    let left = shown, row = shown > 6 ? 4 : shown > 3 ? 3 : 2;
    left > 0;
    left -= row, row = Math.max(1, row - 1)
  )
    rows.push(Math.min(row, left));
  let index = 0;
  const stones = rows.flatMap((width, level) =>
    Array.from({ length: width }, (_, i) => {
      const x = 16 + (i - (width - 1) / 2) * 7.5;
      const y = 17 - level * 4.4;
      index += 1;
      const kind = isFresh && index === Math.min(counted, shown) ? 'held dropped' : 'held';
      return index <= counted
        ? svg`<ellipse cx=${x} cy=${y} rx="3.4" ry="1.9" class=${kind}/>`
        : svg`<ellipse cx=${x} cy=${y} rx="3.1" ry="1.6" class="rest" stroke-dasharray="1.6 1.2"/>`;
    }),
  );
  return html`<svg width="2em" height="1.25em" viewBox="0 0 32 20" aria-hidden="true">${stones}</svg>`;
}
export const stone = (isCounted: boolean) =>
  html`<svg width="1em" height="0.75em" viewBox="0 0 16 12" aria-hidden="true">
    <ellipse
      cx="8"
      cy="6"
      rx="6.5"
      ry="4.2"
      class=${isCounted ? 'held' : 'rest'}
      stroke-dasharray=${isCounted ? nothing : '2.4 1.8'}
    />
  </svg>`;
