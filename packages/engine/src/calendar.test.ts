// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterPeriod, endOfValidity, isTimeZone } from './index.ts';

const text = (at: number) => new Date(at).toISOString();

describe('end of validity', () => {
  test.each([
    // 12 calendar months from a leap day end with 2025-02-28, the last day whole.
    ['2024-02-29T12:00:00Z', 'P12M', '2025-03-01T00:00:00.000Z', 'UTC'],
    ['2024-02-29T12:00:00Z', 'P4Y', '2028-03-01T00:00:00.000Z', 'UTC'],
    ['2026-01-31T12:00:00Z', 'P1M', '2026-03-01T00:00:00.000Z', 'UTC'],
    ['2026-01-31T23:30:00Z', 'P1D', '2026-02-02T23:00:00.000Z', 'Europe/Berlin'],
    // Through the beginning of summer time a day has 23 hours, through its end 25.
    ['2026-03-28T12:00:00Z', 'P1D', '2026-03-29T22:00:00.000Z', 'Europe/Berlin'],
    ['2026-10-24T12:00:00Z', 'P1D', '2026-10-25T23:00:00.000Z', 'Europe/Berlin'],
    // Where midnight is left out, the day begins at one.
    ['2018-11-02T15:00:00Z', 'P1D', '2018-11-04T03:00:00.000Z', 'America/Sao_Paulo'],
    // A day that a place skipped altogether.
    ['2011-12-28T12:00:00Z', 'P1D', '2011-12-30T10:00:00.000Z', 'Pacific/Apia'],
    ['2026-06-15T12:00:00Z', 'P1Y2M', '2027-08-16T00:00:00.000Z', 'UTC'],
  ])('%s for %s ends at %s (%s)', (at, period, end, zone) =>
    expect(text(endOfValidity(Date.parse(at), period, zone))).toBe(end),
  );
  test('is the same for every moment of a day, and rises with it', () => {
    const at = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(
        at,
        fc.constantFrom('P1D', 'P1M', 'P24M', 'P3Y'),
        fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Apia'),
        (ms, period, zone) => {
          const end = endOfValidity(ms, period, zone);
          expect(end).toBeGreaterThan(ms);
          expect(endOfValidity(ms + 86_400_000, period, zone)).toBeGreaterThanOrEqual(end);
          expect(endOfValidity(end, 'P1D', zone)).toBeGreaterThan(end);
        },
      ),
    );
  });
});

test.each([
  ['2026-03-01T00:00:00Z', 'P14D', '2026-03-15T00:00:00.000Z', 'UTC'],
  ['2026-03-27T23:00:00Z', 'P2D', '2026-03-29T22:00:00.000Z', 'Europe/Berlin'],
  ['2024-01-31T00:00:00Z', 'P1M', '2024-02-29T00:00:00.000Z', 'UTC'],
])('%s and %s later is %s', (at, period, end, zone) =>
  expect(text(afterPeriod(Date.parse(at), period, zone))).toBe(end),
);

test('a zone has a name; an offset knows no summer time', () => {
  expect(['Europe/Berlin', 'UTC', '+02:00', 'Europe/Nowhere', ''].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
