// SPDX-License-Identifier: Apache-2.0
import type { StatementKind } from '@cairn/dialects';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePolicy, type Condition, matchRules } from '../index.ts';
import { derive, policyOf, rule, statement, truthIn, verbIs } from '../testing/policy.ts';

describe('matching', () => {
  const values = fc.constantFrom<StatementKind>('attempt', 'view', 'other');
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
            rules.filter(({ when }) => truthIn(when, of) === true),
          );
        },
      ),
    );
  });
  test('tries one rule of ten thousand when one names the activity', () => {
    const rules = Array.from({ length: 10_000 }, (_, i) =>
      rule(`r${i}`, { all: [verbIs('v1'), { field: 'activity', op: 'eq', value: `a${i}` }] }),
    );
    expect(
      compilePolicy(policyOf(rules))
        .rules.candidates(statement)
        .map((one) => one.rule),
    ).toEqual([rules[1]]);
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
