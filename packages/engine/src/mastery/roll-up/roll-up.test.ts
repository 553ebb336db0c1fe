// SPDX-License-Identifier: Apache-2.0
import { frameworkSchema } from '@cairn/frameworks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compilePolicy,
  createPersonMastery,
  type Evidence,
  foldMastery,
  mappingSchema,
  masteryFaults,
  type MasteryTimeline,
  type RollUpState,
} from '../../index.ts';
import { en, framework, piece, policyOf } from '../../testing/policy.ts';

const children = ['11', '12', '13'];
const dayMs = 86_400_000;

/** P over 11, 12 and 13; Q over P and 13: a child with two parents. */
const family = frameworkSchema.parse({
  ...framework,
  competencies: [...children, 'P', 'Q'].map((id) => ({
    id,
    code: id,
    label: en(id),
    statement: en(id),
    kind: 'skill',
  })),
  relations: [
    ...children.map((origin) => ({ type: 'isChildOf', origin, destination: 'P' })),
    { type: 'isChildOf', origin: 'P', destination: 'Q' },
    { type: 'isChildOf', origin: '13', destination: 'Q' },
  ],
});
const mappingWith = (rollUps: unknown, more: object = {}) =>
  mappingSchema.parse({ title: en('M'), rules: [], rollUps, ...more });
const compiledWith = (rollUps: unknown, more: object = {}) =>
  compilePolicy({ ...policyOf([]), frameworks: [family], mapping: mappingWith(rollUps, more) });
const faultsOf = (rollUps: unknown) =>
  masteryFaults(mappingWith(rollUps), compiledWith({}).frameworks).map(({ pointer, code }) => [
    pointer,
    code,
  ]);

const on = (competencyId: string, value: number, more: Partial<Evidence> = {}) =>
  piece(`${competencyId} ${more.occurredAt ?? 0}`, { competencyId, value, ...more });
function masteryOf(compiled: ReturnType<typeof compiledWith>, evidence: readonly Evidence[]) {
  const timelines = new Map<string, MasteryTimeline>();
  for (const id of [...children, 'P', 'Q']) {
    const context = compiled.mastery(id);
    const own = evidence.filter(({ competencyId }) => competencyId === id);
    if (context && own.length > 0) timelines.set(id, foldMastery(own, context));
  }
  return createPersonMastery(compiled, timelines);
}
/** Children that are proficient, those that are known not to be, and all others unknown. */
function rolledUp(rollUp: object, yes: readonly string[], no: readonly string[]): RollUpState | null {
  const evidence = [...yes.map((id) => on(id, 0.8)), ...no.map((id) => on(id, 0.55))];
  return masteryOf(compiledWith({ P: rollUp }), evidence).rollUpAt('P', 0);
}
const isMet = (rollUp: object, yes: readonly string[], no: readonly string[]) =>
  rolledUp(rollUp, yes, no)?.isMet;

describe('Moodle competency_rule_points, base 5, points 3 (required), 2 and 2', () => {
  const points = {
    policy: 'points',
    base: 5,
    children: { 11: { points: 3, required: true }, 12: { points: 2 }, 13: { points: 2 } },
  };
  test.each([
    [['11', '12'], true],
    [['11', '13'], true],
    [['12', '13'], false],
    [['11'], false],
  ])('%j is %s', (yes, expected) =>
    expect(
      isMet(
        points,
        yes,
        children.filter((id) => !yes.includes(id)),
      ),
    ).toBe(expected),
  );
  test('what is unknown leaves open what could still be met, and only that', () => {
    expect(isMet(points, ['11'], [])).toBeNull();
    expect(isMet(points, ['12', '13'], [])).toBeNull();
    expect(isMet(points, ['11', '12'], [])).toBe(true);
    expect(isMet(points, [], ['11'])).toBe(false);
  });
  test('rules of validity: base 1 or more, points 0 or more, direct children only, not itself, within reach', () => {
    const wrong = (change: object) =>
      mappingSchema.safeParse({ title: en('M'), rules: [], rollUps: { P: { ...points, ...change } } });
    expect(wrong({ base: 0 }).success).toBe(false);
    expect(wrong({ children: { 11: { points: -1 } } }).success).toBe(false);
    expect(wrong({ children: {} }).success).toBe(false);
    expect(faultsOf({ P: { ...points, children: { P: { points: 9 } } } })).toEqual([
      ['/rollUps/P/children/P', 'ROLL_UP_CHILD_UNKNOWN'],
    ]);
    expect(faultsOf({ Q: { ...points, children: { 11: { points: 9 } } } })).toEqual([
      ['/rollUps/Q/children/11', 'ROLL_UP_CHILD_UNKNOWN'],
    ]);
    expect(faultsOf({ P: { ...points, base: 8 } })).toEqual([['/rollUps/P/base', 'ROLL_UP_OUT_OF_REACH']]);
    expect(faultsOf({ P: points })).toEqual([]);
  });
});

describe('policies, three-valued', () => {
  test.each([
    // Moodle competency_rule_all: every direct child is proficient; unknown children leave it unknown.
    [{ policy: 'all' }, children, [], true],
    [{ policy: 'all' }, ['11', '12'], ['13'], false],
    [{ policy: 'all' }, ['11', '12'], [], null],
    [{ policy: 'any' }, ['11'], [], true],
    [{ policy: 'any' }, [], ['11'], null],
    [{ policy: 'any' }, [], children, false],
    [{ policy: 'at-least', n: 2 }, ['11', '12'], [], true],
    [{ policy: 'at-least', n: 2 }, ['11'], ['12'], null],
    // n of m is false once m − n + 1 are known to be.
    [{ policy: 'at-least', n: 2 }, [], ['11', '12'], false],
    [{ policy: 'weakest' }, ['11', '12'], [], null],
    [{ policy: 'weakest' }, children, [], true],
  ])('%j with %j proficient and %j not is %s', (rollUp, yes, no, expected) =>
    expect(isMet(rollUp, yes, no)).toBe(expected),
  );
  test('weighted: the mean of what is known, and the coverage beside it', () => {
    const weighted = { policy: 'weighted', threshold: 0.7, weights: { 11: 3 } };
    expect(rolledUp(weighted, ['11'], ['12'])).toMatchObject({
      isMet: true,
      score: 0.7375,
      coverage: 0.8,
      known: 2,
      total: 3,
    });
    expect(rolledUp({ ...weighted, threshold: 0.75 }, ['11'], ['12'])?.isMet).toBe(false);
    expect(rolledUp({ ...weighted, coverage: 0.9 }, ['11'], ['12'])?.isMet).toBeNull();
    expect(rolledUp(weighted, [], [])).toMatchObject({ isMet: null, score: null, coverage: 0 });
  });
  test('unknown children are coverage, never zero: nothing known is unknown', () => {
    for (const rollUp of [{ policy: 'all' }, { policy: 'any' }, { policy: 'weakest' }]) {
      const mastery = masteryOf(compiledWith({ P: rollUp }), []);
      expect(mastery.stateAt('P', 0)).toMatchObject({ status: 'unknown', rank: null });
      expect(mastery.rollUpAt('P', 0)).toMatchObject({ coverage: 0, unknown: children, missing: [] });
    }
  });
  test('weakest is the lowest level of the children; of one not met the rest are at what all reach', () => {
    expect(rolledUp({ policy: 'weakest' }, ['11', '12'], ['13'])?.rank).toBe(2);
    expect(rolledUp({ policy: 'all' }, ['11', '12'], ['13'])?.rank).toBe(2);
    expect(rolledUp({ policy: 'all', level: 'L4' }, children, [])?.rank).toBe(4);
  });
  test('a parent without children, a level that is not there, more than there are: refused', () => {
    expect(faultsOf({ 11: { policy: 'all' } })).toEqual([['/rollUps/11', 'ROLL_UP_WITHOUT_CHILDREN']]);
    expect(faultsOf({ nowhere: { policy: 'all' } })).toEqual([['/rollUps/nowhere', 'COMPETENCY_UNKNOWN']]);
    expect(faultsOf({ P: { policy: 'any', level: 'L9' } })).toEqual([['/rollUps/P/level', 'LEVEL_UNKNOWN']]);
    expect(faultsOf({ P: { policy: 'at-least', n: 4 } })).toEqual([['/rollUps/P/n', 'ROLL_UP_OUT_OF_REACH']]);
  });
});

describe('rolled up through time', () => {
  const all = { P: { policy: 'all' }, Q: { policy: 'all' } };
  const held = children.map((id, i) => on(id, 0.8, { occurredAt: i + 1 }));
  test('through several parents, and known when the last child is', () => {
    const mastery = masteryOf(compiledWith(all), held);
    expect([1, 2, 3].map((at) => mastery.stateAt('P', at).status)).toEqual([
      'unknown',
      'unknown',
      'proficient',
    ]);
    expect(mastery.stateAt('Q', 3)).toMatchObject({ status: 'proficient', levelId: 'L3', since: 3 });
    expect(mastery.rollUpAt('11', 3)).toBeNull();
  });
  test('is lost with a child: by a worse result, by a void, and by time, which is an expiry that a renewal mends', () => {
    const compiled = compiledWith(all);
    const worse = masteryOf(compiled, [...held, on('11', 0.4, { occurredAt: 9 })]);
    expect([worse.stateAt('Q', 8).status, worse.stateAt('Q', 9).status]).toEqual(['proficient', 'below']);
    const voided = masteryOf(
      compiled,
      held.map((one, i) => (i === 0 ? { ...one, withdrawnAt: 5 } : one)),
    );
    expect(voided.stateAt('Q', 9).status).toBe('unknown');
    const ending = held.map((one, i) => (i === 0 ? { ...one, validTo: 7 } : one));
    const lapsed = masteryOf(compiled, ending);
    expect(lapsed.stateAt('Q', 6)).toMatchObject({ status: 'proficient', validTo: 7 });
    expect(lapsed.stateAt('Q', 7)).toMatchObject({
      status: 'expired',
      rank: 3,
      expiredAt: 7,
      proficient: false,
    });
    const renewed = masteryOf(compiled, [...ending, on('11', 0.9, { occurredAt: 8 })]);
    expect(renewed.stateAt('Q', 8).status).toBe('proficient');
  });
  test('stands for the parent only where that has nothing of its own, and each is told by itself', () => {
    const mastery = masteryOf(compiledWith(all), [...held, on('P', 0.55, { occurredAt: 5, validTo: 20 })]);
    expect(mastery.stateAt('P', 5)).toMatchObject({ status: 'below', rank: 2 });
    expect(mastery.rollUpAt('P', 5)?.isMet).toBe(true);
    expect(mastery.own('P').segments[0]?.rank).toBe(2);
    expect(mastery.stateAt('P', 20)).toMatchObject({ status: 'proficient', rank: 3 });
    const shown = masteryOf(compiledWith({ P: { policy: 'all', outcome: 'show' } }), held);
    expect([shown.stateAt('P', 5).status, shown.rollUpAt('P', 5)?.isMet]).toEqual(['unknown', true]);
  });
  test('a mean of scores that fade crosses its threshold at its own moment', () => {
    const more = { time: { fade: { halfLifeDays: 365 } }, model: { model: 'latest' } };
    const compiled = compiledWith({ P: { policy: 'weighted', threshold: 0.72 } }, more);
    const mastery = masteryOf(
      compiled,
      children.map((id) => on(id, 0.9)),
    );
    const cut = mastery.timeline('P').segments.find(({ status }) => status === 'below')?.from ?? 0;
    expect(cut / dayMs).toBeCloseTo(365 * Math.log2(0.9 / 0.72), 6);
    expect([mastery.stateAt('P', cut - 1).status, mastery.stateAt('P', cut).status]).toEqual([
      'proficient',
      'below',
    ]);
    expect(mastery.stateAt('P', 90 * dayMs).score).toBeCloseTo(0.758605, 6);
  });
  test('at every moment is what the children are then, whatever the policy', () => {
    const some = fc.array(
      fc.record({
        child: fc.constantFrom(...children),
        at: fc.nat(50),
        value: fc.constantFrom(0.2, 0.55, 0.8, 0.95),
        lasts: fc.option(fc.integer({ min: 1, max: 30 })),
      }),
      { maxLength: 9 },
    );
    const policy = fc.constantFrom<object>(
      { policy: 'all' },
      { policy: 'any' },
      { policy: 'at-least', n: 2 },
      { policy: 'weakest' },
      { policy: 'weighted', threshold: 0.6 },
    );
    fc.assert(
      fc.property(some, policy, fc.nat(90), (list, rollUp, at) => {
        const evidence = list.map(({ child, at: occurredAt, value, lasts }, i) =>
          piece(`e${i}`, {
            competencyId: child,
            occurredAt,
            seq: i,
            value,
            validTo: lasts === null ? null : occurredAt + lasts,
          }),
        );
        const mastery = masteryOf(compiledWith({ P: rollUp }), evidence);
        const state = mastery.stateAt('P', at);
        const direct = mastery.rollUpAt('P', at);
        expect(state.rank).toBe(direct?.rank ?? null);
        expect(state.status === 'unknown').toBe(direct?.isMet === null && !direct.isLapsed);
        expect(state.proficient).toBe(direct?.isLapsed ? false : (state.rank ?? 0) >= 3);
        mastery
          .timeline('P')
          .segments.forEach((segment, i, all) => expect(segment.to).toBe(all[i + 1]?.from ?? null));
      }),
    );
  });
});
