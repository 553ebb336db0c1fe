// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainScores } from '../../../testing/scored.ts';
import { intervalOf } from './beta-bernoulli.ts';
import { betaQuantile, incompleteBeta } from './incomplete-beta.ts';

const times = (n: number, value: number) => Array.from({ length: n }, () => value);

describe('Beta–Bernoulli, prior (1, 1), 95 %', () => {
  test.each([
    { name: '1 success', scores: [1], mean: 0.666667, low: 0.158114, high: 0.987421, above: 0.51 },
    {
      name: '4 of 5',
      scores: [...times(4, 1), 0],
      mean: 0.714286,
      low: 0.358765,
      high: 0.956728,
      above: 0.579825,
    },
    {
      name: '8 of 10',
      scores: [...times(8, 1), 0, 0],
      mean: 0.75,
      low: 0.482244,
      high: 0.939782,
      above: 0.68726,
    },
    {
      name: '10 of 10',
      scores: times(10, 1),
      mean: 0.916667,
      low: 0.715086,
      high: 0.997701,
      above: 0.980227,
    },
    { name: '1 of 4', scores: [1, 0, 0, 0], mean: 0.333333, low: 0.052745, high: 0.716418, above: 0.03078 },
    {
      name: 'passes of weight 1 and .5, a fail of .25',
      scores: [1, 1, 0],
      weights: [1, 0.5, 0.25],
      mean: 0.666667,
      low: 0.199137,
      high: 0.977582,
      above: 0.497824,
    },
  ])('$name', ({ scores, weights = [], mean, low, high, above }) => {
    const { state, account } = explainScores('beta-bernoulli', {}, scores, { weights });
    const interval = state.certainty && intervalOf(state.certainty);
    const beta = state.certainty?.beta ?? { a: 0, b: 0 };
    expect(state.score).toBeCloseTo(mean, 6);
    expect([interval?.low, interval?.high]).toEqual([expect.closeTo(low, 6), expect.closeTo(high, 6)]);
    expect(1 - incompleteBeta(0.7, beta.a, beta.b)).toBeCloseTo(above, 6);
    expect(account?.reasons[0]).toMatchObject({ code: 'beta-bernoulli', n: scores.length });
  });
  test('none: the prior itself, 0.025 to 0.975, and nothing is said of anybody', () => {
    expect([betaQuantile(0.025, 1, 1), betaQuantile(0.975, 1, 1)]).toEqual([
      expect.closeTo(0.025, 12),
      expect.closeTo(0.975, 12),
    ]);
    expect(1 - incompleteBeta(0.7, 1, 1)).toBeCloseTo(0.3, 12);
    expect(explainScores('beta-bernoulli', {}, []).state.status).toBe('unknown');
  });
  test('two with the same mean differ in certainty, and for the careful in level', () => {
    const level = (by: string, n: number) =>
      explainScores('beta-bernoulli', { by, prior: { a: 0.01, b: 0.01 } }, times(n, 0.8)).state;
    expect(level('mean', 2).rank).toBe(level('mean', 60).rank);
    expect(level('low', 2).rank).toBeLessThan(level('low', 60).rank ?? 0);
  });
});

describe('incomplete beta', () => {
  const shape = fc.double({ min: 0.05, max: 300, noNaN: true });
  const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  test('I_x(a, 1) = x^a and I_x(1, b) = 1 − (1 − x)^b (DLMF 8.17.7)', () => {
    fc.assert(
      fc.property(shape, share, (a, x) => {
        expect(incompleteBeta(x, a, 1)).toBeCloseTo(x ** a, 10);
        expect(incompleteBeta(x, 1, a)).toBeCloseTo(1 - (1 - x) ** a, 10);
      }),
    );
  });
  test('I_x(a, b) = 1 − I_{1−x}(b, a) (DLMF 8.17.4)', () => {
    fc.assert(
      fc.property(shape, shape, share, (a, b, x) => {
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9);
      }),
    );
  });
  test('is the sum of binomial probabilities for whole a and b (DLMF 8.17.5)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), share, (m, k, x) => {
        const n = m + k - 1;
        let [term, sum] = [(1 - x) ** n, 0];
        for (let j = 0; j <= n; j += 1) {
          if (j >= m) sum += term;
          term *= ((n - j) / (j + 1)) * (x / (1 - x));
        }
        expect(incompleteBeta(x, m, k)).toBeCloseTo(sum, 9);
      }),
    );
  });
  test('its quantile is its inverse, within 0..1 and rising', () => {
    fc.assert(
      fc.property(shape, shape, share, (a, b, p) => {
        const x = betaQuantile(p, a, b);
        expect(x >= 0 && x <= 1).toBe(true);
        // Where the distribution is steeper than a number can tell apart, the nearest number is as good as it gets.
        const around =
          incompleteBeta(Math.min(1, x * (1 + 1e-12) + 1e-300), a, b) -
          incompleteBeta(Math.max(0, x * (1 - 1e-12)), a, b);
        expect(Math.abs(incompleteBeta(x, a, b) - p)).toBeLessThan(1e-9 + around);
      }),
    );
  });
});
