// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { explainScores, scoreBy } from '../../../testing/scored.ts';

test.each([
  [3, [3, 1], null],
  [3, [3, 1, 2], null],
  [3, [4, 5, 1, 3, 2, 3], 3.75],
  [3, [4, 5, 1, 3, null, 3], 3.75],
  [3, [3, 4, 3], 10 / 3],
  [1, [1, 2], null],
  [1, [1, 2, 3], 3],
  [1, [1, 2, 3, 4], 3.5],
])('Canvas "Number of Times", mark 3, n = %s: %j is %s', (n, scores, expected) => {
  const score = scoreBy('n-of-mastery', { n, mark: 0.6 }, scores, 5);
  expect(score === null).toBe(expected === null);
  expect(score ?? 0).toBeCloseTo(expected ?? 0, 9);
});

test('too few is unknown, never below, and is told with its numbers', () => {
  const { state, account } = explainScores('n-of-mastery', { n: 3 }, [0.9, 0.2]);
  expect(state).toMatchObject({ status: 'unknown', rank: null });
  expect(account?.reasons).toEqual([{ code: 'n-of-mastery', n: 2, kept: 1, needed: 3, mark: null }]);
});
