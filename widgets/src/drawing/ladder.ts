// SPDX-License-Identifier: Apache-2.0
/** The ladder: one level, one step. Solid = held, hatched = missing, dashed = lapsed, dotted = no evidence yet; a tick = required. */
import { html, nothing, svg } from 'lit';

export interface Held {
  readonly levels: number;
  /** null = unknown. When expired: the last rank held. */
  readonly rank: number | null;
  /** null = no role asks for it. */
  readonly required: number | null;
  readonly isExpired: boolean;
  /** Steps above this rank have just been reached: they fill one by one. */
  readonly freshAbove?: number;
}
const width = 88;
const gap = 2;
const top = 6;
const height = 8;

/** Strokes at 45° within a rectangle. */
export function hatch(x: number, y: number, w: number, h: number, step = 3.2): string {
  let path = '';
  for (let from = x - h + step / 2; from < x + w; from += step) {
    const x1 = Math.max(from, x);
    const x2 = Math.min(from + h, x + w);
    if (x2 > x1)
      path += `M${x1.toFixed(2)} ${(y + h - (x1 - from)).toFixed(2)}L${x2.toFixed(2)} ${(y + h - (x2 - from)).toFixed(2)}`;
  }
  return path;
}

/** Dots in rows within a rectangle: nothing is known of it yet. */
export function dots(x: number, y: number, w: number, h: number, step = 3.1): string {
  const [columns, rows] = [Math.floor(w / step), Math.floor(h / step)];
  let path = '';
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      path += `M${(x + (w - (columns - 1) * step) / 2 + column * step).toFixed(2)} ${(y + (h - (rows - 1) * step) / 2 + row * step).toFixed(2)}h0`;
  return path;
}

export function ladder({ levels, rank, required, isExpired, freshAbove = levels }: Held) {
  const step = (width - gap * (levels - 1)) / levels;
  const missing = required !== null && rank !== null && !isExpired ? required - rank : 0;
  const tone = missing === 1 ? 'near' : 'gap';
  const steps = Array.from({ length: levels }, (_, i) => {
    const level = i + 1;
    const x = i * (step + gap);
    const box = (kind: string, inset: number) =>
      svg`<rect x=${x + inset} y=${top + inset} width=${step - 2 * inset} height=${height - 2 * inset} rx="1.5" class="step ${kind}"/>`;
    if (rank === null)
      return required !== null && level <= required
        ? svg`<path d=${dots(x, top, step, height)} class="dotted"/>`
        : box('rest', 0.6);
    if (level <= rank)
      return isExpired
        ? box('lapsed', 0.6)
        : box(level > freshAbove ? `held fresh-${level - freshAbove}` : 'held', 0);
    if (missing > 0 && level <= (required ?? 0))
      return svg`${box(`edge-${tone}`, 0.5)}<path d=${hatch(x + 1, top + 1, step - 2, height - 2)} class="hatch-${tone}"/>`;
    return box('rest', 0.6);
  });
  const at = required === null ? null : required * (step + gap) - gap / 2;
  return html`<svg class="mirrors" width="5.5em" height="1.25em" viewBox="0 0 88 20" aria-hidden="true">
    ${steps}
    ${at === null ? nothing : svg`<rect x=${at - 2.5} y="0" width="5" height="20" class="halo"/><rect x=${at - 1} y="1" width="2" height="18" class="tick"/>`}
  </svg>`;
}
