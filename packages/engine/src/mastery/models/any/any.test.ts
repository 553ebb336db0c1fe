// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { explainScores } from '../../../testing/scored.ts';

const [yes, no] = [0.95, 0.55];
test.each([
  ['any', [yes, no], 3],
  ['any', [no, no], 2],
  ['latest', [yes, no], 2],
  ['latest', [no, yes], 3],
  ['no-negative', [yes, no], 2],
  ['no-negative', [yes, yes], 3],
])('CaSS boolean, by %s: %j is rank %s', (by, scores, rank) =>
  expect(explainScores('any', { by }, scores).state.rank).toBe(rank),
);
