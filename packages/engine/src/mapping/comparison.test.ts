// SPDX-License-Identifier: Apache-2.0
import { dialects, statementKinds } from '@cairn/dialects';
import { describe, expect, test } from 'vitest';
import { comparisonFault } from '../index.ts';

type Comparison = Parameters<typeof comparisonFault>[0];

describe('a comparison', () => {
  test.each<Comparison>([
    { field: 'score', op: 'gte', value: 0.8 },
    { field: 'score', op: 'in', value: [0, 1] },
    { field: 'score', op: 'exists' },
    { field: 'score', op: 'exists', value: false },
    { field: 'durationSeconds', op: 'lt', value: 3600 },
    { field: 'success', op: 'eq', value: true },
    { field: 'verb', op: 'in', value: ['a', 'b'] },
    { field: 'activity', op: 'prefix', value: 'https://x.y/' },
    { field: 'response', op: 'ne', value: '3' },
    { field: 'extension:https://x.y/n', op: 'gte', value: 80 },
    { field: 'extension:https://x.y/n', op: 'lt', value: '2026-01-01' },
    { field: 'extension:https://x.y/n', op: 'eq', value: true },
    { field: 'raw', op: 'between', value: [10, 20] },
    { field: 'occurredAt', op: 'between', value: ['2026-01-01', '2026-06-30'] },
    { field: 'occurredAt', op: 'eq', value: '2026-01-01' },
    {
      field: 'occurredAt',
      op: 'between',
      value: ['2026-03-01T09:00:00+05:00', '2026-03-01T08:00:00Z'],
    },
    { field: 'activityName', op: 'contains', value: 'forklift', ignoreCase: true },
    { field: 'activity', op: 'matches', value: '^https://x\\.y/quiz/\\d+$' },
    { field: 'activity', op: 'matches', value: '(a+)+$' },
    { field: 'language', op: 'prefix', value: 'de' },
    ...statementKinds.map((value) => ({ field: 'kind', op: 'eq' as const, value })),
    ...dialects.map(({ id, version }) => ({
      field: 'dialect',
      op: 'eq' as const,
      value: `${id}@${version}`,
    })),
  ])('makes sense: %j', (comparison) => expect(comparisonFault(comparison)).toBeNull());

  test.each<[Comparison, string]>([
    [{ field: 'score', op: 'gte' }, 'value'],
    [{ field: 'verb', op: 'in' }, 'value'],
    [{ field: 'score', op: 'gte', value: '0.8' }, 'value'],
    [{ field: 'score', op: 'gte', value: 80 }, 'value'],
    [{ field: 'score', op: 'gt', value: -1 }, 'value'],
    [{ field: 'score', op: 'in', value: [0.5, 50] }, 'value/1'],
    [{ field: 'score', op: 'prefix', value: '0' }, 'op'],
    [{ field: 'success', op: 'eq', value: 'true' }, 'value'],
    [{ field: 'success', op: 'gte', value: true }, 'op'],
    [{ field: 'durationSeconds', op: 'gte', value: 'PT5M' }, 'value'],
    [{ field: 'kind', op: 'eq', value: 'atempt' }, 'value'],
    [{ field: 'kind', op: 'in', value: ['attempt', 'atempt'] }, 'value/1'],
    [{ field: 'shownBy', op: 'eq', value: 'simulator' }, 'value'],
    [{ field: 'dialect', op: 'eq', value: 'generic' }, 'value'],
    [{ field: 'verb', op: 'eq', value: ['a', 'b'] }, 'value'],
    [{ field: 'verb', op: 'ne', value: ['a', 'b'] }, 'value'],
    [{ field: 'verb', op: 'eq', value: 3 }, 'value'],
    [{ field: 'verb', op: 'lt', value: 'a' }, 'op'],
    [{ field: 'verb', op: 'exists', value: 'yes' }, 'value'],
    [{ field: 'extension:https://x.y/n', op: 'gte', value: true }, 'value'],
    [{ field: 'extension:https://x.y/n', op: 'prefix', value: 3 }, 'value'],
    [{ field: 'constructor', op: 'eq', value: 3 }, 'value'],
    [{ field: 'score', op: 'between', value: [0.9, 0.1] }, 'value'],
    [{ field: 'score', op: 'between', value: [0.1] }, 'value'],
    [{ field: 'score', op: 'between', value: 0.1 }, 'value'],
    [{ field: 'score', op: 'between', value: [0, 80] }, 'value/1'],
    [{ field: 'extension:https://x.y/n', op: 'between', value: [1, '2'] }, 'value/1'],
    [{ field: 'occurredAt', op: 'gte', value: '1st of March' }, 'value'],
    [{ field: 'occurredAt', op: 'gte', value: '2026-02-30' }, 'value'],
    [{ field: 'occurredAt', op: 'in', value: ['2026-02-20'] }, 'op'],
    [{ field: 'occurredAt', op: 'prefix', value: '2026' }, 'op'],
    [{ field: 'score', op: 'contains', value: '8' }, 'op'],
    [{ field: 'score', op: 'gte', value: 0.8, ignoreCase: true }, 'ignoreCase'],
    [{ field: 'activity', op: 'matches', value: 'a', ignoreCase: true }, 'ignoreCase'],
    [{ field: 'activity', op: 'matches', value: '(?=a)' }, 'value'],
    [{ field: 'activity', op: 'matches', value: '(a)\\1' }, 'value'],
    [{ field: 'activity', op: 'matches', value: '(' }, 'value'],
    [{ field: 'activity', op: 'matches', value: '((a{0,30}){0,30})' }, 'value'],
    [{ field: 'activity', op: 'matches', value: 'a'.repeat(501) }, 'value'],
  ])('makes none: %j', (comparison, place) =>
    expect(comparisonFault(comparison)?.path.join('/')).toBe(place),
  );
});
