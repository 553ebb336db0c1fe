// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { context, contextBy, piece, pieces } from '../testing/policy.ts';
import { foldMastery, lapseOf, stateAt } from '../index.ts';

const day = 86_400_000;
const until = (validTo: number | null, value = 0.8) =>
  foldMastery([piece('a', { value, validTo })], context());

describe('what lapses by time alone', () => {
  test('what ends within the time that is looked ahead, its last moment included', () => {
    const timeline = until(100 * day);
    const lapse = { kind: 'expires', at: 100 * day, changesAt: 100 * day };
    expect(lapseOf(timeline, 10 * day, 90 * day)).toEqual(lapse);
    expect(lapseOf(timeline, 10 * day, 90 * day - 1)).toBeNull();
  });
  test('what has ended stays told, whatever is looked ahead', () => {
    expect(lapseOf(until(100 * day), 5000 * day, 0)).toEqual({
      kind: 'expired',
      at: 100 * day,
      changesAt: 100 * day,
    });
  });
  test('with a grace: its validity ends before it stops to count', () => {
    const by = contextBy('latest', {}, { time: { grace: 'P14D' } });
    const timeline = foldMastery([piece('a', { validTo: 100 * day })], by);
    const lapse = { kind: 'expires', at: 100 * day, changesAt: 114 * day };
    expect(lapseOf(timeline, 90 * day, 20 * day)).toEqual(lapse);
    expect(lapseOf(timeline, 105 * day, 0)).toEqual(lapse);
    expect(lapseOf(timeline, 115 * day, 0)?.kind).toBe('expired');
  });
  test('what fades below its level, at that moment', () => {
    const by = contextBy('latest', {}, { time: { fade: { halfLifeDays: 365 } } });
    const lapse = lapseOf(foldMastery([piece('a', { value: 0.85 })], by), 0, 365 * day);
    expect(lapse?.kind).toBe('fades');
    expect((lapse?.at ?? 0) / day).toBeCloseTo(365 * Math.log2(0.85 / 0.7), 6);
  });
  test('nothing of what has no end, is unknown, was taken back, or was below the first level', () => {
    expect(lapseOf(until(null), 0, 9999 * day)).toBeNull();
    expect(lapseOf(foldMastery([], context()), 0, 9999 * day)).toBeNull();
    expect(lapseOf(until(100 * day, 0.1), 0, 9999 * day)).toBeNull();
    const revoked = [piece('a'), piece('b', { polarity: 'revoking', value: null, occurredAt: day, seq: 1 })];
    expect(lapseOf(foldMastery(revoked, context()), 2 * day, 9999 * day)).toBeNull();
  });
  test('what renews it in time makes that lapse go', () => {
    const renewed = [piece('a', { validTo: 100 * day }), piece('b', { occurredAt: 50 * day, seq: 1 })];
    expect(lapseOf(foldMastery(renewed, context()), 60 * day, 9999 * day)).toBeNull();
  });

  test('is always a loss: the state after it is lower, or has run out, or is unknown', () => {
    fc.assert(
      fc.property(pieces, fc.nat(200), (list, at) => {
        const timeline = foldMastery(list, context());
        const lapse = lapseOf(timeline, at, 200);
        const now = stateAt(timeline, at);
        const then = lapse && stateAt(timeline, lapse.changesAt);
        const isLoss =
          then === null ||
          then.status === 'expired' ||
          then.rank === null ||
          then.rank < (now.rank ?? Number.NEGATIVE_INFINITY);
        expect(isLoss).toBe(true);
        expect((lapse?.kind ?? '') === 'expired').toBe(now.status === 'expired');
      }),
    );
  });
});
