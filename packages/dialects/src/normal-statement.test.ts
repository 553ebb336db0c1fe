// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalScore } from './normal-statement.ts';

test('whatever numbers are sent, a score is within 0..1 or unknown', () => {
  const number = fc.double();
  const scores = fc.record({ raw: number, min: number, max: number, scaled: number }, { requiredKeys: [] });
  fc.assert(
    fc.property(scores, fc.constantFrom('0..1' as const, '-1..1' as const), (sent, range) => {
      const { score } = normalScore(sent, range);
      return score === null || (score >= 0 && score <= 1);
    }),
  );
});
test('a range too wide for a number is unknown, and then the scaled score is read', () => {
  const wide = { raw: 1e308, min: -1e308, max: 1.7e308 };
  expect(normalScore(wide, '0..1')).toMatchObject({ score: null, scorePath: 'none' });
  expect(normalScore({ ...wide, raw: 0 }, '0..1').score).toBeNull();
  expect(normalScore({ ...wide, scaled: 0.5 }, '0..1')).toMatchObject({ score: 0.5, scorePath: 'scaled' });
});
