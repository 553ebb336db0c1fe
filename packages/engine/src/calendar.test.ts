// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { endOfValidity } from './index.ts';

test.each([
  ['2024-02-29T12:00:00Z', 'P12M', '2025-03-01T00:00:00.000Z', 'UTC'],
  ['2026-01-31T12:00:00Z', 'P1M', '2026-03-01T00:00:00.000Z', 'UTC'],
  ['2026-01-31T23:30:00Z', 'P1D', '2026-02-02T23:00:00.000Z', 'Europe/Berlin'],
  ['2026-03-28T12:00:00Z', 'P1D', '2026-03-29T22:00:00.000Z', 'Europe/Berlin'],
])('%s for %s ends at %s', (at, period, end, zone) =>
  expect(new Date(endOfValidity(Date.parse(at), period, zone)).toISOString()).toBe(end),
);
