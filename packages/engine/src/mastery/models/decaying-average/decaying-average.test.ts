// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { scoreBy } from '../../../testing/scored.ts';

test.each([
  [[3], 3],
  [[2, 3, 4], 3.5275],
  [[2, 3, null, 4], 3.5275],
  [[1, 4, 2, 3, 5, 3, 6], 5.0992333],
])('Canvas "Decaying Average" (standard_decaying_average), r = .65: %j is %s', (scores, expected) =>
  expect(scoreBy('decaying-average', { latest: 0.65 }, scores, 6)).toBeCloseTo(expected, 7),
);
test('with two scores it agrees with the weighted average', () =>
  expect(scoreBy('decaying-average', {}, [2, 3], 6)).toBeCloseTo(
    scoreBy('weighted-average', {}, [2, 3], 6) ?? 0,
    12,
  ));
