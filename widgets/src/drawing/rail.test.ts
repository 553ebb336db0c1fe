// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clustersOf, labelsOf, placeOf, type RailMark } from './rail.ts';

const mark = (days: number): RailMark => ({ days, status: 'met', text: `day ${days}` });
const options = { within: 365, noticeDays: 60, today: 'Today', notice: '60 days' };

test('a later day is never before an earlier one, and none leaves the rail', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5000, max: 5000 }), fc.nat(5000), fc.nat(3660), (days, more, within) => {
      expect(placeOf(days, within)).toBeLessThanOrEqual(placeOf(days + more, within));
      expect(placeOf(days, within)).toBeGreaterThan(0);
      expect(placeOf(days, within)).toBeLessThan(100);
    }),
  );
});

test('marks that would lie on each other are one with their number; past and future stay apart', () => {
  expect(
    clustersOf([mark(100), mark(101), mark(-3), mark(3), mark(300)], 365).map(({ marks }) => marks.length),
  ).toEqual([1, 1, 2, 1]);
});

test('every mark is in exactly one cluster, whatever the dates', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -900, max: 900 })), (days) => {
      const all = clustersOf(days.map(mark), 365).flatMap(({ marks }) => marks.map((one) => one.days));
      expect(all).toEqual(days.toSorted((a, b) => a - b));
    }),
  );
});

test('labels keep their distance: today and the notice first, then the dates that find room', () => {
  const labels = labelsOf(clustersOf([mark(20), mark(150), mark(170), mark(330)], 365), options);
  expect(labels.map(({ text }) => text)).toEqual(['Today', '60 days', 'day 150', 'day 330']);
  const far = labelsOf([], { ...options, noticeDays: 4 });
  expect(far.map(({ text }) => text)).toEqual(['Today']);
});
