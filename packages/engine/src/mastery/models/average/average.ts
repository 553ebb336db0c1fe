// SPDX-License-Identifier: Apache-2.0
/** Mastery is the mean of all valid scores, each by the weight of its evidence. */
import { z } from 'zod';
import { defineModel, type ModelFold } from '../../model.types.ts';
import { byShares } from '../shares.ts';
import { joinSpans, readingOfAll, type Span, spanOf } from '../span.ts';

interface Sums {
  readonly span: Span;
  readonly weighted: number;
  readonly weight: number;
}

export const average = defineModel({
  id: 'average',
  version: 1,
  title: 'Average',
  source: 'Instructure Canvas, outcome calculation "Average"; weights are our own',
  parameters: z.strictObject({}),
  readsScores: true,
  open: (): ModelFold<Sums> => ({
    of: (piece) =>
      piece.score === null
        ? null
        : { span: spanOf(piece), weighted: piece.weight * piece.score, weight: piece.weight },
    join: (a, b) => ({
      span: joinSpans(a.span, b.span),
      weighted: a.weighted + b.weighted,
      weight: a.weight + b.weight,
    }),
    read: ({ span, weighted, weight }) => readingOfAll(weighted / weight, span),
    account: (pieces) => {
      const total = pieces.reduce((sum, { weight }) => sum + weight, 0);
      return {
        contributions: byShares(pieces, ({ weight }) => weight / total),
        base: 0,
        reasons: [{ code: 'average', n: pieces.length }],
      };
    },
  }),
});
