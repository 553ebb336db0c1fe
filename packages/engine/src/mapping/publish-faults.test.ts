// SPDX-License-Identifier: Apache-2.0
import { frameworkSchema, indexFrameworks } from '@cairn/frameworks';
import { describe, expect, test } from 'vitest';
import { maxConditionDepth, parseMapping } from '../index.ts';
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
    ).toEqual(['/rules/0/when/all/1/value CUSTOM', '/rules/1/when/value CUSTOM']));
});
