// SPDX-License-Identifier: Apache-2.0
/** One bar: the scale from left to right in equal levels, held against required. Same textures as the ladder. */
import { html, nothing, svg } from 'lit';
import type { Held } from './ladder.ts';

/** `id` must be the drawing's own within its shadow root: the hatch is a pattern. */
export function bar({ levels, rank, required, isExpired }: Held, id: string) {
  const share = (level: number) => `${(level / levels) * 100}%`;
  const need = required ?? 0;
  const held = rank ?? 0;
  const missing = rank !== null && !isExpired ? Math.max(0, need - held) : 0;
  const tone = missing === 1 ? 'near' : 'gap';
  const lines = Array.from(
    { length: levels + 1 },
    (_, i) =>
      svg`<line x1=${share(i)} x2=${share(i)} y1="0" y2="40" class=${i === 0 ? 'band origin' : 'band'}/>`,
  );
  const body =
    rank === null
      ? svg`<rect x="0" y="14" width=${share(need)} height="12" fill="url(#${id})"/>`
      : isExpired
        ? svg`<rect x="0" y="14.6" width=${share(held)} height="10.8" rx="1.5" class="lapsed"/>`
        : svg`<rect x="0" y="14" width=${share(held)} height="12" rx="1.5" class="held step"/>
            ${missing > 0 ? svg`<rect x=${share(held)} y="14" width=${share(missing)} height="12" fill="url(#${id})" class="edge-${tone} filled"/>` : nothing}`;
  return html`<svg class="bar mirrors" width="100%" height="40" aria-hidden="true">
    <defs>
      ${
        rank === null
          ? svg`<pattern id=${id} width="4" height="4" patternUnits="userSpaceOnUse"><path d="M2 2h0" class="dotted"/></pattern>`
          : svg`<pattern id=${id} width="4.5" height="4.5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M1 0V4.5" class="hatch-${tone}"/></pattern>`
      }
    </defs>
    ${lines}${body}
    ${required === null ? nothing : svg`<svg x=${share(need)} overflow="visible"><rect x="-3" y="8" width="6" height="24" class="halo"/><rect x="-1" y="7" width="2" height="26" class="tick"/></svg>`}
  </svg>`;
}
