// SPDX-License-Identifier: Apache-2.0
/** Mastery is the last score by its weight, and the mean of all before it by the rest. Canvas stores this as `decaying_average`. */
import { z } from 'zod';
import { defineModel, type ModelFold } from '../../model.types.ts';
import { byShares } from '../shares.ts';
import { joinSpans, readingOfAll, type Span, spanOf } from '../span.ts';

interface Sums {
  readonly span: Span;
  readonly sum: number;
  readonly last: number;
}

export const weightedAverage = defineModel({
  id: 'weighted-average',
  version: 1,
  title: 'Weighted average',
  source: 'Instructure Canvas, "Weighted Average", stored as decaying_average (the legacy formula)',
  parameters: z.strictObject({
    /** Weight of the last score. */
    latest: z.number().min(0.01).max(0.99).default(0.65),
  }),
  readsScores: true,
  open: ({ latest }): ModelFold<Sums> => ({
    of: (piece) =>
      piece.score === null ? null : { span: spanOf(piece), sum: piece.score, last: piece.score },
    join: (a, b) => ({ span: joinSpans(a.span, b.span), sum: a.sum + b.sum, last: b.last }),
    read: ({ span, sum, last }) => {
      const before = (sum - last) / (span.n - 1);
      return readingOfAll(span.n === 1 ? last : latest * last + (1 - latest) * before, span);
    },
    account: (pieces) => {
      const n = pieces.length;
      const shareOf = (i: number) => (n === 1 ? 1 : i === n - 1 ? latest : (1 - latest) / (n - 1));
      return {
        contributions: byShares(pieces, (_piece, i) => shareOf(i)),
        base: 0,
        reasons: [{ code: 'weighted-average', n, latest }],
      };
    },
  }),
});
