// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { explainScores, scoreBy } from '../../../testing/scored.ts';

test('Canvas "Average": [2, 3, 4] is 3', () =>
  expect(scoreBy('average', {}, [2, 3, 4], 5)).toBeCloseTo(3, 12));
test('the mean of three .7 is .7 and reaches the level that begins there', () =>
  expect(explainScores('average', {}, [0.7, 0.7, 0.7]).state).toMatchObject({ score: 0.7, rank: 3 }));
test('a piece of half the weight counts half', () =>
  expect(explainScores('average', {}, [0.9, 0.3], { weights: [1, 0.5] }).state.score).toBeCloseTo(0.7, 12));
