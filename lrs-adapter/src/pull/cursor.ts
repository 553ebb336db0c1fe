// SPDX-License-Identifier: Apache-2.0
/**
 * How far a stream is. Pure. The cursor is a moment of the remote's clock before which all that the remote had is stored here; it
 * only rises, never beyond what the remote says is consistent, and the next question begins an overlap before it.
 */
import type { PullSettings, PullStream, PullWalk } from '@cairn/store';
import { parseTimestamp } from '@cairn/xapi';
import type { Clock, PulledStatement } from './read-answer.ts';

/** What a walk has seen so far; with the address of its next page it can be gone on with. */
export type Walked = Omit<PullWalk, 'more' | 'at'>;
type Rules = Pick<PullSettings, 'overlapSeconds' | 'orderedBy' | 'since' | 'reconcileDays'>;

const dayMs = 86_400_000;
/** As long as a remote has to know the address of a next page (Communication 2.1.3). */
const moreLivesMs = dayMs;

/**
 * So many pages in a row that bring nothing new and come no further in the remote's order, and there is no end to come to. A walk
 * through what is known, in a remote that heeds no order, may well have thousands.
 */
const mostIdlePages = 10_000;
export const isEndless = ({ idlePages }: Walked): boolean => (idlePages ?? 0) >= mostIdlePages;

export const isWalkGood = ({ walk }: PullStream, now: number): boolean =>
  walk !== null && now - walk.at < moreLivesMs;

export const beginWalk = (reconciles: boolean): Walked => ({
  consistentThrough: null,
  seenTo: null,
  isOrdered: true,
  reconciles,
  idlePages: 0,
});

/** Once a day, when the way from the beginning is done. */
export const shallReconcile = (
  { reconciledAt, caughtUpAt }: PullStream,
  { reconcileDays }: Rules,
  now: number,
): boolean => reconcileDays > 0 && caughtUpAt !== null && now - (reconciledAt ?? 0) >= dayMs;

/** Where the next question begins, exclusively; null: at the beginning. */
export function sinceOf(stream: PullStream, rules: Rules, reconciles: boolean): number | null {
  const { cursor, consistentThrough } = stream;
  if (cursor === null) return null;
  // Its clock may have been set back: what it stores now lies before the cursor.
  const safe = Math.min(cursor, consistentThrough ?? cursor);
  const back = rules.overlapSeconds * 1000 + (reconciles ? rules.reconcileDays * dayMs : 0);
  const first = rules.since === null ? -Infinity : Date.parse(rules.since);
  return Math.max(safe - back, first);
}

/** Where a statement lies in the remote's order; null: it does not say. */
export function placeOf({ value }: PulledStatement, { orderedBy }: Pick<Rules, 'orderedBy'>): number | null {
  const { stored, timestamp } = value;
  const time = orderedBy === 'timestamp' ? (timestamp ?? stored) : stored;
  return typeof time === 'string' ? parseTimestamp(time) : null;
}

/** Beyond this moment of the remote's clock its answer says nothing; null: the remote has no clock that it shows. */
function horizonOf({ consistentThrough, date }: Clock, rules: Rules): number | null {
  // Order by timestamp knows no "all before it is here": any time may still come.
  if (rules.orderedBy === 'timestamp') return date;
  if (consistentThrough === null) return date === null ? null : date - rules.overlapSeconds * 1000;
  return Math.min(consistentThrough, date ?? consistentThrough);
}

const lowest = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.min(a, b));
const highest = (a: number | null, b: number | null) =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

function look(walked: Walked, places: readonly number[]) {
  let { seenTo, isOrdered } = walked;
  for (const place of places) {
    if (seenTo !== null && place < seenTo) isOrdered = false;
    seenTo = highest(seenTo, place);
  }
  return { seenTo, isOrdered };
}

export interface SeenPage extends Clock {
  readonly statements: readonly PulledStatement[];
  /** Absolute; null: this was the last page. */
  readonly next: string | null;
  /** Some of it was not known. */
  readonly hasNews: boolean;
}

/** What is known once a page's statements are stored. `now`: ours, ms. */
export function afterPage(
  { stream, walked }: { readonly stream: PullStream; readonly walked: Walked },
  page: SeenPage,
  { rules, now }: { readonly rules: Rules; readonly now: number },
): { readonly stream: PullStream; readonly walked: Walked } {
  const places = page.statements.flatMap((one) => placeOf(one, rules) ?? []);
  const horizon = horizonOf(page, rules);
  const { seenTo, isOrdered } = look(walked, places);
  const consistentThrough = lowest(walked.consistentThrough, horizon);
  const isLast = page.next === null;
  // Before the end only what a page after it has shown to be in order: a remote that heeds none would leave the older for later.
  const shown = isLast ? seenTo : isOrdered ? walked.seenTo : null;
  const reached = shown === null ? null : lowest(shown, horizon);
  // At the end nothing is left before what the first answer called consistent: the window need not grow.
  const atEnd = isLast && rules.orderedBy === 'stored' ? consistentThrough : null;
  const isFurther = page.hasNews || seenTo !== walked.seenTo;
  const idlePages = isFurther ? 0 : (walked.idlePages ?? 0) + 1;
  const after: Walked = { consistentThrough, seenTo, isOrdered, reconciles: walked.reconciles, idlePages };
  return {
    walked: after,
    stream: {
      ...stream,
      cursor: highest(stream.cursor, highest(reached, atEnd)),
      consistentThrough: horizon,
      walk: page.next === null ? null : { ...after, more: page.next, at: now },
      ...(isLast ? { caughtUpAt: now } : {}),
      // The way from the beginning has seen all there is, too.
      ...(isLast && (walked.reconciles || stream.caughtUpAt === null) ? { reconciledAt: now } : {}),
    },
  };
}
