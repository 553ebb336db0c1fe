// SPDX-License-Identifier: Apache-2.0
/**
 * So many of these, all of these, this then that: from when each piece of a pattern stands. A window begins with a piece and lasts
 * for calendar days; every piece in a window that came to the pattern stands from the moment on that completed it.
 */
import { endOfValidity } from '../../calendar.ts';
import type { Evidence } from '../../evidence.types.ts';
import type { Across } from './across.schema.ts';
import type { Withholding } from './withheld.types.ts';

type Pattern = Exclude<Across, { readonly attempt: unknown }>;

/** How far the pieces of a window have come: what they cover, of how much. */
interface Progress {
  readonly need: number;
  /** What a piece adds: two pieces with the same cover once. */
  readonly covers: (piece: Evidence) => readonly (string | number)[];
}

function progressOf(pattern: Exclude<Pattern, { readonly sequence: unknown }>): Progress {
  if ('allOf' in pattern) return { need: pattern.allOf.length, covers: ({ steps = [] }) => steps };
  return {
    need: pattern.count,
    covers:
      pattern.distinct === 'activity'
        ? ({ activityId }) => (activityId === null ? [] : [activityId])
        : ({ id }) => [id],
  };
}

/** First moment after each piece's window; windows that begin later end later. */
const endsOf = (pieces: readonly Evidence[], { within }: Pattern, timeZone: string) =>
  pieces.map(({ occurredAt }) =>
    within === undefined ? Infinity : endOfValidity(occurredAt, within, timeZone),
  );

type StandsFrom = ReadonlyMap<string, number>;

/** Pieces from place `start` on that happened before `end`. */
function windowFrom(pieces: readonly Evidence[], start: number, end: number): readonly Evidence[] {
  let stop = start;
  while (stop < pieces.length && (pieces[stop]?.occurredAt ?? end) < end) stop += 1;
  return pieces.slice(start, stop);
}

function earliest(stands: Map<string, number>, { id, occurredAt }: Evidence, completed: number): void {
  const from = Math.max(occurredAt, completed);
  stands.set(id, Math.min(stands.get(id) ?? Infinity, from));
}

/** When a window came to everything that is needed; null: it did not. */
function completionOf(window: readonly Evidence[], { need, covers }: Progress): number | null {
  const covered = new Set<string | number>();
  for (const piece of window) {
    for (const one of covers(piece)) covered.add(one);
    if (covered.size >= need) return piece.occurredAt;
  }
  return null;
}

/** Of all windows around a piece the first that was completed stands for it: those that begin later are completed later. */
function unordered(pieces: readonly Evidence[], ends: readonly number[], progress: Progress): StandsFrom {
  const stands = new Map<string, number>();
  let done = 0;
  for (const [i, end] of ends.entries()) {
    const window = windowFrom(pieces, i, end);
    const completed = i + window.length > done ? completionOf(window, progress) : null;
    if (completed !== null) {
      for (const piece of window.slice(Math.max(0, done - i))) earliest(stands, piece, completed);
      done = i + window.length;
    }
    // Without an end the first window holds all others.
    if (end === Infinity) break;
  }
  return stands;
}

const meets = (piece: Evidence | undefined, step: number) => piece?.steps?.includes(step) === true;

/** Place of the piece that meets the last step, following from one at `place` that meets `step`; null: none. */
function follow(pieces: readonly Evidence[], place: number, step: number, last: number): number | null {
  let [at, met] = [place, step];
  while (met < last) {
    at += 1;
    if (at >= pieces.length) return null;
    if (meets(pieces[at], met + 1)) met += 1;
  }
  return at;
}

/** Place of the latest piece that begins a chain leading to one at `place` that meets `step`; null: none. */
function leadTo(pieces: readonly Evidence[], place: number, step: number): number | null {
  let [at, met] = [place, step];
  while (met > 0) {
    at -= 1;
    if (at < 0) return null;
    if (meets(pieces[at], met - 1)) met -= 1;
  }
  return at;
}

function ordered(pieces: readonly Evidence[], ends: readonly number[], steps: number): StandsFrom {
  const stands = new Map<string, number>();
  for (const [i, piece] of pieces.entries())
    for (const step of piece.steps ?? []) {
      // The chain that ends soonest from here, and the one that begins latest up to here: the narrowest of all through it.
      const end = follow(pieces, i, step, steps - 1);
      const start = leadTo(pieces, i, step);
      const last = end === null ? undefined : pieces[end];
      if (start !== null && last && last.occurredAt < (ends[start] ?? 0))
        earliest(stands, piece, last.occurredAt);
    }
  return stands;
}

/** As many as the best window around a piece has by a moment. The windows are counted once for a moment. */
function haveIn(pieces: readonly Evidence[], ends: readonly number[], { covers }: Pick<Progress, 'covers'>) {
  const places = new Map(pieces.map(({ id }, i) => [id, i]));
  let counts: readonly number[] = [];
  let countedAt = Number.NaN;
  return ({ id, occurredAt }: Evidence, at: number): number => {
    if (at !== countedAt) {
      counts = ends.map(
        (end, i) => new Set(windowFrom(pieces, i, Math.min(end, at + 1)).flatMap(covers)).size,
      );
      countedAt = at;
    }
    let most = 0;
    for (let i = places.get(id) ?? -1; i >= 0 && (ends[i] ?? 0) > occurredAt; i -= 1)
      most = Math.max(most, counts[i] ?? 0);
    return most;
  };
}

export function patternOf(pieces: readonly Evidence[], pattern: Pattern, timeZone: string): Withholding {
  const ends = endsOf(pieces, pattern, timeZone);
  const steps = ({ steps: met = [] }: Evidence) => met;
  const progress: Progress =
    'sequence' in pattern ? { need: pattern.sequence.length, covers: steps } : progressOf(pattern);
  const stands =
    'sequence' in pattern
      ? ordered(pieces, ends, pattern.sequence.length)
      : unordered(pieces, ends, progress);
  const have = haveIn(pieces, ends, progress);
  return {
    standsAt: ({ id }, at) => (stands.get(id) ?? Infinity) <= at,
    why: (piece, at) => ({
      id: piece.id,
      reason: 'count' in pattern ? 'too-few' : 'steps-missing',
      have: have(piece, at),
      need: progress.need,
    }),
  };
}
