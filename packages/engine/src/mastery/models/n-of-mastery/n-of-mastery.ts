// SPDX-License-Identifier: Apache-2.0
/** Mastery is shown n times: the mean of all results at or above the mark, once there are n of them. */
import { z } from 'zod';
import type { GradedEvidence } from '../../../mastery.types.ts';
import { proficientFrom } from '../../graded-evidence.ts';
import { defineModel, type ModelFold } from '../../model.types.ts';
import { cleanScore } from '../span.ts';

interface Kept {
  readonly n: number;
  readonly kept: number;
  readonly sum: number;
  readonly lastAt: number;
  /** Ends of the kept ones, the longest first, as many as are needed. */
  readonly ends: readonly number[];
}

/** Equal to sorting both together, which is seldom needed. */
function longest(a: readonly number[], b: readonly number[], most: number): readonly number[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  return [...a, ...b].sort((x, y) => y - x).slice(0, most);
}

const parameters = z.strictObject({
  /** How many results at or above the mark it takes. */
  n: z.int().min(1).max(10).default(5),
  /** The mark, 0..1; absent: each result must show a proficient level. */
  mark: z.number().min(0).max(1).optional(),
});

export const nOfMastery = defineModel({
  id: 'n-of-mastery',
  version: 1,
  title: 'N of mastery',
  source: 'Instructure Canvas, outcome calculation "Number of Times" (n_mastery)',
  parameters,
  readsScores: true,
  open: ({ n: needed, mark }, { scale }): ModelFold<Kept> => {
    const isKept = ({ rank, score }: GradedEvidence) =>
      mark === undefined ? rank >= proficientFrom(scale) : (score ?? 0) >= mark;
    return {
      of: (piece) => {
        if (piece.score === null) return null;
        const none = { n: 1, kept: 0, sum: 0, lastAt: piece.occurredAt, ends: [] };
        return isKept(piece)
          ? { ...none, kept: 1, sum: piece.score, ends: [piece.validTo ?? Number.POSITIVE_INFINITY] }
          : none;
      },
      join: (a, b) => ({
        n: a.n + b.n,
        kept: a.kept + b.kept,
        sum: a.sum + b.sum,
        lastAt: Math.max(a.lastAt, b.lastAt),
        ends: longest(a.ends, b.ends, needed),
      }),
      read: ({ kept, sum, lastAt, ends }) => {
        if (kept < needed) return null;
        const end = ends[needed - 1] ?? Number.POSITIVE_INFINITY;
        return {
          score: cleanScore(sum / kept),
          rank: null,
          lastAt,
          validTo: Number.isFinite(end) ? end : null,
          countedCount: kept,
          certainty: { n: kept },
        };
      },
      account: (pieces) => {
        const kept = pieces.filter(isKept);
        const reason = {
          code: 'n-of-mastery',
          n: pieces.length,
          kept: kept.length,
          needed,
          mark: mark ?? null,
        } as const;
        return {
          contributions: kept.map(({ id, score }) => ({
            evidenceId: id,
            share: 1 / kept.length,
            amount: (score ?? 0) / kept.length,
          })),
          base: 0,
          reasons: [reason],
        };
      },
    };
  },
});
