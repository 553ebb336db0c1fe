// SPDX-License-Identifier: Apache-2.0
/** Mastery moves towards each new score by the same share: d₁ = s₁, dₖ = (1 − r)·dₖ₋₁ + r·sₖ. Canvas stores this as `standard_decaying_average`. */
import { z } from 'zod';
import { defineModel, type ModelFold } from '../../model.types.ts';
import { byShares } from '../shares.ts';
import { joinSpans, readingOfAll, type Span, spanOf } from '../span.ts';

/** The steps after the first are one step of the same form: d → factor·d + term. */
interface Steps {
  readonly span: Span;
  readonly first: number;
  readonly factor: number;
  readonly term: number;
}

export const decayingAverage = defineModel({
  id: 'decaying-average',
  version: 1,
  title: 'Decaying average',
  source: 'Instructure Canvas, "Decaying Average", stored as standard_decaying_average',
  parameters: z.strictObject({
    /** r: how far each score moves the average. */
    latest: z.number().min(0.5).max(0.99).default(0.65),
  }),
  readsScores: true,
  open: ({ latest }): ModelFold<Steps> => ({
    of: (piece) =>
      piece.score === null ? null : { span: spanOf(piece), first: piece.score, factor: 1, term: 0 },
    join: (a, b) => ({
      span: joinSpans(a.span, b.span),
      first: a.first,
      factor: b.factor * (1 - latest) * a.factor,
      term: b.factor * ((1 - latest) * a.term + latest * b.first) + b.term,
    }),
    read: ({ span, first, factor, term }) => readingOfAll(factor * first + term, span),
    account: (pieces) => {
      const n = pieces.length;
      const shareOf = (i: number) => (i === 0 ? 1 : latest) * (1 - latest) ** (n - 1 - i);
      return {
        contributions: byShares(pieces, (_piece, i) => shareOf(i)),
        base: 0,
        reasons: [{ code: 'decaying-average', n, latest }],
      };
    },
  }),
});
