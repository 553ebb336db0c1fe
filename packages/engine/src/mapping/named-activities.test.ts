// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Condition } from './condition.schema.ts';
import { countRulesByActivity } from './named-activities.ts';

const is = (value: string): Condition => ({ field: 'activity', op: 'eq', value });
const counts = (...conditions: readonly Condition[]) =>
  Object.fromEntries(countRulesByActivity(conditions.map((when) => ({ when }))));

test('an activity is named by eq and in, at any depth, by each rule once', () => {
  expect(
    counts(
      is('a'),
      { field: 'activity', op: 'in', value: ['a', 'b', 'b'] },
      {
        all: [
          { field: 'kind', op: 'eq', value: 'completed' },
          { any: [is('c'), { all: [is('a'), is('c')] }] },
        ],
      },
    ),
  ).toEqual({ a: 3, b: 1, c: 1 });
});

test('what is left out, compared otherwise, or another field does not name it', () => {
  expect(
    counts(
      { all: [{ not: is('a') }, { field: 'verb', op: 'eq', value: 'v' }] },
      { field: 'activity', op: 'ne', value: 'a' },
      { field: 'activity', op: 'prefix', value: 'a' },
      { field: 'activity', op: 'exists', value: true },
      { field: 'parent', op: 'in', value: ['a'] },
    ),
  ).toEqual({});
  expect(counts()).toEqual({});
});
