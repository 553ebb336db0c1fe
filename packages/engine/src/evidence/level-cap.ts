// SPDX-License-Identifier: Apache-2.0
/**
 * A level that a piece can show at most: a quiz proves knowledge, never that somebody leads. The cap holds for the rank and for the
 * value too, so that a model that averages values does not climb over it.
 */
import type { Scale } from '@cairn/frameworks';
import type { Evidence } from '../evidence.types.ts';

/** Below a cut-off, and so little that nobody sees it: far above what adding up values can lose. */
const justBelow = 1e-9;

/** Rank of the cap; null: there is none, or the scale no longer has its level. */
export const capRank = ({ atMostLevelId }: Evidence, { levels }: Scale): number | null =>
  levels.find(({ id }) => id === atMostLevelId)?.rank ?? null;

/** The value as far as it counts: below what would reach a level above the cap. */
export function cappedValue(evidence: Evidence, scale: Scale): number | null {
  const cap = capRank(evidence, scale);
  if (cap === null || evidence.value === null) return evidence.value;
  const above = scale.levels.find(({ rank, minScore }) => rank > cap && minScore !== undefined)?.minScore;
  return above === undefined ? evidence.value : Math.min(evidence.value, Math.max(0, above - justBelow));
}
