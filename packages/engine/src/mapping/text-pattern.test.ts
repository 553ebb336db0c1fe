// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePolicy, matchRules, maxSteps, newMeter, type Condition } from '../index.ts';
import { compileCondition } from './condition.ts';
import { policyOf, rule, statement, verbIs } from '../testing/policy.ts';
import { patternFault, textPattern } from './text-pattern.ts';

/** Each runs for ever on such a text where expressions are tried by going back. */
const catastrophic = ['(a+)+$', '(a|a)*$', '(a|aa)+$', '(.*a){5}$', '([a-z]+)*\\d'];
const longText = `${'a'.repeat(4000)}!`;

test.each(catastrophic)(
  '%s costs steps by the length of the text, and never more than its budget',
  (pattern) => {
    expect(patternFault(pattern)).toBeUndefined();
    const condition: Condition = { field: 'response', op: 'matches', value: pattern };
    const { test: ask } = compileCondition(condition, { timeZone: 'UTC', template: () => undefined });
    const stepsFor = (response: string) => {
      const meter = newMeter();
      expect(ask({ ...statement, response }, meter)).not.toBeNull();
      return maxSteps - meter.left;
    };
    const [half, whole] = [stepsFor(longText.slice(2000)), stepsFor(longText)];
    expect(whole).toBeLessThan(maxSteps);
    expect(whole / half).toBeCloseTo(2, 1);
  },
);

test('a rule that asks too much of one statement is named, whatever the machine', () => {
  const ofGroupings = { field: 'grouping', op: 'matches', value: '(x+x+)+y' } as const;
  const { rules } = compilePolicy(
    policyOf([rule('cheap', verbIs('v1')), rule('costly', { all: [verbIs('v1'), ofGroupings] })]),
  );
  const groupings = Array.from({ length: 2000 }, (_, i) => ({
    id: `x${i}`.padEnd(300, 'x'),
    type: null,
    name: null,
  }));
  expect(() => matchRules(rules, { ...statement, groupings })).toThrow(
    expect.objectContaining({ code: 'RULE_OVER_BUDGET', ruleId: 'costly' }),
  );
  expect(matchRules(rules, { ...statement, groupings: groupings.slice(0, 3) }).map(({ id }) => id)).toEqual([
    'cheap',
  ]);
});

test('finds what the engine of the language finds, where both know the expression', () => {
  const text = fc.stringMatching(/^[abc .-]{0,12}$/);
  const pattern = fc.constantFrom('^a', 'b+c', '[ab]{2,3}', 'a.c', '(ab|c)*$', '^$', 'a\\.b', '(?i)A-b');
  fc.assert(
    fc.property(pattern, text, (one, of) => {
      const native = one.startsWith('(?i)') ? new RegExp(one.slice(4), 'i') : new RegExp(one);
      return textPattern(one).test(of) === native.test(of);
    }),
  );
});
