// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain, foldMastery, knownBy, nextChange, stateAt, unknownState, type Evidence } from '../index.ts';
import { context, piece, pieces } from '../testing/policy.ts';

/** The same by plain reading of the definitions, moment by moment: no timeline, no order of arrival. */
function lookedUp(
  list: readonly Evidence[],
  at: number,
  model: string,
): { status: string; rank: number | null } {
  const shown = list
    .filter(
      ({ withdrawnAt, value, occurredAt }) => withdrawnAt === null && value !== null && occurredAt <= at,
    )
    .map((one) => ({ ...one, rank: plainRank(one) }));
  const valid = shown.filter(({ validTo }) => validTo === null || at < validTo);
  if (valid.length > 0) {
    const last = Math.max(...valid.map(({ occurredAt }) => occurredAt));
    const rank =
      model === 'highest'
        ? Math.max(...valid.map((one) => one.rank))
        : (valid.findLast(({ occurredAt }) => occurredAt === last)?.rank ?? null);
    return { status: (rank ?? 0) >= 3 ? 'proficient' : 'below', rank };
  }
  if (shown.length === 0) return { status: 'unknown', rank: null };
  const end = Math.max(...shown.map(({ validTo }) => validTo ?? 0));
  const { rank } = lookedUp(list, end - 1, model);
  // Below the first level nothing was held that could lapse.
  return rank === 0 ? { status: 'unknown', rank: null } : { status: 'expired', rank };
}
function plainRank({ value, polarity }: Evidence): number {
  const reached = [0.3, 0.5, 0.7, 0.9].filter((cut) => (value ?? 0) >= cut).length;
  return polarity === 'negative' ? Math.min(2, reached) : reached;
}

/** Ids of the pieces that the result stands on at a moment, oldest first. */
const countedAt = (list: readonly Evidence[], model: string, at: number) =>
  explain(list, at, context(model))
    .pieces.filter(({ effect }) => effect === 'counts')
    .map(({ evidence }) => evidence.id)
    .toReversed();

test.each(['latest', 'highest'])(
  'mastery by %s is at every moment what the standing and valid evidence says, looked at one by one',
  (model) => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: -1, max: 170 }), (list, at) => {
        const { status, rank } = stateAt(foldMastery(list, context(model)), at);
        expect({ status, rank }).toEqual(lookedUp(list, at, model));
      }),
    );
  },
);

describe('mastery', () => {
  test('takes the last by event time, or the best', () => {
    const list = [
      piece('a', { occurredAt: 1, value: 0.95 }),
      piece('b', { occurredAt: 3, value: 0.55 }),
      piece('late', { occurredAt: 2, value: 0.75, seq: 9 }),
    ];
    expect(stateAt(foldMastery(list, context('latest')), 5)).toMatchObject({
      rank: 2,
      status: 'below',
      countedCount: 1,
    });
    expect(countedAt(list, 'latest', 5)).toEqual(['b']);
    expect(stateAt(foldMastery(list, context('highest')), 5)).toMatchObject({
      rank: 4,
      status: 'proficient',
      countedCount: 1,
    });
    expect(countedAt(list, 'highest', 5)).toEqual(['a']);
  });
  test('takes the later stored of two at the same moment, whatever their ids', () => {
    const list = [
      piece('z', { occurredAt: 1, value: 0.95, seq: 1 }),
      piece('a', { occurredAt: 1, value: 0.35, seq: 2 }),
    ];
    expect(stateAt(foldMastery(list, context('latest')), 1)).toMatchObject({ rank: 1 });
    expect(countedAt(list, 'latest', 1)).toEqual(['a']);
    expect(foldMastery(list, context('latest')).lastEvidenceId).toBe('a');
  });
  test('is by its level before its score, then by its score, then the later', () => {
    const best = (list: readonly Evidence[]) => countedAt(list, 'highest', 9);
    const granted = piece('granted', { occurredAt: 1, value: 0.2, levelId: 'L4' });
    expect(best([granted, piece('scored', { occurredAt: 2, value: 0.85 })])).toEqual(['granted']);
    const more = piece('more', { occurredAt: 1, value: 0.85 });
    expect(best([more, piece('less', { occurredAt: 2, value: 0.75 })])).toEqual(['more']);
    expect(best([more, piece('again', { occurredAt: 2, value: 0.85 })])).toEqual(['again']);
  });
  test('of a withdrawn piece is what it was before that piece came', () => {
    const before = [piece('a', { occurredAt: 1, value: 0.55 })];
    const best = piece('best', { occurredAt: 2, value: 0.95, seq: 1 });
    for (const model of ['latest', 'highest']) {
      const fold = (list: readonly Evidence[]) => foldMastery(list, context(model));
      expect(stateAt(fold([...before, best]), 5).rank).toBe(4);
      expect(fold([...before, { ...best, withdrawnAt: 3 }])).toEqual(fold(before));
    }
    expect(stateAt(foldMastery([{ ...best, withdrawnAt: 3 }], context()), 5)).toEqual(unknownState);
  });
  test('expires without a statement, keeping what was held and since when', () => {
    const timeline = foldMastery([piece('a', { occurredAt: 10, validTo: 20 })], context());
    expect(stateAt(timeline, 19)).toMatchObject({ status: 'proficient', rank: 3, validTo: 20 });
    expect(stateAt(timeline, 20)).toMatchObject({
      status: 'expired',
      rank: 3,
      expiredAt: 20,
      proficient: false,
      countedCount: 0,
    });
    expect(nextChange(timeline, 10)).toBe(20);
    expect(nextChange(timeline, 20)).toBeNull();
  });
  test('is observed below the first level, which is not unknown', () => {
    expect(stateAt(foldMastery([piece('a', { value: 0 })], context()), 0)).toMatchObject({
      status: 'below',
      rank: 0,
      levelId: null,
    });
  });
  test('is not made by exposure, nor proficient by a failure', () => {
    expect(
      stateAt(foldMastery([piece('a', { value: null, polarity: 'neutral' })], context()), 0),
    ).toMatchObject({ status: 'unknown', rank: null });
    expect(
      stateAt(foldMastery([piece('a', { value: 0.95, polarity: 'negative' })], context()), 0),
    ).toMatchObject({ status: 'below', rank: 2 });
  });
  test('is explained piece by piece', () => {
    const list = [
      piece('gone', { occurredAt: 1, withdrawnAt: 2 }),
      piece('old', { occurredAt: 1, validTo: 5 }),
      piece('beaten', { occurredAt: 2 }),
      piece('counts', { occurredAt: 3 }),
      piece('seen', { occurredAt: 4, value: null }),
      piece('ahead', { occurredAt: 99 }),
    ];
    const effects = explain(list, 10, context()).pieces.map(({ evidence, effect }) => [evidence.id, effect]);
    expect(effects).toEqual([
      ['ahead', 'not-yet'],
      ['seen', 'no-value'],
      ['counts', 'counts'],
      ['beaten', 'superseded'],
      ['old', 'expired'],
      ['gone', 'withdrawn'],
    ]);
  });
  test('as known then has what was recorded and linked by then', () => {
    const list = [piece('a', { recordedAt: 5, withdrawnAt: 9 }), piece('b', { recordedAt: 5 })].map(
      (one) => ({ ...one, linkedAt: one.id === 'b' ? 8 : 0 }),
    );
    expect(knownBy(list, 7).map(({ id, withdrawnAt }) => [id, withdrawnAt])).toEqual([['a', null]]);
    expect(knownBy(list, 9).map(({ id, withdrawnAt }) => [id, withdrawnAt])).toEqual([
      ['a', 9],
      ['b', null],
    ]);
  });
});
