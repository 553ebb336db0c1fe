// SPDX-License-Identifier: Apache-2.0
/** Validity, notice, grace, renewal, fade and revocation: what changes by itself, and when. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Evidence,
  explain,
  faded,
  foldMastery,
  foreseen,
  nextChange,
  nextCrossing,
  stateAt,
  validityAt,
} from '../index.ts';
import { context, contextBy, piece, pieces } from '../testing/policy.ts';

const day = 86_400_000;
const fade = (floor = 0) => ({ score: 0.9, since: 0, halfLifeDays: 365, floor });
const { scale } = context();

describe('fade of a held score, m₀ .9, H 365 days', () => {
  test.each([
    [90, 0.758605],
    [180, 0.639425],
    [365, 0.45],
    [730, 0.225],
  ])('floor 0: after %s days %s', (days, score) => expect(faded(fade(), days * day)).toBeCloseTo(score, 6));
  test('floor .5: after 365 days .7', () => expect(faded(fade(0.5), 365 * day)).toBeCloseTo(0.7, 12));
  test('crosses .7 at H·log₂(m₀/.7) = 132.338 days, to the millisecond, and then the cut points below', () => {
    const first = nextCrossing(fade(), scale, 0) ?? 0;
    expect(faded(fade(), first)).toBeLessThan(0.9);
    const crossing = nextCrossing(fade(), scale, first) ?? 0;
    expect(crossing / day).toBeCloseTo(132.338, 3);
    expect(faded(fade(), crossing - 1)).toBeGreaterThanOrEqual(0.7);
    expect(faded(fade(), crossing)).toBeLessThan(0.7);
  });
  test('never crosses what the floor holds', () => {
    expect(nextCrossing({ ...fade(0.7), score: 0.85 }, scale, 0)).toBeNull();
    expect(nextCrossing({ ...fade(0.95), score: 0.85 }, scale, 0)).toBeNull();
    expect(faded({ ...fade(0.95), score: 0.85 }, 999 * day)).toBe(0.85);
  });
});

const fading = contextBy('latest', {}, { time: { fade: { halfLifeDays: 365 } } });
describe('mastery that fades', () => {
  test('falls level by level at its own moments, then has run out; the state between is the formula', () => {
    const timeline = foldMastery([piece('a', { value: 0.85 })], fading);
    expect(timeline.segments.map(({ status, rank }) => [status, rank])).toEqual([
      ['proficient', 3],
      ['below', 2],
      ['below', 1],
      ['expired', 1],
    ]);
    expect((nextChange(timeline, 0) ?? 0) / day).toBeCloseTo(365 * Math.log2(0.85 / 0.7), 6);
    expect(stateAt(timeline, 180 * day).score).toBeCloseTo(0.85 * 2 ** (-180 / 365), 12);
    expect(foreseen(timeline, 0)).toMatchObject({ rank: 2, status: 'below' });
  });
  test('begins anew with a renewal', () => {
    const renewed = foldMastery(
      [piece('a', { value: 0.85 }), piece('b', { value: 0.75, occurredAt: 90 * day, seq: 1 })],
      fading,
    );
    expect(stateAt(renewed, 91 * day)).toMatchObject({ rank: 3, proficient: true });
  });
  test('by the highest, a new piece goes before an old one that has faded below it', () => {
    const by = contextBy('highest', {}, { time: { fade: { halfLifeDays: 100 } } });
    const list = [piece('old', { value: 0.95 }), piece('new', { value: 0.8, occurredAt: 90 * day, seq: 1 })];
    expect(stateAt(foldMastery(list, by), 90 * day)).toMatchObject({ score: 0.8, rank: 3 });
    const granted = piece('granted', { value: null, levelId: 'L2', occurredAt: 1, seq: 2 });
    const both = foldMastery([piece('old', { value: 0.95 }), granted], by);
    expect(both.segments.map(({ rank }) => rank)).toEqual([4, 4, 3, 2, 2]);
  });
  test('does not take away what a rule or a trusted pass grants', () => {
    const granted = foldMastery([piece('a', { value: 0.2, levelId: 'L4' })], fading);
    const passed = foldMastery([piece('a', { value: 0.5, success: true })], fading);
    expect([granted, passed].map(({ segments }) => segments.map(({ rank }) => rank))).toEqual([[4], [3]]);
  });
  test('is explained by amounts that come to the faded score, the floor being nobody’s', () => {
    const by = contextBy('average', {}, { time: { fade: { halfLifeDays: 365, floor: 0.4 } } });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 0, max: 3000 }), (list, days) => {
        const lasting = list.map((one) => ({ ...one, validTo: null }));
        const { state, account } = explain(lasting, days * day, by);
        if (!account || !state.fade || state.score === null) return;
        const amounts = account.contributions.map(({ amount }) => amount ?? Number.NaN);
        expect(amounts.reduce((sum, amount) => sum + amount, account.base)).toBeCloseTo(state.score, 9);
      }),
    );
  });
  test('is at every moment what is read of the fading score then', () => {
    const moment = fc.integer({ min: 0, max: 3000 * day });
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 1, noNaN: true }), moment, (value, at) => {
        const { rank, score, status } = stateAt(foldMastery([piece('a', { value })], fading), at);
        const plain = value * 2 ** (-at / (365 * day));
        const reached = [0.3, 0.5, 0.7, 0.9].filter((cut) => plain >= cut).length;
        expect(rank).toBe(Math.max(1, reached));
        expect(status).toBe(reached === 0 ? 'expired' : reached >= 3 ? 'proficient' : 'below');
        expect(reached === 0 || Math.abs((score ?? 0) - plain) < 1e-12).toBe(true);
      }),
    );
  });
});

describe('notice, grace and what is ahead', () => {
  const list = [piece('a', { occurredAt: 10 * day, validTo: 100 * day })];
  const graced = foldMastery(list, contextBy('latest', {}, { time: { grace: 'P14D' } }));
  test('pending, valid, expiring, in grace, expired: half-open at every end', () => {
    const validity = (at: number) => validityAt(graced, at, 30);
    expect([0, 10, 69, 70].map((days) => validity(days * day))).toEqual([
      'pending',
      'valid',
      'valid',
      'expiring',
    ]);
    expect(validity(100 * day - 1)).toBe('expiring');
    expect([100, 113, 114].map((days) => validity(days * day))).toEqual(['grace', 'grace', 'expired']);
  });
  test('in grace it still counts, and then has expired', () => {
    expect(stateAt(graced, 113 * day)).toMatchObject({ status: 'proficient', isGrace: true });
    expect(stateAt(graced, 114 * day)).toMatchObject({ status: 'expired', rank: 3 });
    expect(nextChange(graced, 100 * day)).toBe(114 * day);
  });
  test('a grace ends at the same time of day through summer time', () => {
    const validTo = Date.parse('2026-03-27T23:00:00Z');
    const { segments } = foldMastery(
      [piece('a', { occurredAt: 0, validTo })],
      contextBy('latest', {}, { time: { grace: 'P2D' } }),
    );
    expect(new Date(segments.at(-1)?.from ?? 0).toISOString()).toBe('2026-03-29T22:00:00.000Z');
  });
  test('a competency may have its own', () => {
    const own = contextBy(
      'latest',
      {},
      { time: { grace: 'P14D', noticeDays: 10 }, times: { A: { noticeDays: 5 } } },
    );
    expect([own.graceEnd?.(100 * day), own.noticeDays]).toEqual([114 * day, 5]);
  });
});

describe('what is taken back', () => {
  const revoking = (id: string, occurredAt: number, more: Partial<Evidence> = {}) =>
    piece(id, { polarity: 'revoking', value: null, occurredAt, seq: 50, ...more });
  test('does not count from then on, until something new does; revoked beats expired', () => {
    const list = [
      piece('a', { occurredAt: 1, validTo: 20 }),
      revoking('r', 5),
      piece('b', { occurredAt: 30, value: 0.55 }),
    ];
    const timeline = foldMastery(list, context());
    expect([4, 5, 25, 30].map((at) => stateAt(timeline, at).status)).toEqual([
      'proficient',
      'revoked',
      'revoked',
      'below',
    ]);
    expect(stateAt(timeline, 25)).toMatchObject({ rank: 3, expiredAt: 5, proficient: false });
    expect(validityAt(timeline, 25, 60)).toBe('revoked');
    expect(explain(list, 25, context()).pieces.map(({ evidence, effect }) => [evidence.id, effect])).toEqual([
      ['b', 'not-yet'],
      ['r', 'revokes'],
      ['a', 'revoked'],
    ]);
  });
  test('is as if nothing was taken back when the revocation is voided', () => {
    fc.assert(
      fc.property(pieces, fc.nat(100), (list, at) => {
        expect(foldMastery([...list, revoking('r', at, { withdrawnAt: 1 })], context())).toEqual(
          foldMastery(list, context()),
        );
      }),
    );
  });
  test('leaves what came after, whatever the order of arrival', () => {
    fc.assert(
      fc.property(pieces, fc.nat(100), (list, at) => {
        const after = list.filter(({ occurredAt }) => occurredAt > at);
        const state = stateAt(foldMastery([...list, revoking('r', at)], context()), 160);
        const alone = stateAt(foldMastery(after, context()), 160);
        expect(alone.status === 'unknown' || state.rank === alone.rank).toBe(true);
        expect(foldMastery([revoking('r', at), ...list], context())).toEqual(
          foldMastery([...list, revoking('r', at)], context()),
        );
      }),
    );
  });
});

describe('what a rule across statements withholds', () => {
  const list = [piece('a', { occurredAt: 1 }), piece('b', { occurredAt: 5, seq: 1, value: 0.55 })];
  /** Both stand from the second on; until then neither does. */
  const pair = {
    ...context(),
    standing: () => ({
      mayWithhold: () => true,
      standsAt: (_piece: Evidence, at: number) => at >= 5,
      withheldAt: (_piece: Evidence, at: number) => (at < 5 ? { reason: 'too-few', have: 1, need: 2 } : null),
      moments: [1, 5],
    }),
  };
  test('does not count then, and counts from the moment that completes it', () => {
    const { segments } = foldMastery(list, pair);
    expect(segments.map(({ from, status, rank }) => [from, status, rank])).toEqual([
      [1, 'unknown', null],
      [5, 'below', 2],
    ]);
    expect(explain(list, 2, pair).pieces.at(-1)).toMatchObject({
      effect: 'withheld',
      withheld: { have: 1, need: 2 },
    });
  });
});
