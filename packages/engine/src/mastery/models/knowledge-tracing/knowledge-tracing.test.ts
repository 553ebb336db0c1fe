// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { knowledgeTracing } from './knowledge-tracing.ts';
import { contextBy } from '../../../testing/policy.ts';
import { explainScores, scoreBy } from '../../../testing/scored.ts';

const parameters = { prior: 0.4, learn: 0.1, guess: 0.2, slip: 0.1 };
const right = 0.95;
const wrong = 0.1;
const observed = [right, right, wrong, right];

test.each([
  [1, 0.775],
  [2, 0.945455],
  [3, 0.715789],
  [4, 0.927027],
])(
  'Corbett & Anderson 1995, P(L₀) .4, T .1, G .2, S .1, F 0: after %s of 1, 1, 0, 1 P(L) is %s',
  (n, known) => expect(scoreBy('knowledge-tracing', parameters, observed.slice(0, n))).toBeCloseTo(known, 6),
);
test.each([
  [1, 0.7375],
  [2, 0.887696],
  [3, 0.522446],
  [4, 0.806492],
])('the same with forgetting .05: after %s P(L) is %s', (n, known) =>
  expect(scoreBy('knowledge-tracing', { ...parameters, forget: 0.05 }, observed.slice(0, n))).toBeCloseTo(
    known,
    6,
  ),
);
test('mastery begins at its own threshold, whatever the cut points say', () => {
  expect(explainScores('knowledge-tracing', parameters, observed).state).toMatchObject({
    rank: 2,
    proficient: false,
  });
  expect(explainScores('knowledge-tracing', { ...parameters, mastery: 0.9 }, observed).state).toMatchObject({
    rank: 4,
    proficient: true,
  });
});
test('a thousand observations neither vanish nor overflow', () =>
  expect(
    scoreBy(
      'knowledge-tracing',
      parameters,
      Array.from({ length: 2000 }, (_, i) => (i % 3 ? right : wrong)),
    ),
  ).toBeGreaterThan(0.5));
test('guess and slip of 1 or more together are refused: a right answer would lower the belief', () => {
  const { scale } = contextBy('latest');
  expect(() =>
    knowledgeTracing.open({ ...parameters, guess: 0.6, slip: 0.4 }, { scale, fade: null }),
  ).toThrow(/below 1/);
});
test('what the parameters hold to be impossible tells nothing', () =>
  expect(scoreBy('knowledge-tracing', { prior: 1, learn: 0, guess: 0, slip: 0 }, [wrong])).toBe(1));
