// SPDX-License-Identifier: Apache-2.0
/** What every summary over several pieces keeps: how many, the last of them, and when the last of them ends. */
import type { GradedEvidence, Reading } from '../../mastery.types.ts';

export interface Span {
  readonly n: number;
  readonly lastAt: number;
  /** null: at least one never ends. */
  readonly validTo: number | null;
}
export const spanOf = ({ occurredAt, validTo }: GradedEvidence): Span => ({
  n: 1,
  lastAt: occurredAt,
  validTo,
});
export const joinSpans = (a: Span, b: Span): Span => ({
  n: a.n + b.n,
  lastAt: Math.max(a.lastAt, b.lastAt),
  validTo: a.validTo === null || b.validTo === null ? null : Math.max(a.validTo, b.validTo),
});

/**
 * A calculated score without the noise of its sums: the mean of three .7 is .7, and reaches a cut point of .7. To 12 digits, 0..1.
 */
export const cleanScore = (score: number): number =>
  Math.min(1, Math.max(0, Math.round(score * 1e12) / 1e12));

/** Of a model whose score comes from all that it has summed up. */
export const readingOfAll = (score: number, { n, lastAt, validTo }: Span): Reading => ({
  score: cleanScore(score),
  rank: null,
  lastAt,
  validTo,
  countedCount: n,
  certainty: { n },
});
