// SPDX-License-Identifier: Apache-2.0
/**
 * The rail: time from left to right (in pages that run the other way, from right to left). Today's tick, the notice period as a box,
 * marks at their dates. As wide as its place, so places are per cent and heights em; a table says the same.
 */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { markShapes, type Status } from './marks.ts';

export interface RailMark {
  /** Days from today; negative = past. */
  readonly days: number;
  /** null: no role asks for it. */
  readonly status: Status | null;
  /** The date in words; shown where there is room. */
  readonly text: string;
}
export interface RailOptions {
  /** Days that are looked ahead. */
  readonly within: number;
  readonly noticeDays: number;
  readonly isRtl: boolean;
  readonly today: string;
  readonly notice: string;
}
const todayAt = 12;
const endAt = 97;
const pastEnd = 2.5;
/** Closer marks, in per cent of the width, are drawn as one with their number. */
const closest = 4.5;
const labelRoom = 22;
const tightRoom = 9;

interface Cluster {
  readonly at: number;
  readonly marks: readonly RailMark[];
}

/** Per cent of the width; the past is as long as the room for it. */
export const placeOf = (days: number, within: number): number =>
  Math.min(endAt, Math.max(pastEnd, todayAt + (days / Math.max(1, within)) * (endAt - todayAt)));

/** What is too close to what is before it joins it; past and future stay apart. */
export function clustersOf(marks: readonly RailMark[], within: number): readonly Cluster[] {
  const clusters: Cluster[] = [];
  for (const mark of marks.toSorted((a, b) => a.days - b.days)) {
    const at = placeOf(mark.days, within);
    const last = clusters.at(-1);
    const isSameSide = last && (last.marks[0]?.days ?? 0) < 0 === mark.days < 0;
    if (last && isSameSide && at - last.at < closest)
      clusters[clusters.length - 1] = { at: last.at, marks: [...last.marks, mark] };
    else clusters.push({ at, marks: [mark] });
  }
  return clusters;
}

interface Label {
  readonly at: number;
  readonly text: string;
  /** Its neighbour leaves room for it on wide rails only. */
  readonly isTight: boolean;
}
/** Places of labels from the start; one that would run into another is left out: the list says it. */
export function labelsOf(
  clusters: readonly Cluster[],
  { within, noticeDays, today, notice }: Omit<RailOptions, 'isRtl'>,
): readonly Label[] {
  const box = placeOf(noticeDays, within);
  const wanted = [
    { at: todayAt, text: today },
    { at: box, text: notice },
    ...clusters.map(({ at, marks: [first] }) => ({ at, text: first && first.days > 0 ? first.text : '' })),
  ];
  const shown: Label[] = [];
  for (const { at, text } of wanted) {
    const room = Math.min(...shown.map((label) => Math.abs(at - label.at)));
    if (text !== '' && room >= tightRoom)
      shown.push({ at, text, isTight: room < labelRoom && shown.length > 1 });
  }
  return shown;
}

export function rail(marks: readonly RailMark[], options: RailOptions): TemplateResult {
  const { within, noticeDays, isRtl } = options;
  const clusters = clustersOf(marks, within);
  const x = (at: number) => `${(isRtl ? 100 - at : at).toFixed(2)}%`;
  const anchorOf = (at: number) => (at <= endAt - labelRoom / 2 ? 'middle' : isRtl ? 'start' : 'end');
  const boxEnd = placeOf(noticeDays, within);
  const [from, to] = isRtl ? [100 - boxEnd, 100 - todayAt] : [todayAt, boxEnd];
  return html`<svg class="rail" width="100%" height="3.5em" aria-hidden="true">
    <line x1="0" x2="100%" y1="1.1em" y2="1.1em" class="rail-line" />
    <rect x="${from}%" y="0.7em" width="${(to - from).toFixed(2)}%" height="0.8em" class="rail-notice" />
    <line x1=${x(todayAt)} x2=${x(todayAt)} y1="0.25em" y2="1.95em" class="rail-today" />
    ${clusters.map(
      ({ at, marks: [first, ...others] }) =>
        svg`<svg x=${x(at)} y="1.1em" overflow="visible">
          <circle r="0.72em" class="halo" />
          ${
            first === undefined || first.status === null
              ? svg`<circle r="0.3em" class="held" />`
              : svg`<svg x="-0.53em" y="-0.53em" width="1.06em" height="1.06em" viewBox="0 0 16 16">${markShapes[first.status]}</svg>`
          }
          ${
            others.length === 0
              ? nothing
              : svg`<text x=${isRtl ? '-0.75em' : '0.75em'} y="-0.45em" class="rail-count">${others.length + 1}</text>`
          }
        </svg>`,
    )}
    ${labelsOf(clusters, options).map(
      ({ at, text, isTight }) =>
        svg`<svg x=${x(at)} y="2.9em" overflow="visible"><text class=${isTight ? 'rail-label tight' : 'rail-label'} text-anchor=${anchorOf(at)}>${text}</text></svg>`,
    )}
  </svg>`;
}
