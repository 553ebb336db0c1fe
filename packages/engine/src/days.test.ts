// SPDX-License-Identifier: Apache-2.0
/** Days in zones: summer time, leap days, and what is no day. */
import { expect, test } from 'vitest';
import { dayOf, endOfDay, startOfDay } from './index.ts';

test('a day begins and ends in its zone, also when the clocks change', () => {
  expect(startOfDay('2026-03-29', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 28, 23));
  expect(endOfDay('2026-03-29', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 22));
  expect(endOfDay('2024-02-29', 'UTC')).toBe(Date.UTC(2024, 2, 1));
});
test.each(['2026-02-30', '2025-02-29', '26-01-01', '01.03.2026', '', '2026-03-01T00:00:00Z'])(
  '%j is no day',
  (day) => {
    expect(startOfDay(day, 'UTC')).toBeNull();
    expect(endOfDay(day, 'UTC')).toBeNull();
  },
);
test('the day of a moment is that of the zone', () => {
  expect(dayOf(Date.UTC(2026, 2, 28, 23, 30), 'Europe/Berlin')).toBe('2026-03-29');
  expect(dayOf(Date.UTC(2026, 2, 28, 23, 30), 'UTC')).toBe('2026-03-28');
});
