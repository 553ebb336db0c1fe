// SPDX-License-Identifier: Apache-2.0
/**
 * Mastery is the mean of all scores, each by 2^(−age/halfLife) and the weight of its evidence. Time alone does not move it: all
 * weights shrink alike. For a lone result that is to fade there is the fade of a held score.
 */
import { z } from 'zod';
import { dayMs } from '../../fade.ts';
import { defineModel, type ModelFold } from '../../model.types.ts';
import { byShares } from '../shares.ts';
import { joinSpans, readingOfAll, type Span, spanOf } from '../span.ts';

/** Sums as they weigh when the last of the pieces occurred. */
interface Sums {
  readonly span: Span;
  readonly weighted: number;
  readonly weight: number;
  readonly squares: number;
}

export const recencyWeighted = defineModel({
  id: 'recency-weighted',
  version: 1,
  title: 'Recency-weighted',
  source: 'Exponentially weighted mean; effective number of pieces by Kish 1965, Survey Sampling',
  parameters: z.strictObject({
    /** After so many days a score weighs half as much against a new one. */
    halfLifeDays: z.number().min(1).max(36_500).default(180),
  }),
  readsScores: true,
  open: ({ halfLifeDays }): ModelFold<Sums> => {
    const shrunk = (age: number) => 2 ** (-age / (halfLifeDays * dayMs));
    return {
      of: (piece) =>
        piece.score === null
          ? null
          : {
              span: spanOf(piece),
              weighted: piece.weight * piece.score,
              weight: piece.weight,
              squares: piece.weight ** 2,
            },
      join: (a, b) => {
        const old = shrunk(b.span.lastAt - a.span.lastAt);
        return {
          span: joinSpans(a.span, b.span),
          weighted: old * a.weighted + b.weighted,
          weight: old * a.weight + b.weight,
          squares: old ** 2 * a.squares + b.squares,
        };
      },
      read: ({ span, weighted, weight, squares }) => ({
        ...readingOfAll(weighted / weight, span),
        certainty: { n: span.n, effective: weight ** 2 / squares },
      }),
      account: (pieces) => {
        const last = pieces.at(-1)?.occurredAt ?? 0;
        const weights = pieces.map(({ occurredAt, weight }) => weight * shrunk(last - occurredAt));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        return {
          contributions: byShares(pieces, (_piece, i) => (weights[i] ?? 0) / total),
          base: 0,
          reasons: [{ code: 'recency-weighted', n: pieces.length, halfLifeDays }],
        };
      },
    };
  },
});
