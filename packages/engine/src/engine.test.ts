// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { NormalStatement } from '@cairn/dialects';
import { frameworkSchema, indexFrameworks } from '@cairn/frameworks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CompiledPolicy,
  compilePolicy,
  type Condition,
  deriveEvidence,
  endOfValidity,
  type Evidence,
  explain,
  foldMastery,
  gapOf,
  knownBy,
  mappingSchema,
  type MasteryContext,
  matchRules,
  models,
  nextChange,
  parseMapping,
  type Policy,
  type Rule,
  ruleSchema,
  stateAt,
  testCondition,
  unknownState,
} from './index.ts';

const en = (text: string) => ({ en: text });
const framework = frameworkSchema.parse({
  id: 'f',
  title: en('F'),
  version: '1',
  scale: 's',
  scales: [
    {
      id: 's',
      name: en('S'),
      levels: [0.3, 0.5, 0.7, 0.9].map((minScore, i) => ({
        id: `L${i + 1}`,
        rank: i + 1,
        name: en(`L${i + 1}`),
        proficient: i >= 2,
        minScore,
      })),
    },
  ],
  competencies: ['A', 'B', 'C'].map((id) => ({
    id,
    code: id,
    label: en(id),
    statement: en(id),
    kind: 'skill',
    ...(id === 'C' ? { validFor: 'P12M' } : {}),
  })),
});
const rule = (id: string, when: Condition, more: Partial<Rule> = {}): Rule =>
  ruleSchema.parse({
    id,
    title: en(id),
    competency: 'A',
    when,
    kind: 'assessment',
    value: { from: 'score' },
    ...more,
  });
const policyOf = (rules: readonly Rule[], model = 'latest', version = '1'): Policy => ({
  version,
  publishedAt: 0,
  publishedBy: 'test',
  timeZone: 'Europe/Berlin',
  frameworks: [framework],
  roles: [],
  mapping: mappingSchema.parse({ title: en('M'), rules, model: { model } }),
  dialects: { generic: 1 },
});
const context = (model = 'latest', competency = 'A'): MasteryContext =>
  compilePolicy(policyOf([], model)).mastery(competency) as MasteryContext;

const statement: NormalStatement = {
  statementId: 'st',
  dialect: 'generic@1',
  sourceId: 'lms',
  subjects: ['mbox:a@b.c'],
  subjectName: 'A',
  occurredAt: Date.UTC(2026, 0, 31, 23, 30),
  verb: 'v1',
  activity: { id: 'a1', type: 't1', name: en('A1') },
  stableActivity: 'https://publisher.example/a1',
  kind: 'attempt',
  shownBy: 'simulation',
  parents: [{ id: 'p1', type: null, name: null }],
  groupings: [],
  categories: [],
  score: 0.75,
  scorePath: 'raw',
  scoreAsSent: null,
  success: null,
  completion: null,
  durationMs: null,
  response: null,
  attempt: null,
  registration: null,
  instructor: null,
  platform: null,
  extensions: { 'https://x.y/n': 3 },
};
const verbIs = (value: string): Condition => ({ field: 'verb', op: 'eq', value });
const derive = (compiled: CompiledPolicy, of: NormalStatement = statement) =>
  deriveEvidence(compiled, of, { seq: 1, recordedAt: 5 });

const piece = (id: string, more: Partial<Evidence> = {}): Evidence & { linkedAt: number } => ({
  id,
  statementId: id,
  subject: 's',
  competencyId: 'A',
  ruleId: 'r',
  ruleDigest: 'd',
  kind: 'assessment',
  polarity: 'positive',
  value: 0.8,
  valuePath: 'raw',
  levelId: null,
  weight: 1,
  occurredAt: 0,
  recordedAt: 0,
  seq: 0,
  validTo: null,
  sourceId: 'lms',
  activityId: null,
  withdrawnAt: null,
  linkedAt: 0,
  ...more,
});
const pieces = fc
  .array(
    fc.record({
      occurredAt: fc.integer({ min: 0, max: 100 }),
      lasts: fc.option(fc.integer({ min: 1, max: 60 })),
      value: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 8 }),
      withdrawnAt: fc.option(fc.nat(100)),
      polarity: fc.constantFrom('positive' as const, 'negative' as const),
    }),
    { maxLength: 12 },
  )
  .map((list) =>
    list.map(({ occurredAt, lasts, ...more }, i) =>
      piece(`e${i}`, { ...more, occurredAt, seq: i, validTo: lasts === null ? null : occurredAt + lasts }),
    ),
  );

describe('conditions', () => {
  test.each<[Condition, boolean | null]>([
    [verbIs('v1'), true],
    [{ field: 'parent', op: 'in', value: ['p0', 'p1'] }, true],
    [{ field: 'parent', op: 'ne', value: 'p1' }, false],
    [{ field: 'grouping', op: 'eq', value: 'g' }, false],
    [{ field: 'score', op: 'gte', value: 0.75 }, true],
    [{ field: 'success', op: 'eq', value: true }, null],
    [{ not: { field: 'success', op: 'eq', value: true } }, null],
    [{ all: [verbIs('v1'), { field: 'success', op: 'eq', value: true }] }, null],
    [{ all: [verbIs('v2'), { field: 'success', op: 'eq', value: true }] }, false],
    [{ any: [verbIs('v1'), { field: 'success', op: 'eq', value: true }] }, true],
    [{ any: [verbIs('v2'), { field: 'success', op: 'eq', value: true }] }, null],
    [{ field: 'success', op: 'exists' }, false],
    [{ field: 'success', op: 'exists', value: false }, true],
    [{ field: 'extension:https://x.y/n', op: 'gt', value: 2 }, true],
    [{ field: 'extension:__proto__', op: 'exists' }, false],
    [{ field: 'activity', op: 'prefix', value: 'a' }, true],
    [{ field: 'score', op: 'gt', value: '0.1' }, false],
    [{ field: 'stableActivity', op: 'eq', value: 'https://publisher.example/a1' }, true],
    [{ field: 'shownBy', op: 'in', value: ['simulation', 'performance'] }, true],
    [{ field: 'shownBy', op: 'eq', value: 'knowledge-test' }, false],
  ])('%j is %s', (condition, truth) => expect(testCondition(condition, statement)).toBe(truth));
});

describe('matching', () => {
  const values = fc.constantFrom('1', '2', '3');
  const leaf = fc.record({
    field: fc.constantFrom('verb', 'activity', 'kind', 'parent'),
    op: fc.constantFrom('eq' as const, 'ne' as const),
    value: values,
  });
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('condition') }),
    ),
  }));
  test('by the index finds what trying every rule finds', () => {
    fc.assert(
      fc.property(
        fc.array(condition, { maxLength: 20 }),
        values,
        values,
        values,
        (conditions, verb, activity, parent) => {
          const rules = conditions.map((when, i) => rule(`r${i}`, { all: [verbIs(verb), when] }));
          const of = {
            ...statement,
            verb,
            activity: { id: activity, type: null, name: null },
            parents: [{ id: parent, type: null, name: null }],
          };
          expect(matchRules(compilePolicy(policyOf(rules)).rules, of)).toEqual(
            rules.filter(({ when }) => testCondition(when, of) === true),
          );
        },
      ),
    );
  });
  test('tries one rule of ten thousand when one names the activity', () => {
    const rules = Array.from({ length: 10_000 }, (_, i) =>
      rule(`r${i}`, { all: [verbIs('v1'), { field: 'activity', op: 'eq', value: `a${i}` }] }),
    );
    expect(compilePolicy(policyOf(rules)).rules.candidates(statement)).toEqual([rules[1]]);
  });
  test('finds a rule by the activity’s stable identifier alone, and none where the sender has no such', () => {
    const { rules } = compilePolicy(
      policyOf([rule('r', { field: 'stableActivity', op: 'eq', value: 'https://publisher.example/a1' })]),
    );
    expect(matchRules(rules, statement).map(({ id }) => id)).toEqual(['r']);
    expect(matchRules(rules, { ...statement, stableActivity: null })).toEqual([]);
  });
  test('heeds the sources of a rule', () => {
    expect(derive(compilePolicy(policyOf([rule('r', verbIs('v1'), { sources: ['other'] })])))).toEqual([]);
  });
});

describe('a mapping', () => {
  const check = (rules: unknown[], more = {}) => {
    const parsed = parseMapping({ title: en('M'), rules, ...more }, indexFrameworks([framework]));
    return parsed.ok ? [] : parsed.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  };
  test.each<[string, unknown[], object, string]>([
    [
      'a rule without anchor',
      [rule('r', { field: 'score', op: 'gt', value: 0.5 })],
      {},
      '/rules/0/when RULE_WITHOUT_ANCHOR',
    ],
    [
      'one path without anchor',
      [rule('r', { any: [verbIs('v'), { not: verbIs('w') }] })],
      {},
      '/rules/0/when RULE_WITHOUT_ANCHOR',
    ],
    [
      'an unknown competency',
      [rule('r', verbIs('v'), { competency: 'X' })],
      {},
      '/rules/0/competency COMPETENCY_UNKNOWN',
    ],
    ['an unknown level', [rule('r', verbIs('v'), { level: 'X' })], {}, '/rules/0/level LEVEL_UNKNOWN'],
    ['an id twice', [rule('r', verbIs('v')), rule('r', verbIs('v'))], {}, '/rules/1/id ID_REPEATED'],
    ['an unknown model', [], { model: { model: 'x' } }, '/model/model MODEL_UNKNOWN'],
    [
      'a parameter that is none',
      [],
      { models: { A: { model: 'latest', parameters: { n: 1 } } } },
      '/models/A/parameters MODEL_PARAMETER_INVALID',
    ],
    [
      'a wrong field',
      [{ ...rule('r', verbIs('v')), when: { field: 'colour', op: 'eq', value: 'x' } }],
      {},
      '/rules/0/when/field CUSTOM',
    ],
  ])('is refused for %s', (_name, rules, more, fault) => expect(check(rules, more)).toContain(fault));
  test('is taken when it is whole', () =>
    expect(check([rule('r', { any: [verbIs('v'), verbIs('w')] })])).toEqual([]));
});

describe('evidence', () => {
  test('has the same id for the same content, whatever the rule is called and the policy version', () => {
    const [a] = derive(compilePolicy(policyOf([rule('r', verbIs('v1'))])));
    const [b] = derive(
      compilePolicy(policyOf([{ ...rule('r', verbIs('v1')), title: en('another') }], 'highest', '2')),
    );
    const [c] = derive(compilePolicy(policyOf([rule('r', verbIs('v1'), { weight: 0.5 })])));
    expect(a?.id).toMatch(/^[0-9a-f]{32}$/);
    expect(b?.id).toBe(a?.id);
    expect(c?.id).not.toBe(a?.id);
  });
  test('is each member’s own', () => {
    const found = derive(compilePolicy(policyOf([rule('r', verbIs('v1'))])), {
      ...statement,
      subjects: ['x', 'y'],
    });
    expect(found.map(({ subject }) => subject)).toEqual(['x', 'y']);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  });
  test('is none where the measure is unknown', () => {
    expect(
      derive(compilePolicy(policyOf([rule('r', verbIs('v1'), { value: { from: 'success' } })]))),
    ).toEqual([]);
  });
  test('ends with the earlier of the rule’s and the competency’s period', () => {
    const [one] = derive(
      compilePolicy(policyOf([rule('r', verbIs('v1'), { competency: 'C', validFor: 'P2Y' })])),
    );
    expect(one?.validTo).toBe(endOfValidity(statement.occurredAt, 'P12M', 'Europe/Berlin'));
  });
});

test.each([
  ['2024-02-29T12:00:00Z', 'P12M', '2025-03-01T00:00:00.000Z', 'UTC'],
  ['2026-01-31T12:00:00Z', 'P1M', '2026-03-01T00:00:00.000Z', 'UTC'],
  ['2026-01-31T23:30:00Z', 'P1D', '2026-02-02T23:00:00.000Z', 'Europe/Berlin'],
  ['2026-03-28T12:00:00Z', 'P1D', '2026-03-29T22:00:00.000Z', 'Europe/Berlin'],
])('%s for %s ends at %s', (at, period, end, zone) =>
  expect(new Date(endOfValidity(Date.parse(at), period, zone)).toISOString()).toBe(end),
);

describe.each(models.map(({ id }) => id))('mastery by %s', (model) => {
  const fold = (evidence: readonly Evidence[]) => foldMastery(evidence, context(model));
  test('does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(pieces, fc.infiniteStream(fc.nat()), (list, random) => {
        const shuffled = list
          .map((one) => [random.next().value ?? 0, one] as const)
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one);
        expect(fold(shuffled)).toEqual(fold(list));
      }),
    );
  });
  test('doubles nothing when everything comes again', () =>
    fc.assert(
      fc.property(pieces, (list) => {
        expect(fold([...list, ...list])).toEqual(fold(list));
      }),
    ));
  test('of withdrawn evidence is as if it had never been', () =>
    fc.assert(
      fc.property(pieces, (list) => {
        expect(fold(list)).toEqual(fold(list.filter(({ withdrawnAt }) => withdrawnAt === null)));
      }),
    ));
  test('is a gapless timeline, and its state is what the model reads at that moment', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: -1, max: 170 }), (list, at) => {
        const { segments, ...rest } = fold(list);
        segments.forEach((segment, i) => expect(segment.to).toBe(segments[i + 1]?.from ?? null));
        const state = stateAt({ segments, ...rest }, at);
        const now = fold(list.filter(({ occurredAt }) => occurredAt <= at));
        expect(state.rank).toBe(stateAt(now, at).rank);
        expect(state.status).toBe(stateAt(now, at).status);
        expect(state.score === null || (state.score >= 0 && state.score <= 1)).toBe(true);
      }),
    );
  });
  test('without evidence is unknown, and leaves its input as it was', () => {
    expect(stateAt(fold([]), 0)).toEqual(unknownState);
    const list = Object.freeze([piece('b', { occurredAt: 2 }), piece('a', { occurredAt: 1 })]);
    fold(list);
    expect(list.map(({ id }) => id)).toEqual(['b', 'a']);
  });
});

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
      counted: ['b'],
    });
    expect(stateAt(foldMastery(list, context('highest')), 5)).toMatchObject({
      rank: 4,
      status: 'proficient',
      counted: ['a'],
    });
  });
  test('expires without a statement, keeping what was held and since when', () => {
    const timeline = foldMastery([piece('a', { occurredAt: 10, validTo: 20 })], context());
    expect(stateAt(timeline, 19)).toMatchObject({ status: 'proficient', rank: 3, validTo: 20 });
    expect(stateAt(timeline, 20)).toMatchObject({
      status: 'expired',
      rank: 3,
      expiredAt: 20,
      proficient: false,
      counted: [],
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
    const effects = explain(list, foldMastery(list, context()), 10, context()).map(({ evidence, effect }) => [
      evidence.id,
      effect,
    ]);
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

test('the gap of a role is as published: coverage .8, fit .8125', () => {
  const role = {
    id: 'r',
    title: en('R'),
    requirements: [
      { competency: 'A', level: 'L3', weight: 5, mandatory: true },
      { competency: 'B', level: 'L4', weight: 3, mandatory: false },
      { competency: 'C', level: 'L2', weight: 2, mandatory: false },
    ],
  };
  const ranks: Readonly<Record<string, number | undefined>> = { A: 3, B: 2 };
  const gap = gapOf(role, indexFrameworks([framework]), (id) =>
    ranks[id] === undefined ? unknownState : { ...unknownState, status: 'below', rank: ranks[id] },
  );
  expect(gap.items.map(({ gap: levels, status }) => [levels, status])).toEqual([
    [0, 'met'],
    [2, 'gap'],
    [null, 'unknown'],
  ]);
  expect(gap.coverage).toBeCloseTo(0.8);
  expect(gap.fit).toBeCloseTo(0.8125);
});

test('every model has a folder and every folder a model', () => {
  const folders = readdirSync(path.join(import.meta.dirname, 'mastery/models'), {
    withFileTypes: true,
  }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(models.map(({ id }) => id).sort());
});
