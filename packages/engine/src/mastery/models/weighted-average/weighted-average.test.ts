// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { scoreBy } from '../../../testing/scored.ts';

test.each([
  [0.75, [3], 3],
  [0.75, [3, 1, 5, 4], 3.75],
  [0.65, [2, 3], 2.65],
  [0.65, [3, 2], 2.35],
  [0.65, [2, 3, 4], 3.475],
  [0.65, [4, 5], 4.65],
  [0.65, [1, 4, 2, 3, 5, 3, 6], 4.95],
])('Canvas "Weighted Average" (decaying_average), w = %s: %j is %s', (latest, scores, expected) =>
  expect(scoreBy('weighted-average', { latest }, scores, 6)).toBeCloseTo(expected, 9),
);
