// SPDX-License-Identifier: Apache-2.0
/**
 * The radar, 3 to 12 axes, a ring a level. Required: ticks and a thin outline. Held: area, edge, dots. Missing: dashes along the
 * axis. Expired: dashed edges, hollow dot. Unknown: no dot; the edges of its neighbours stop, and mist fills its sector.
 */
import { html, nothing, svg } from 'lit';
import { markShapes, type Status } from './marks.ts';

export interface Axis {
  readonly label: string;
  /** Rank held; null = unknown. When expired: the last rank held. */
  readonly rank: number | null;
  readonly required: number;
  readonly status: Status;
}
export interface RadarOptions {
  readonly levels: number;
  /** Numbers in place of labels, for narrow pages. */
  readonly isNumbered: boolean;
  readonly isRtl: boolean;
}
const width = 500;
const height = 424;
const radius = 132;
/** Either side, for labels that are one long word. */
const margin = 24;
const centre = { x: width / 2, y: height / 2 };
const longestLine = 12;

interface Point {
  readonly x: number;
  readonly y: number;
}
const write = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** Two lines at most, broken between words. */
function lines(label: string): readonly string[] {
  if (label.length <= longestLine) return [label];
  const words = label.split(' ');
  let first = words.shift() ?? '';
  while (words[0] !== undefined && first.length + words[0].length < longestLine) first += ` ${words.shift()}`;
  const second = words.join(' ');
  return second === ''
    ? [first]
    : [first, second.length > longestLine + 4 ? `${second.slice(0, longestLine + 2)}…` : second];
}

export function radar(axes: readonly Axis[], { levels, isNumbered, isRtl }: RadarOptions) {
  const n = axes.length;
  const angle = (i: number) => ((isRtl ? -1 : 1) * i * 2 * Math.PI) / n;
  const at = (i: number, distance: number): Point => ({
    x: centre.x + Math.sin(angle(i)) * distance,
    y: centre.y - Math.cos(angle(i)) * distance,
  });
  const reach = (rank: number) => (rank / levels) * radius;
  const polygon = (distanceOf: (i: number) => number) =>
    `M${axes.map((_, i) => write(at(i, distanceOf(i)))).join('L')}Z`;
  const rings = Array.from(
    { length: levels },
    (_, i) => svg`<path d=${polygon(() => reach(i + 1))} class="ring"/>`,
  );

  const edges = axes.map((axis, i) => {
    const j = (i + 1) % n;
    const next = axes[j];
    if (!next || axis.rank === null || next.rank === null) return nothing;
    const [a, b] = [at(i, reach(axis.rank)), at(j, reach(next.rank))];
    const isLapsed = axis.status === 'expired' || next.status === 'expired';
    return svg`${isLapsed ? nothing : svg`<path d="M${centre.x} ${centre.y}L${write(a)}L${write(b)}Z" class="area"/>`}<path d="M${write(a)}L${write(b)}" class=${isLapsed ? 'edge lapsed-edge' : 'edge'}/>`;
  });
  const mist = axes.map((axis, i) => {
    if (axis.rank !== null) return nothing;
    const half = Math.PI / n;
    const far = reach(axis.required);
    const corner = (turn: number): Point => ({
      x: centre.x + Math.sin(angle(i) + turn) * far * 0.9,
      y: centre.y - Math.cos(angle(i) + turn) * far * 0.9,
    });
    return svg`<path d="M${centre.x} ${centre.y}L${write(corner(-half * 0.8))}L${write(at(i, far))}L${write(corner(half * 0.8))}Z" class="mist"/>`;
  });
  const fog = svg`<pattern id="mist" width="4.5" height="4.5" patternUnits="userSpaceOnUse"><path d="M2.2 2.2h0" class="dotted"/></pattern>`;
  const marks = axes.map((axis, i) => {
    const p = at(i, reach(axis.required));
    const turn = (angle(i) * 180) / Math.PI;
    const isMissing = axis.rank !== null && axis.status !== 'expired' && axis.rank < axis.required;
    const from = isMissing ? at(i, reach(axis.rank ?? 0)) : null;
    return svg`
      ${from ? svg`<path d="M${write(from)}L${write(p)}" class="missing-${axis.status}"/>` : nothing}
      <rect x=${p.x - 9} y=${p.y - 1.3} width="18" height="2.6" class="tick" transform="rotate(${turn} ${p.x} ${p.y})"/>`;
  });
  const dots = axes.map((axis, i) => {
    if (axis.rank === null) return nothing;
    const { x, y } = at(i, reach(axis.rank));
    return svg`<circle cx=${x} cy=${y} r=${axis.status === 'expired' ? 3.8 : 4.5} class=${axis.status === 'expired' ? 'hollow' : 'held'}/>`;
  });
  const labels = axes.map((axis, i) => {
    const { x, y } = at(i, radius + (isNumbered ? 20 : 26));
    const side = Math.abs(x - centre.x) < 12 ? 'middle' : x > centre.x ? 'start' : 'end';
    const text = isNumbered ? [String(i + 1)] : lines(axis.label);
    const top = y - (text.length - 1) * 7.5 + 4.5;
    const markX = side === 'middle' ? x - 8 : side === 'start' ? x - 4 : x - 12;
    const textX = side === 'middle' ? x : side === 'start' ? x + 16 : x - 16;
    const shift =
      side === 'middle' ? (y < centre.y ? -14 - (text.length - 1) * 7.5 : 14 + (text.length - 1) * 7.5) : 0;
    return svg`
      <g transform="translate(${markX} ${side === 'middle' ? y - 8 : y - 8})">${markShapes[axis.status]}</g>
      <text text-anchor=${side} class="axis">${text.map(
        (line, row) => svg`<tspan x=${textX} y=${top + row * 15 + shift}>${line}</tspan>`,
      )}</text>`;
  });
  return html`<svg class="radar" viewBox="${-margin} 0 ${width + 2 * margin} ${height}" aria-hidden="true">
    <defs>${fog}</defs>
    ${rings}${axes.map((_, i) => svg`<path d="M${centre.x} ${centre.y}L${write(at(i, radius))}" class="ring"/>`)}
    ${mist}
    <path d=${polygon((i) => reach(axes[i]?.required ?? 0))} class="required" />
    ${edges}${marks}${dots}${labels}
  </svg>`;
}
