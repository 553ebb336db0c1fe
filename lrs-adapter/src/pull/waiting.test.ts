// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSchedule, untilNext } from './schedule.ts';
import { backoff, namedWait, quiet } from './waiting.ts';

const answered = Date.parse('2026-03-01T08:00:00Z');

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Sun, 01 Mar 2026 08:01:30 GMT', 90_000],
  ['Sun, 01 Mar 2026 07:00:00 GMT', 0],
  ['999999999', 86_400_000],
  ['soon', null],
  ['', null],
  [null, null],
])('Retry-After %j is %j ms', (header, ms) => {
  expect(namedWait(header, answered)).toBe(ms);
});
test('a backoff rises, has an end, differs by chance, and never comes before the time that was named', () => {
  const chance = fc.double({ min: 0, max: 1, noNaN: true });
  const named = fc.option(fc.integer({ min: 0, max: 86_400_000 }), { nil: null });
  fc.assert(
    fc.property(fc.nat(1000), named, chance, (failures, wait, one) => {
      const ms = backoff(failures, wait, one);
      expect(ms).toBeGreaterThanOrEqual((wait ?? 0) + 500);
      expect(ms).toBeLessThanOrEqual((wait ?? 0) + 600_000);
    }),
  );
  expect([backoff(0, null, 1), backoff(1, null, 1), backoff(5, null, 1)]).toEqual([1000, 2000, 32_000]);
  expect(backoff(5, null, 0)).toBe(16_000);
});
test('after news it looks again in a second, then ever more seldom, up to a minute', () => {
  expect(quiet(null, false)).toBe(1000);
  expect(quiet(32_000, true)).toBe(1000);
  expect([1000, 16_000, 32_000, 60_000].map((ms) => quiet(ms, false))).toEqual([
    2000, 32_000, 60_000, 60_000,
  ]);
});
test('schedules are cron, with or without seconds', () => {
  expect(['* * * * *', '*/10 * * * * *', '0 2 * * 1-5'].map(isSchedule)).toEqual([true, true, true]);
  expect(['', 'hourly', '61 * * * *', '* * *'].map(isSchedule)).toEqual([false, false, false, false]);
  expect(untilNext('*/2 * * * * *')).toBeLessThanOrEqual(2000);
  expect(untilNext('0 0 1 1 *')).toBeGreaterThan(0);
});
