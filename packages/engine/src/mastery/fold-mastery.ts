// SPDX-License-Identifier: Apache-2.0
/**
 * Evidence of one person for one competency → the whole timeline of mastery. Flow: evidence → [here] → profile, gap.
 * A timeline instead of a state: expiry needs no statement, a late one refolds, and "on that day" is a look-up.
 */
import { levelFromScore } from '@cairn/frameworks';
import type { MasteryContext } from '../compiled-policy.ts';
import type { Evidence } from '../evidence.types.ts';
import type { GradedEvidence, MasterySegment, MasteryState, MasteryTimeline } from '../mastery.types.ts';

/** By when it happened, ties in the order stored. */
export const inEventOrder = (a: Evidence, b: Evidence): number =>
  a.occurredAt - b.occurredAt || a.seq - b.seq || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const isMeasured = ({ valuePath }: Evidence) => valuePath === 'raw' || valuePath === 'scaled';

/**
 * Rank that one piece shows by itself, 0 below the first level; null when it says nothing of a level (exposure).
 * A trusted success outranks the score's cut-off (domain rule): a failure never shows a proficient level, and a pass shows
 * the first proficient one at least. What a rule says itself, by a level or a fixed value, a pass does not raise.
 */
export function rankShown(evidence: Evidence, { scale }: Pick<MasteryContext, 'scale'>): number | null {
  if (evidence.polarity === 'revoking') return null;
  if (evidence.levelId !== null) return scale.levels.find(({ id }) => id === evidence.levelId)?.rank ?? null;
  if (evidence.value === null) return null;
  const rank = levelFromScore(scale, evidence.value)?.rank ?? 0;
  const proficientFrom = scale.levels.find(({ proficient }) => proficient)?.rank;
  if (proficientFrom === undefined) return rank;
  if (evidence.polarity === 'negative') return Math.min(rank, proficientFrom - 1);
  return evidence.success === true && isMeasured(evidence) ? Math.max(rank, proficientFrom) : rank;
}

function graded(standing: readonly Evidence[], context: MasteryContext): readonly GradedEvidence[] {
  return standing
    .flatMap((one) => {
      const rank = rankShown(one, context);
      return rank === null || (one.validTo !== null && one.validTo <= one.occurredAt)
        ? []
        : [{ ...one, rank }];
    })
    .sort(inEventOrder);
}

type Held = Omit<MasterySegment, 'from' | 'to'>;

function heldAt(
  valid: readonly GradedEvidence[],
  at: number,
  { model, parameters, scale }: MasteryContext,
): Held {
  const { score, rank: read, counted } = model.read(valid, parameters, at);
  const rank = read ?? (score === null ? 0 : (levelFromScore(scale, score)?.rank ?? 0));
  const level = scale.levels.find((one) => one.rank === rank);
  const ends = valid.filter(({ id }) => counted.includes(id)).flatMap(({ validTo }) => validTo ?? []);
  return {
    status: level?.proficient ? 'proficient' : 'below',
    levelId: level?.id ?? null,
    rank,
    score,
    proficient: level?.proficient ?? false,
    counted,
    validTo: ends.length > 0 ? Math.min(...ends) : null,
    expiredAt: null,
  };
}

const lapsed = (last: Held, at: number): Held => ({
  ...last,
  status: 'expired',
  proficient: false,
  counted: [],
  validTo: last.validTo,
  expiredAt: at,
});

/** @param revoking in event order: each takes back all that came before it. */
function segments(
  evidence: readonly GradedEvidence[],
  revoking: readonly Evidence[],
  context: MasteryContext,
): readonly MasterySegment[] {
  const moments = [
    ...new Set(
      [...evidence, ...revoking].flatMap(({ occurredAt, validTo }) => [
        occurredAt,
        ...(validTo === null ? [] : [validTo]),
      ]),
    ),
  ].sort((a, b) => a - b);
  let valid: GradedEvidence[] = [];
  let next = 0;
  let held: Held | null = null;
  return moments.map((from, i) => {
    valid = valid.filter(({ validTo }) => validTo === null || validTo > from);
    for (let one = evidence[next]; one && one.occurredAt <= from; one = evidence[next]) {
      if (one.validTo === null || one.validTo > from) valid.push(one);
      next += 1;
    }
    const revoked = revoking.findLast(({ occurredAt }) => occurredAt <= from);
    if (revoked) valid = valid.filter((one) => inEventOrder(one, revoked) > 0);
    if (valid.length > 0) held = heldAt(valid, from, context);
    // What never reached the first level was not held, and has nothing to lapse: nothing is known any more.
    else if (held?.rank === 0) held = null;
    else if (held && held.status !== 'expired') held = lapsed(held, from);
    return { from, to: moments[i + 1] ?? null, ...(held ?? unknown) };
  });
}

const unknown: Held = {
  status: 'unknown',
  levelId: null,
  rank: null,
  score: null,
  proficient: false,
  counted: [],
  validTo: null,
  expiredAt: null,
};

/** No evidence is unknown: never zero, never "not competent". */
export const unknownState: MasteryState = { ...unknown, since: null, countedCount: 0 };

/** Evidence in any order, repeats and withdrawn ones allowed; neither changes the result. */
export function foldMastery(evidence: readonly Evidence[], context: MasteryContext): MasteryTimeline {
  const standing = [
    ...new Map(
      evidence.filter(({ withdrawnAt }) => withdrawnAt === null).map((one) => [one.id, one]),
    ).values(),
  ].sort(inEventOrder);
  const last = standing.at(-1);
  return {
    segments: segments(
      graded(standing, context),
      standing.filter(({ polarity }) => polarity === 'revoking'),
      context,
    ),
    evidenceCount: standing.length,
    lastEvidenceAt: last?.occurredAt ?? null,
    lastEvidenceId: last?.id ?? null,
  };
}

/** Index of the segment that holds at a moment, −1 before the first. */
function segmentIndex({ segments: list }: MasteryTimeline, at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.from ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function stateAt(timeline: MasteryTimeline, at: number): MasteryState {
  const segment = timeline.segments[segmentIndex(timeline, at)];
  if (!segment) return unknownState;
  const { from, to: _to, ...state } = segment;
  return { ...state, since: from, countedCount: state.counted.length };
}

/** The first moment after `after` at which the state changes by itself; null when it stays. */
export function nextChange(timeline: MasteryTimeline, after: number): number | null {
  return timeline.segments[segmentIndex(timeline, after) + 1]?.from ?? null;
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
