// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { compilePolicy, endOfValidity } from '../index.ts';
import { en, rule, policyOf, statement, verbIs, derive } from '../testing/policy.ts';

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
