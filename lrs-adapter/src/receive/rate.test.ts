// SPDX-License-Identifier: Apache-2.0
import { strictSettings } from '@cairn/store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRate } from './rate.ts';

const source = (requestsPerSecond: number) => ({
  id: 's',
  settings: { ...strictSettings, requestsPerSecond },
});

test('within any stretch of time a source gets at most its rate, and one second’s worth at once', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 200 }),
      (most, gaps) => {
        const lets = createRate();
        let now = 0;
        const taken: number[] = [];
        for (const gap of gaps) {
          now += gap;
          if (lets(source(most), now)) taken.push(now);
        }
        for (const from of taken)
          for (const to of taken)
            expect(taken.filter((at) => at >= from && at <= to).length).toBeLessThanOrEqual(
              to < from ? 0 : most + ((to - from) / 1000) * most + 1e-6,
            );
      },
    ),
    { numRuns: 50 },
  );
});
test('who waits is let in again, and one source’s haste is not another’s', () => {
  const lets = createRate();
  expect([0, 0, 0].map((now) => lets(source(2), now))).toEqual([true, true, false]);
  expect(lets({ ...source(2), id: 'other' }, 0)).toBe(true);
  expect(lets(source(2), 499)).toBe(false);
  expect(lets(source(2), 500)).toBe(true);
});
