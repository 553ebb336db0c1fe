// SPDX-License-Identifier: Apache-2.0
/**
 * Evidence of one person for one competency → the whole timeline of mastery. Flow: evidence → [here] → profile, gap.
 * A timeline instead of a state: expiry needs no statement, a late one refolds, and "on that day" is a look-up. n pieces cost
 * n log n, whatever the model.
 */
import type { Scale } from '@cairn/frameworks';
import type { MasteryContext } from '../compiled-policy.ts';
import { inEventOrder } from '../evidence/event-order.ts';
import type { Evidence } from '../evidence.types.ts';
import type { Fade, GradedEvidence, MasterySegment, MasteryTimeline, Reading } from '../mastery.types.ts';
import { faded, nextCrossing } from './fade.ts';
import { gradedPiece, rankOfScore } from './graded-evidence.ts';
import { createSummaryTree } from './summary-tree.ts';

/** What stands: each piece once, none of those withdrawn, in event order. */
export function standingEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  const standing = evidence.filter(({ withdrawnAt }) => withdrawnAt === null).sort(inEventOrder);
  // The same piece twice stands beside itself.
  return standing.filter(({ id }, i) => i === 0 || standing[i - 1]?.id !== id);
}

type Held = Omit<MasterySegment, 'from' | 'to'>;

export const unknownHeld: Held = {
  status: 'unknown',
  levelId: null,
  rank: null,
  score: null,
  proficient: false,
  countedCount: 0,
  validTo: null,
  expiredAt: null,
  certainty: null,
};

/** A score that a level stands on fades; a level that a rule or a trusted pass or failure sets does not. */
function fadeOf({ score, rank, lastAt }: Reading, { fade, scale }: MasteryContext) {
  if (!fade || score === null || (rank !== null && rank !== rankOfScore(scale, score))) return null;
  return { score, since: lastAt, ...fade };
}

/** Rank that a reading comes to at a moment; null: faded below the first level. */
export const rankRead = (reading: Reading, at: number, context: MasteryContext): number | null =>
  heldOf(reading, at, context)?.rank ?? null;

/** Score and rank at a moment; null: faded below the first level. */
function readAt(reading: Reading, fade: Fade | null, at: number, scale: Scale) {
  if (!fade) return { score: reading.score, rank: reading.rank ?? rankOfScore(scale, reading.score ?? 0) };
  const score = faded(fade, at);
  const rank = rankOfScore(scale, score);
  return rank === 0 && rankOfScore(scale, fade.score) > 0 ? null : { score, rank };
}

/** null: it has faded below the first level, so nothing is held any more. */
function heldOf(reading: Reading, at: number, context: MasteryContext): Held | null {
  const { scale } = context;
  const fade = fadeOf(reading, context);
  const read = readAt(reading, fade, at, scale);
  if (!read) return null;
  const level = scale.levels.find((one) => one.rank === read.rank);
  const proficient = level?.proficient ?? false;
  const { validTo, countedCount, certainty } = reading;
  return {
    status: proficient ? 'proficient' : 'below',
    levelId: level?.id ?? null,
    ...read,
    proficient,
    countedCount,
    validTo,
    expiredAt: null,
    certainty,
    ...(validTo !== null && validTo <= at ? { isGrace: true } : {}),
    ...(fade ? { fade } : {}),
  };
}

/** What was held, and is not any more: its time is over, or somebody took it back. */
function ended(last: Held | null, status: 'expired' | 'revoked', at: number): Held {
  const { levelId, rank, score, validTo } = last ?? unknownHeld;
  return { ...unknownHeld, status, levelId, rank, score, validTo, expiredAt: at };
}

/** Every moment at which something begins or ends, once, in order. */
function momentsOf(
  evidence: readonly Evidence[],
  graded: readonly (GradedEvidence | null)[],
  others: readonly number[],
): readonly number[] {
  const found = [...others];
  evidence.forEach(({ occurredAt, polarity }, i) => {
    const piece = graded[i];
    if (piece) {
      found.push(occurredAt);
      if (piece.validTo !== null) found.push(piece.validTo);
      if (piece.until !== null) found.push(piece.until);
    } else if (polarity === 'revoking') found.push(occurredAt);
  });
  found.sort((a, b) => a - b);
  return found.filter((moment, i) => i === 0 || moment !== found[i - 1]);
}

/** Pieces coming and ending in time, summed up at every moment. */
function createSweep(evidence: readonly Evidence[], context: MasteryContext) {
  const { fold } = context;
  const graded = evidence.map((one) => gradedPiece(one, context));
  const summaries = graded.map((piece) => piece && fold.of(piece));
  const { standsAt, mayWithhold, moments } = context.standing(evidence);
  const watched = evidence.flatMap((one, i) => (summaries[i] !== null && mayWithhold(one) ? [i] : []));
  const tree = createSummaryTree(evidence.length, fold.join);
  const endOf = (i: number) => graded[i]?.until ?? Number.POSITIVE_INFINITY;
  const ends = graded
    .flatMap((piece, i) => (piece && piece.until !== null ? [i] : []))
    .sort((a, b) => endOf(a) - endOf(b));
  let [next, over, kept] = [0, 0, 0];

  const withheld = new Set<number>();
  /** What a rule across statements lets stand differs from moment to moment; few of them change at one. */
  const setWatched = (at: number) => {
    for (const i of watched) {
      const one = evidence[i];
      if (!one || i >= next) break;
      if (i < kept || endOf(i) <= at || standsAt(one, at) !== withheld.has(i)) continue;
      if (withheld.delete(i)) tree.set(i, summaries[i] ?? null);
      else {
        withheld.add(i);
        tree.set(i, null);
      }
    }
  };
  return {
    moments: momentsOf(evidence, graded, moments),
    /** Up to `at` inclusive; whether everything before was taken back on the way and nothing came after. */
    advance: (at: number): boolean => {
      let isRevoked = false;
      for (let one = evidence[next]; one && one.occurredAt <= at; one = evidence[next]) {
        if (one.polarity === 'revoking') {
          for (; kept < next; kept += 1) tree.set(kept, null);
          isRevoked = true;
        } else if (endOf(next) > at) tree.set(next, summaries[next] ?? null);
        next += 1;
      }
      for (let i = ends[over]; i !== undefined && endOf(i) <= at; i = ends[over]) {
        tree.set(i, null);
        over += 1;
      }
      setWatched(at);
      return isRevoked && tree.root() === null;
    },
    read: (at: number): Reading | null => {
      const root = tree.root();
      return root === null ? null : fold.read(root, at);
    },
  };
}

/** What holds when nothing can be read any more. */
function afterwards(before: Held | null, isRevoked: boolean, at: number): Held | null {
  if (isRevoked) return ended(before, 'revoked', at);
  if (before === null || before.status === 'expired' || before.status === 'revoked') return before;
  // What never reached the first level was not held, and has nothing to lapse: nothing is known any more.
  return before.rank === 0 ? null : ended(before, 'expired', at);
}

function segments(evidence: readonly Evidence[], context: MasteryContext): readonly MasterySegment[] {
  const sweep = createSweep(evidence, context);
  const found: MasterySegment[] = [];
  let held: Held | null = null;
  for (const [i, moment] of sweep.moments.entries()) {
    const end = sweep.moments[i + 1] ?? null;
    const isRevoked = sweep.advance(moment);
    // A score that fades may fall below several levels before anything else happens.
    for (let from: number | null = moment; from !== null;) {
      const reading = sweep.read(from);
      const now: Held | null = reading && heldOf(reading, from, context);
      held = now ?? afterwards(held, isRevoked, from);
      const crossing: number | null = now?.fade ? nextCrossing(now.fade, context.scale, from) : null;
      const next: number | null = crossing !== null && (end === null || crossing < end) ? crossing : null;
      found.push({ from, to: next ?? end, ...(held ?? unknownHeld) });
      from = next;
    }
  }
  return found;
}

/** Evidence in any order, repeats and withdrawn ones allowed; neither changes the result. */
export function foldMastery(evidence: readonly Evidence[], context: MasteryContext): MasteryTimeline {
  const standing = standingEvidence(evidence);
  const last = standing.at(-1);
  return {
    segments: segments(standing, context),
    evidenceCount: standing.length,
    lastEvidenceAt: last?.occurredAt ?? null,
    lastEvidenceId: last?.id ?? null,
  };
}

/** What had been recorded by a moment: evidence linked by then, and only withdrawals of by then. */
export function knownBy<E extends Evidence & { readonly linkedAt: number }>(
  evidence: readonly E[],
  known: number,
): readonly E[] {
  return evidence
    .filter(({ recordedAt, linkedAt }) => Math.max(recordedAt, linkedAt) <= known)
    .map((one) =>
      one.withdrawnAt !== null && one.withdrawnAt > known ? { ...one, withdrawnAt: null } : one,
    );
}
