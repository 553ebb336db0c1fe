// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOfValidity } from '../index.ts';
import { endsIn } from './validity.ts';

test.each([
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Australia/Lord_Howe',
])('what is remembered by day is the calendar’s own answer, in %s', (zone) => {
  const endOf = endsIn(zone);
  // Years around changes of clocks and of the date line, so that days are met again.
  const at = fc.oneof(
    fc.integer({ min: Date.UTC(2011, 11, 25), max: Date.UTC(2012, 0, 5) }),
    fc.integer({ min: Date.UTC(2026, 2, 25), max: Date.UTC(2026, 3, 10) }),
    fc.integer({ min: Date.UTC(1890, 0, 1), max: Date.UTC(2090, 0, 1) }),
  );
  fc.assert(
    fc.property(at, fc.constantFrom('P1D', 'P1M', 'P24M', 'P1Y2M3D'), (moment, period) => {
      expect(endOf(moment, period)).toBe(endOfValidity(moment, period, zone));
      expect(endOf(moment, period)).toBe(endOfValidity(moment, period, zone));
    }),
  );
});
