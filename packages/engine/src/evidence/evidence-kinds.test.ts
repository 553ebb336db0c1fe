// SPDX-License-Identifier: Apache-2.0
import { indexFrameworks } from '@cairn/frameworks';
import { expect, test } from 'vitest';
import { compilePolicy, parseMapping, type Policy } from '../index.ts';
import { derive, framework, policyOf, rule, verbIs } from '../testing/policy.ts';

const former = [
  ['assessment', 'knowledge-test'],
  ['attestation', 'assertion'],
  ['observation', 'observation'],
  ['completion', 'completion'],
] as const;

test.each(former)('a version that was published with the kind %s is read as %s', (before, now) => {
  const { mapping, ...policy } = policyOf([rule('r', verbIs('v1'))]);
  const rules = mapping.rules.map((one) => ({ ...one, kind: before }));
  const published = { ...policy, mapping: { ...mapping, rules } } as unknown as Policy;
  const compiled = compilePolicy(published);
  expect(derive(compiled)[0]?.kind).toBe(now);
  expect(compiled.policy.mapping.rules[0]?.kind).toBe(now);
});

test('an exported mapping with the kinds of before can be published', () => {
  const rules = former.map(([kind], i) => ({ ...rule(`r${i}`, verbIs(`v${i}`)), kind }));
  const mapping = { ...policyOf([]).mapping, rules };
  const parsed = parseMapping(mapping, { frameworks: indexFrameworks([framework]), sources: [] });
  expect(parsed.ok && parsed.mapping.rules.map(({ kind }) => kind)).toEqual(former.map(([, now]) => now));
});
