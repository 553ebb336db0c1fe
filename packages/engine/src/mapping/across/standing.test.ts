// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { standingBy } from '../../compiled-policy.ts';
import { describe, expect, test } from 'vitest';
import {
  type Across,
  type AcrossRules,
  type Evidence,
  explain,
  foldMastery,
  standingAt,
  stateAt,
} from '../../index.ts';
import { context, piece } from '../../testing/policy.ts';

const day = (n: number) => Date.UTC(2026, 0, 1, 12) + n * 86_400_000;
const rulesWith = (across: Across): AcrossRules => new Map([['d', { across, timeZone: 'UTC' }]]);
const on = (n: number, more: Partial<Evidence> = {}) =>
  piece(`e${n}`, { occurredAt: day(n), seq: n, ...more });
/** Ids that stand on each of the days asked. */
const standing = (across: Across, pieces: readonly Evidence[], ...days: readonly number[]) =>
  days.map((n) =>
    standingAt(pieces, rulesWith(across), day(n))
      .standing.map(({ id }) => id)
      .join(' '),
  );
const condition = { field: 'verb', op: 'eq', value: 'v' } as const;
const step = (...steps: number[]) => ({ steps });

describe('so many of these', () => {
  const three: Across = { count: 3, within: 'P30D' };
  test('stand from the one on that completes them, the earlier ones too', () => {
    const pieces = [on(0), on(10), on(20), on(25)];
    expect(standing(three, pieces, 0, 10, 19, 20, 25)).toEqual(['', '', '', 'e0 e10 e20', 'e0 e10 e20 e25']);
  });
  test('do not stand where their window is too short, but later ones of another window do', () => {
    expect(standing(three, [on(0), on(10), on(40), on(41), on(50)], 40, 41, 50)).toEqual([
      '',
      '',
      'e40 e41 e50',
    ]);
    // The window lasts for whole days: the thirtieth day after the first is its last.
    expect(standing(three, [on(0), on(1), on(30)], 30)).toEqual(['e0 e1 e30']);
    expect(standing(three, [on(0), on(1), on(31)], 31)).toEqual(['']);
  });
  test('without a window stand however far apart they are', () =>
    expect(standing({ count: 2 }, [on(0), on(900)], 899, 900)).toEqual(['', 'e0 e900']));
  test('on distinct activities count an activity once', () => {
    const at = (n: number, activityId: string | null) => on(n, { activityId });
    const across: Across = { count: 2, distinct: 'activity' };
    expect(standing(across, [at(0, 'a'), at(1, 'a'), at(2, null), at(3, 'b')], 2, 3)).toEqual([
      '',
      'e0 e1 e2 e3',
    ]);
  });
  test('that are too few say how many there are of how many', () => {
    const { withheld } = standingAt([on(0), on(5)], rulesWith(three), day(6));
    expect(withheld).toEqual([
      { id: 'e0', reason: 'too-few', have: 2, need: 3 },
      { id: 'e5', reason: 'too-few', have: 2, need: 3 },
    ]);
  });
  test('are not completed by one that is withdrawn', () => {
    const pieces = [on(0), on(1), on(2, { withdrawnAt: day(3) })];
    expect(standing(three, pieces, 5)).toEqual(['']);
  });
});

describe('all of these', () => {
  const all: Across = { allOf: [condition, condition, condition], within: 'P10D' };
  test('stand in any order once the last of them is there', () =>
    expect(standing(all, [on(0, step(2)), on(1, step(0)), on(2, step(2)), on(3, step(1))], 2, 3)).toEqual([
      '',
      'e0 e1 e2 e3',
    ]));
  test('are met by one statement that is several of them', () =>
    expect(standing(all, [on(0, step(0, 1)), on(1, step(2))], 0, 1)).toEqual(['', 'e0 e1']));
  test('say how many steps are there', () =>
    expect(standingAt([on(0, step(0, 1))], rulesWith(all), day(1)).withheld).toEqual([
      { id: 'e0', reason: 'steps-missing', have: 2, need: 3 },
    ]));
});

describe('this, then that', () => {
  const sequence: Across = { sequence: [condition, condition], within: 'P10D' };
  test('stands when that comes after this, and not the other way round', () => {
    expect(standing(sequence, [on(0, step(1)), on(1, step(0)), on(2, step(1))], 1, 2)).toEqual(['', 'e1 e2']);
    expect(standing(sequence, [on(0, step(0)), on(11, step(1))], 11)).toEqual(['']);
  });
  test('needs two statements, also where one is both', () =>
    expect(standing(sequence, [on(0, step(0, 1)), on(1, step(0, 1))], 0, 1)).toEqual(['', 'e0 e1']));
  test('takes each piece by the narrowest chain through it', () => {
    const three: Across = { sequence: [condition, condition, condition], within: 'P10D' };
    const pieces = [on(0, step(0)), on(8, step(0)), on(9, step(1)), on(12, step(2))];
    // From the first there is no chain within its ten days; from the second there is.
    expect(standing(three, pieces, 12)).toEqual(['e8 e9 e12']);
  });
});

describe('attempts', () => {
  const quiz = (n: number, value: number, more: Partial<Evidence> = {}) =>
    on(n, { activityId: 'quiz', value, ...more });
  const tries = [quiz(0, 0.4), quiz(1, 0.9), quiz(2, 0.7)];
  test('count by the first, the best or the last, as of each day', () => {
    expect(standing({ attempt: 'first' }, tries, 0, 1, 2)).toEqual(['e0', 'e0', 'e0']);
    expect(standing({ attempt: 'best' }, tries, 0, 1, 2)).toEqual(['e0', 'e1', 'e1']);
    expect(standing({ attempt: 'last' }, tries, 0, 1, 2)).toEqual(['e0', 'e1', 'e2']);
  });
  test('at other activities are others', () =>
    expect(standing({ attempt: 'first' }, [quiz(0, 0.4), on(1, { activityId: 'other' })], 1)).toEqual([
      'e0 e1',
    ]));
  test('of several statements are one attempt', () => {
    const attempt = 'registration-1';
    const same = [
      quiz(0, 0.4, { attempt }),
      quiz(1, 0.9, { attempt }),
      quiz(2, 1, { attempt: 'registration-2' }),
    ];
    expect(standing({ attempt: 'first' }, same, 2)).toEqual(['e0 e1']);
    expect(standing({ attempt: 'last' }, same.slice(0, 2), 1)).toEqual(['e0 e1']);
  });
  test('that have expired hold no place', () => {
    const short = { validTo: day(5) };
    const renewed = [quiz(0, 0.9, short), quiz(3, 0.5), quiz(6, 0.6)];
    expect(standing({ attempt: 'first' }, renewed, 6)).toEqual(['e0 e6']);
    expect(standing({ attempt: 'best' }, renewed, 4, 6)).toEqual(['e0', 'e6']);
  });
  test('that failed are worse than any that passed', () => {
    const failed = quiz(0, 0.95, { polarity: 'negative' });
    expect(standing({ attempt: 'best' }, [failed, quiz(1, 0.6)], 1)).toEqual(['e1']);
  });
});

describe('a fold over pieces of which some wait', () => {
  const folded = (across: Across, pieces: readonly Evidence[]) =>
    foldMastery(pieces, { ...context(), standing: standingBy(rulesWith(across)) });
  test('is unknown until they are complete, and knows then', () => {
    const timeline = folded({ count: 2 }, [on(0), on(10)]);
    expect([0, 9, 10, 11].map((n) => stateAt(timeline, day(n)).status)).toEqual([
      'unknown',
      'unknown',
      'proficient',
      'proficient',
    ]);
  });
  test('is completed by a piece that has no value itself', () => {
    const passed = on(0, { ...step(1), value: 0.9 });
    const completed = on(5, { ...step(0), value: null, valuePath: 'none', polarity: 'neutral' });
    const timeline = folded({ allOf: [condition, condition] }, [passed, completed]);
    expect([4, 5].map((n) => stateAt(timeline, day(n)).status)).toEqual(['unknown', 'proficient']);
    expect(stateAt(timeline, day(5)).countedCount).toBe(1);
  });
});

describe('whatever is looked for across statements', () => {
  const across = fc.oneof(
    fc.record({ count: fc.integer({ min: 2, max: 4 }), within: fc.constantFrom('P5D', 'P20D') }),
    fc.record({ count: fc.integer({ min: 2, max: 3 }), distinct: fc.constant('activity' as const) }),
    fc.constant<Across>({ allOf: [condition, condition], within: 'P8D' }),
    fc.constant<Across>({ sequence: [condition, condition, condition], within: 'P15D' }),
    fc.record({ attempt: fc.constantFrom('first' as const, 'best' as const, 'last' as const) }),
  );
  const pieces = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 10 }).chain((days) =>
    fc.tuple(
      ...days.map((n) =>
        fc
          .record({
            steps: fc.subarray([0, 1, 2]),
            activityId: fc.constantFrom('a', 'b'),
            value: fc.double({ min: 0, max: 1, noNaN: true }),
            lasts: fc.option(fc.integer({ min: 1, max: 40 })),
            isWithdrawn: fc.boolean(),
          })
          .map(({ lasts, isWithdrawn, ...more }) =>
            on(n, {
              ...more,
              validTo: lasts === null ? null : day(n + lasts),
              withdrawnAt: isWithdrawn ? day(99) : null,
            }),
          ),
      ),
    ),
  );
  const timelineOf = (rule: Across, of: readonly Evidence[]) =>
    foldMastery(of, { ...context(), standing: standingBy(rulesWith(rule)) });

  test('any order of arrival, and repeats, come to the same', () => {
    fc.assert(
      fc.property(across, pieces, fc.infiniteStream(fc.nat()), (rule, list, chance) => {
        const shuffled = list
          .map((one) => ({ one, place: chance.next().value ?? 0 }))
          .toSorted((a, b) => a.place - b.place)
          .map(({ one }) => one);
        expect(timelineOf(rule, [...shuffled, ...shuffled.slice(0, 2)])).toEqual(timelineOf(rule, list));
      }),
    );
  });
  test('what was voided has never happened', () => {
    fc.assert(
      fc.property(across, pieces, (rule, list) => {
        const without = list.filter(({ withdrawnAt }) => withdrawnAt === null);
        expect(timelineOf(rule, list)).toEqual(timelineOf(rule, without));
      }),
    );
  });
  test('what comes later changes nothing about the time before it', () => {
    fc.assert(
      fc.property(across, pieces, fc.integer({ min: 0, max: 60 }), (rule, list, n) => {
        const before = list.filter(({ occurredAt }) => occurredAt <= day(n));
        expect(standing(rule, list, n)).toEqual(standing(rule, before, n));
        expect(stateAt(timelineOf(rule, list), day(n))).toMatchObject({
          status: stateAt(timelineOf(rule, before), day(n)).status,
        });
      }),
    );
  });
  test('every piece that happened either stands or is told why not', () => {
    fc.assert(
      fc.property(across, pieces, fc.integer({ min: 0, max: 60 }), (rule, list, n) => {
        const { standing: some, withheld } = standingAt(list, rulesWith(rule), day(n));
        const happened = list.filter((one) => one.withdrawnAt === null && one.occurredAt <= day(n));
        expect([...some, ...withheld].map(({ id }) => id).toSorted()).toEqual(
          happened.map(({ id }) => id).toSorted(),
        );
      }),
    );
  });
  test('so many within a window stand from the first window around them that came to so many', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 2, max: 4 }), fc.boolean(), (list, count, isDistinct) => {
        const rule: Across = { count, within: 'P5D', ...(isDistinct ? { distinct: 'activity' } : {}) };
        const ordered = list
          .filter(({ withdrawnAt }) => withdrawnAt === null)
          .toSorted((a, b) => a.occurredAt - b.occurredAt);
        const sizeOf = (some: readonly Evidence[]) =>
          new Set(some.map(({ id, activityId }) => (isDistinct ? activityId : id))).size;
        // Every window by its first piece: the moment that completes it, for each piece in it.
        const from = new Map<string, number>();
        for (const first of ordered) {
          const window = ordered.filter(
            ({ occurredAt }) =>
              occurredAt >= first.occurredAt && occurredAt <= first.occurredAt + 5 * 86_400_000,
          );
          const k = window.findIndex((_, i) => sizeOf(window.slice(0, i + 1)) >= count);
          if (k < 0) continue;
          for (const { id, occurredAt } of window) {
            const moment = Math.max(occurredAt, window[k]?.occurredAt ?? 0);
            from.set(id, Math.min(from.get(id) ?? Infinity, moment));
          }
        }
        for (const n of [10, 25, 40, 60]) {
          const expected = ordered
            .filter(({ id }) => (from.get(id) ?? Infinity) <= day(n))
            .map(({ id }) => id);
          const { standing: found } = standingAt(ordered, rulesWith(rule), day(n));
          expect(found.map(({ id }) => id)).toEqual(expected);
        }
      }),
    );
  });
  test('a pattern is found where trying every selection finds one', () => {
    const sequence: Across = { sequence: [condition, condition, condition], within: 'P15D' };
    fc.assert(
      fc.property(pieces, (list) => {
        const ordered = list
          .filter(({ withdrawnAt }) => withdrawnAt === null)
          .toSorted((a, b) => a.occurredAt - b.occurredAt);
        const chains = ordered.flatMap((a, i) =>
          ordered.slice(i + 1).flatMap((b, j) =>
            ordered.slice(i + j + 2).flatMap((c) => {
              const isChain = [a, b, c].every((one, k) => one.steps?.includes(k));
              return isChain && c.occurredAt <= a.occurredAt + 15 * 86_400_000 ? [[a, b, c]] : [];
            }),
          ),
        );
        const expected = [...new Set(chains.flat().map(({ id }) => id))].toSorted();
        const { standing: found } = standingAt(list, rulesWith(sequence), day(99));
        expect(found.map(({ id }) => id).toSorted()).toEqual(expected);
      }),
    );
  });
});

/** One person's thousand views by one rule must not hold up everybody: in the fourth power of them this would not end today. */
test.each<Across>([
  { count: 1000 },
  { count: 3, within: 'P30D' },
  { count: 999, distinct: 'activity' },
  { allOf: [condition, condition] },
  { sequence: [condition, condition], within: 'P30D' },
  { attempt: 'first' },
  { attempt: 'best' },
  { attempt: 'last' },
])('%j over twelve hundred pieces of one person is folded and explained', (across) => {
  const list = Array.from({ length: 1200 }, (_, n) =>
    on(n, { activityId: 'quiz', value: (n % 10) / 10, ...step(0) }),
  );
  const by = { ...context(), standing: standingBy(rulesWith(across)) };
  expect(explain(list, day(1199), by).pieces).toHaveLength(1200);
});
