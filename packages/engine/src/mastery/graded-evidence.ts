// SPDX-License-Identifier: Apache-2.0
/** Evidence → what a model may read of it: the level that each piece shows by itself, the number for it, and until when it counts. */
import { levelFromScore, type Scale } from '@cairn/frameworks';
import { cappedValue, capRank } from '../evidence/level-cap.ts';
import type { Evidence } from '../evidence.types.ts';
import type { GradedEvidence } from '../mastery.types.ts';

const measuredPaths: ReadonlySet<Evidence['valuePath']> = new Set(['raw', 'scaled', 'field']);
const isMeasured = ({ valuePath }: Evidence) => measuredPaths.has(valuePath);

/** Rank of the first proficient level; above all where none is. */
export const proficientFrom = ({ levels }: Scale): number =>
  levels.find(({ proficient }) => proficient)?.rank ?? Number.POSITIVE_INFINITY;

/** Rank that a score reaches by the cut points, inclusive below; 0 = below the first. */
export const rankOfScore = (scale: Scale, score: number): number => levelFromScore(scale, score)?.rank ?? 0;

/**
 * Rank that one piece shows by itself, 0 below the first level; null when it says nothing of a level (exposure, revocation).
 * A trusted success outranks the score's cut-off (domain rule): a failure never shows a proficient level, and a pass shows
 * the first proficient one at least. What a rule says itself, by a level or a fixed value, a pass does not raise.
 */
export function rankShown(evidence: Evidence, { scale }: { readonly scale: Scale }): number | null {
  const rank = rankUncapped(evidence, scale);
  const cap = capRank(evidence, scale);
  return rank === null || cap === null ? rank : Math.min(rank, cap);
}

/** Without a level: by the value, or by the rule's own cut points, of which it reached none. */
function rankAsShown({ levelId, value, byCutPoints, polarity }: Evidence, scale: Scale): number | null {
  if (polarity === 'revoking') return null;
  if (levelId !== null) return scale.levels.find(({ id }) => id === levelId)?.rank ?? null;
  if (byCutPoints) return 0;
  return value === null ? null : rankOfScore(scale, value);
}

function rankUncapped(evidence: Evidence, scale: Scale): number | null {
  const rank = rankAsShown(evidence, scale);
  const proficient = proficientFrom(scale);
  if (rank === null || proficient === Number.POSITIVE_INFINITY) return rank;
  if (evidence.polarity === 'negative') return Math.min(rank, proficient - 1);
  const isGranted = evidence.levelId !== null && !evidence.byCutPoints;
  return evidence.success === true && isMeasured(evidence) && !isGranted ? Math.max(rank, proficient) : rank;
}

/** The value as it is where it fits the rank; else the lowest score of that rank's level, so that the two agree. */
function scoreShown(value: number | null, rank: number, scale: Scale): number | null {
  if (value !== null && rankOfScore(scale, value) === rank) return value;
  if (rank === 0) return 0;
  return scale.levels.find((level) => level.rank === rank)?.minScore ?? null;
}

export interface Grading {
  readonly scale: Scale;
  /** When the grace after an end of validity is over; null = there is none. */
  readonly graceEnd: ((end: number) => number) | null;
}

/** null: it says nothing of a level, or is over before it begins. */
export function gradedPiece(evidence: Evidence, grading: Grading): GradedEvidence | null {
  const rank = rankShown(evidence, grading);
  const { id, kind, weight, validTo, occurredAt } = evidence;
  const value = cappedValue(evidence, grading.scale);
  if (rank === null || (validTo !== null && validTo <= occurredAt)) return null;
  const until = validTo === null || !grading.graceEnd ? validTo : grading.graceEnd(validTo);
  const score = scoreShown(value, rank, grading.scale);
  return { id, kind, value, weight, occurredAt, validTo, rank, score, until };
}

/** Whether it counts at a moment: it has happened, and neither its validity nor its grace has ended. */
export const isValidAt = ({ occurredAt, until }: GradedEvidence, at: number): boolean =>
  occurredAt <= at && (until === null || at < until);
