// SPDX-License-Identifier: Apache-2.0
/** Mastery is an estimate with its uncertainty: a Beta posterior from a prior and each score by the weight of its evidence. */
import { z } from 'zod';
import type { Certainty } from '../../../mastery.types.ts';
import { defineModel, type ModelFold } from '../../model.types.ts';
import { cleanScore, joinSpans, readingOfAll, type Span, spanOf } from '../span.ts';
import { betaQuantile } from './incomplete-beta.ts';

interface Sums {
  readonly span: Span;
  readonly successes: number;
  readonly failures: number;
}

const count = z.number().gt(0).max(1000);
const parameters = z.strictObject({
  /** Successes and failures believed in before any evidence. */
  prior: z.strictObject({ a: count, b: count }).default({ a: 1, b: 1 }),
  /** Share of probability that the interval holds, the same on both sides. */
  within: z.number().min(0.5).max(0.999).default(0.95),
  /** What is held against the scale: the mean, or for the careful the low end of the interval. */
  by: z.enum(['mean', 'low']).default('mean'),
});

/** Equal-tailed interval of a certainty that has a posterior; null for one that has none. */
export function intervalOf({ beta }: Certainty): { readonly low: number; readonly high: number } | null {
  if (!beta) return null;
  const tail = (1 - beta.within) / 2;
  return { low: betaQuantile(tail, beta.a, beta.b), high: betaQuantile(1 - tail, beta.a, beta.b) };
}

export const betaBernoulli = defineModel({
  id: 'beta-bernoulli',
  version: 1,
  title: 'Beta–Bernoulli',
  source:
    'Bayes 1763 and Laplace 1774; Gelman et al., Bayesian Data Analysis, section 2.1; fractional scores by weight are our own',
  parameters,
  readsScores: true,
  open: ({ prior, within, by }): ModelFold<Sums> => {
    const posterior = ({ successes, failures }: Pick<Sums, 'successes' | 'failures'>) => ({
      a: prior.a + successes,
      b: prior.b + failures,
      within,
    });
    return {
      of: (piece) =>
        piece.score === null
          ? null
          : {
              span: spanOf(piece),
              successes: piece.weight * piece.score,
              failures: piece.weight * (1 - piece.score),
            },
      join: (a, b) => ({
        span: joinSpans(a.span, b.span),
        successes: a.successes + b.successes,
        failures: a.failures + b.failures,
      }),
      read: (sums) => {
        const beta = posterior(sums);
        const score =
          by === 'mean' ? beta.a / (beta.a + beta.b) : betaQuantile((1 - within) / 2, beta.a, beta.b);
        return { ...readingOfAll(score, sums.span), certainty: { n: sums.span.n, beta } };
      },
      account: (pieces) => {
        const sums = pieces.reduce(
          ({ successes, failures }, { weight, score }) => ({
            successes: successes + weight * (score ?? 0),
            failures: failures + weight * (1 - (score ?? 0)),
          }),
          { successes: 0, failures: 0 },
        );
        const { a, b } = posterior(sums);
        const interval = intervalOf({ n: pieces.length, beta: { a, b, within } }) ?? { low: 0, high: 1 };
        const mean = cleanScore(a / (a + b));
        return {
          contributions: pieces.map(({ id, weight, score }) => ({
            evidenceId: id,
            share: weight / (a + b),
            // The low end is no sum of what the pieces add.
            amount: by === 'mean' ? (weight * (score ?? 0)) / (a + b) : null,
          })),
          base: by === 'mean' ? prior.a / (a + b) : 0,
          reasons: [{ code: 'beta-bernoulli', n: pieces.length, mean, ...interval, within, by }],
        };
      },
    };
  },
});
