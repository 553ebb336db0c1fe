// SPDX-License-Identifier: Apache-2.0
import { frameworkSchema, indexFrameworks } from '@cairn/frameworks';
import { describe, expect, test } from 'vitest';
import { type Condition, maxConditionDepth, parseMapping, type Rule } from '../index.ts';
import { en, framework, rule, verbIs } from '../testing/policy.ts';

/** A framework with a group, and a scale that no score reaches. */
const groups = frameworkSchema.parse({
  id: 'g',
  title: en('G'),
  version: '1',
  scale: 's',
  scales: [{ id: 's', name: en('S'), levels: [{ id: 'yes', rank: 1, name: en('Yes'), proficient: true }] }],
  competencies: [
    { id: 'group', code: 'g', label: en('g'), statement: en('g'), kind: 'group' },
    { id: 'D', code: 'D', label: en('D'), statement: en('D'), kind: 'skill' },
  ],
});

const around = { frameworks: indexFrameworks([framework, groups]), sources: ['lms'] };
const cut = (points: readonly (readonly [string, number])[], more: Partial<Rule> = {}): Rule =>
  rule('r', verbIs('v'), { cutPoints: points.map(([level, from]) => ({ level, from })), ...more });
const raw = (when: unknown, more = {}) => ({ ...rule('r', verbIs('v')), when, ...more });
const nested = (depth: number) => {
  let condition: unknown = verbIs('v');
  for (let i = 0; i < depth; i += 1) condition = { not: condition };
  return condition;
};

describe('a mapping', () => {
  const check = (rules: unknown[], more = {}) => {
    const parsed = parseMapping({ title: en('M'), rules, ...more }, around);
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
    ['a group', [raw(verbIs('v'), { competency: 'group' })], {}, '/rules/0/competency COMPETENCY_IS_GROUP'],
    [
      'a score where no level has one',
      [raw(verbIs('v'), { competency: 'D' })],
      {},
      '/rules/0/value SCALE_WITHOUT_SCORES',
    ],
    [
      'a source that is not there',
      [raw(verbIs('v'), { sources: ['lms', 'lsm'] })],
      {},
      '/rules/0/sources/1 SOURCE_UNKNOWN',
    ],
    [
      'a source that is not there in a condition',
      [raw({ all: [verbIs('v'), { not: { field: 'source', op: 'in', value: ['lms', 'lsm'] } }] })],
      {},
      '/rules/0/when/all/1/not/value/1 SOURCE_UNKNOWN',
    ],
    [
      'a comparison without a value, deep inside',
      [raw({ all: [verbIs('v'), { any: [{ field: 'score', op: 'gte' }] }] })],
      {},
      '/rules/0/when/all/1/any/0/value CUSTOM',
    ],
    [
      'a wrong operator, deep inside',
      [raw({ all: [verbIs('v'), { not: { field: 'score', op: 'atLeast', value: 0.8 } }] })],
      {},
      '/rules/0/when/all/1/not/op INVALID_VALUE',
    ],
    ['a condition of endless depth', [raw(nested(15_000))], {}, '/rules/0/when CONDITION_TOO_DEEP'],
    [
      'a condition of one level too many',
      [raw({ all: [verbIs('v'), nested(maxConditionDepth)] })],
      {},
      '/rules/0/when CONDITION_TOO_DEEP',
    ],
    [
      'an end beyond the calendar',
      [raw(verbIs('v'), { validFor: 'P300000Y' })],
      {},
      '/rules/0/validFor INVALID_FORMAT',
    ],
    ['an unknown cap', [rule('r', verbIs('v'), { atMost: 'X' })], {}, '/rules/0/atMost LEVEL_UNKNOWN'],
    [
      'a level beyond the cap',
      [rule('r', verbIs('v'), { level: 'L3', atMost: 'L2' })],
      {},
      '/rules/0/level LEVEL_BEYOND_CAP',
    ],
    [
      'a cut point beyond the cap',
      [
        cut(
          [
            ['L1', 0.5],
            ['L3', 0.7],
          ],
          { atMost: 'L2' },
        ),
      ],
      {},
      '/rules/0/cutPoints/1/level LEVEL_BEYOND_CAP',
    ],
    [
      'cut points whose values fall',
      [
        cut([
          ['L1', 0.5],
          ['L2', 0.5],
        ]),
      ],
      {},
      '/rules/0/cutPoints/1 CUT_POINTS_NOT_RISING',
    ],
    [
      'cut points whose levels fall',
      [
        cut([
          ['L2', 0.5],
          ['L1', 0.7],
        ]),
      ],
      {},
      '/rules/0/cutPoints/1 CUT_POINTS_NOT_RISING',
    ],
    [
      'a cut point of an unknown level',
      [
        cut([
          ['L1', 0.5],
          ['L9', 0.7],
        ]),
      ],
      {},
      '/rules/0/cutPoints/1/level LEVEL_UNKNOWN',
    ],
    [
      'a cut point outside 0 to 1',
      [{ ...cut([['L1', 0.5]]), cutPoints: [{ level: 'L1', from: 50 }] }],
      {},
      '/rules/0/cutPoints/0/from TOO_BIG',
    ],
    ['a level and cut points', [cut([['L1', 0.5]], { level: 'L1' })], {}, '/rules/0/level LEVEL_TWICE'],
    [
      'cut points of no value',
      [cut([['L1', 0.5]], { value: { from: 'none' } })],
      {},
      '/rules/0/value CUT_POINTS_WITHOUT_VALUE',
    ],
    [
      'a level that counts against',
      [rule('r', verbIs('v'), { polarity: 'negative', level: 'L1' })],
      {},
      '/rules/0/level NEGATIVE_WITH_LEVEL',
    ],
    [
      'counting against without a value',
      [rule('r', verbIs('v'), { polarity: 'negative', value: { from: 'none' } })],
      {},
      '/rules/0/value NEGATIVE_WITHOUT_VALUE',
    ],
    [
      'an expression of the kind that looks ahead',
      [raw({ all: [verbIs('v'), { field: 'activity', op: 'matches', value: '(?=a)' }] })],
      {},
      '/rules/0/when/all/1/value CUSTOM',
    ],
    [
      'more conditions than a rule may have',
      [
        raw({
          any: Array.from({ length: 30 }, () => ({ all: Array.from({ length: 40 }, () => verbIs('v')) })),
        }),
      ],
      {},
      '/rules/0/when CONDITION_TOO_LARGE',
    ],
    [
      'steps that are too deep',
      [raw(verbIs('v'), { across: { allOf: [verbIs('v'), nested(maxConditionDepth + 1)] } })],
      {},
      '/rules/0/across CONDITION_TOO_DEEP',
    ],
    [
      'a source that is not there in a step',
      [
        raw(verbIs('v'), {
          across: { sequence: [verbIs('v'), { field: 'source', op: 'eq', value: 'lsm' }] },
        }),
      ],
      {},
      '/rules/0/across/sequence/1/value SOURCE_UNKNOWN',
    ],
    [
      'a range that is none',
      [raw(verbIs('v'), { value: { from: 'field', field: 'raw', min: 5, max: 5 } })],
      {},
      '/rules/0/value/max CUSTOM',
    ],
    [
      'a pack for an unknown competency, once and at its item',
      [],
      {
        use: [
          {
            pack: 'cmi5',
            id: 'u',
            activity: 'https://p.example/au',
            moveOn: 'CompletedOrPassed',
            competency: 'X',
          },
        ],
      },
      '/use/0/competency COMPETENCY_UNKNOWN',
    ],
    ['a pack that there is not', [], { use: [{ pack: 'scorm' }] }, '/use/0/pack INVALID_UNION'],
  ])('is refused for %s', (_name, rules, more, fault) => expect(check(rules, more)).toContain(fault));
  test('is taken when it is whole', () =>
    expect(check([rule('r', { any: [verbIs('v'), verbIs('w')] })])).toEqual([]));
  test('is taken with conditions as deep as they may be, and every kind of value', () =>
    expect(
      check([
        raw({ all: [verbIs('v'), nested(maxConditionDepth - 1)] }),
        { ...raw(verbIs('v'), { competency: 'D', level: 'yes', sources: ['lms'] }), id: 'r2' },
        { ...raw(verbIs('v'), { competency: 'D', value: { from: 'none' } }), id: 'r3' },
      ]),
    ).toEqual([]));
  test('has all its mistakes said at once', () =>
    expect(
      check([
        raw({ all: [verbIs('v'), { field: 'score', op: 'gte', value: 80 }] }),
        raw({ field: 'kind', op: 'eq', value: 'atempt' }),
      ]),
    ).toEqual(['/rules/0/when/all/1/value CUSTOM', '/rules/1/when/value CUSTOM', '/rules/1/id ID_REPEATED']));
});

describe('what the author of a mapping should know', () => {
  const warnings = (...rules: readonly Rule[]) => {
    const parsed = parseMapping({ title: en('M'), rules }, around);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    expect(parsed.warnings.every(({ severity }) => severity === 'warning')).toBe(true);
    return parsed.warnings.map(({ pointer, code }) => `${pointer} ${code}`);
  };
  const field = (name: string, op: string, value?: unknown) => ({ field: name, op, value }) as Condition;
  const all = (...conditions: Condition[]) => rule('r', { all: [verbIs('v'), ...conditions] });

  test.each<[string, Rule]>([
    ['two verbs', all(verbIs('w'))],
    [
      'two lists that share nothing',
      all(field('kind', 'in', ['attempt', 'view']), field('kind', 'eq', 'grading')),
    ],
    ['a range that is empty', all(field('score', 'gte', 0.8), field('score', 'lt', 0.8))],
    ['ranges that do not touch', all(field('raw', 'between', [1, 5]), field('raw', 'between', [6, 9]))],
    ['a value outside its range', all(field('score', 'eq', 0.3), field('score', 'gt', 0.5))],
    ['what must be there and not there', all(field('score', 'exists', false), field('score', 'gte', 0.5))],
    [
      'an activity that is not below its folder',
      all(field('activity', 'eq', 'https://a/1'), field('activity', 'prefix', 'https://b/')),
    ],
    ['what is asked and refused', all({ not: verbIs('v') })],
    [
      'a choice of which each branch is impossible',
      all({ any: [verbIs('w'), { all: [verbIs('x'), field('score', 'gte', 0)] }] }),
    ],
    ['days apart', all(field('occurredAt', 'gte', '2026-06-01'), field('occurredAt', 'lt', '2026-01-01'))],
    ['a parent that must be and must not be', all(field('parent', 'eq', 'p'), field('parent', 'ne', 'p'))],
  ])('a rule that never matches: %s', (_name, one) =>
    expect(warnings(one)).toEqual(['/rules/0/when RULE_NEVER_MATCHES']),
  );

  test.each<[string, Rule]>([
    ['two parents', all(field('parent', 'eq', 'p'), field('parent', 'eq', 'q'))],
    ['a range that is one point', all(field('score', 'gte', 0.8), field('score', 'lte', 0.8))],
    ['a choice of which one branch is possible', all({ any: [verbIs('w'), verbIs('v')] })],
    ['one day', all(field('occurredAt', 'gte', '2026-06-01'), field('occurredAt', 'lte', '2026-06-01'))],
    ['a name that is not another', all(field('activity', 'ne', 'a'), field('activity', 'prefix', 'b'))],
  ])('nothing of a rule that may match: %s', (_name, one) => expect(warnings(one)).toEqual([]));

  const at = (id: string, when: Condition, more: Partial<Rule> = {}) => rule(id, when, more);
  const attempt = field('kind', 'eq', 'attempt');
  test.each<[string, Rule, Rule]>([
    ['the same', at('a', verbIs('v')), at('b', verbIs('v'))],
    ['one with more beside it', at('a', verbIs('v')), at('b', { all: [attempt, verbIs('v')] })],
    ['one of several', at('a', field('verb', 'in', ['v', 'w'])), at('b', verbIs('w'))],
    [
      'a higher score',
      at('a', { all: [verbIs('v'), field('score', 'gte', 0.6)] }),
      at('b', { all: [verbIs('v'), field('score', 'gt', 0.8)] }),
    ],
    ['one source of all', at('a', verbIs('v')), at('b', verbIs('v'), { sources: ['lms'] })],
  ])('rules that overlap, whichever comes first: %s', (_name, wide, narrow) => {
    expect(warnings(wide, narrow)).toEqual(['/rules/1 RULES_OVERLAP']);
    expect(warnings(narrow, wide)).toEqual(['/rules/1 RULES_OVERLAP']);
  });
  test.each<[string, Rule, Rule]>([
    ['another competency', at('a', verbIs('v')), at('b', verbIs('v'), { competency: 'B' })],
    ['another verb', at('a', verbIs('v')), at('b', verbIs('w'))],
    [
      'only in part',
      at('a', { all: [verbIs('v'), attempt] }),
      at('b', { all: [verbIs('v'), field('score', 'gte', 0.5)] }),
    ],
    [
      'one that looks across statements',
      at('a', verbIs('v')),
      at('b', verbIs('v'), { across: { count: 3 } }),
    ],
  ])('nothing of rules that do not: %s', (_name, one, other) => expect(warnings(one, other)).toEqual([]));

  test('a rule that wants a value of progress', () =>
    expect(warnings(rule('r', field('kind', 'eq', 'progress')))).toEqual([
      '/rules/0/value PROGRESS_GIVES_NOTHING',
    ]));
});

test('a mapping of 50,000 rules is refused by one sentence, without looking at each', () => {
  const one = raw({ all: [verbIs('v'), nested(5000)] });
  const rules = Array.from({ length: 50_000 }, () => one);
  const parsed = parseMapping({ title: en('M'), rules }, around);
  expect(parsed.ok ? [] : parsed.faults).toMatchObject([
    { pointer: '/rules', code: 'TOO_MANY_RULES', message: expect.stringContaining('50000') as string },
  ]);
});

test('of very many mistakes the rest is said by its number', () => {
  const rules = Array.from({ length: 3000 }, (_, i) => rule(`r${i}`, verbIs('v'), { competency: `X${i}` }));
  const parsed = parseMapping({ title: en('M'), rules }, around);
  const faults = parsed.ok ? [] : parsed.faults;
  expect(faults).toHaveLength(1001);
  expect(faults.at(-1)).toMatchObject({ code: 'AND_MORE', message: 'And 2000 more like these.' });
});
