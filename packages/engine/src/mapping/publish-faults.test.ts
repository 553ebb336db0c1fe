// SPDX-License-Identifier: Apache-2.0
import { indexFrameworks } from '@cairn/frameworks';
import { describe, expect, test } from 'vitest';
import { parseMapping } from '../index.ts';
import { en, framework, rule, verbIs } from '../testing/policy.ts';

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
