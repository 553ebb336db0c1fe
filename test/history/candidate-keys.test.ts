// SPDX-License-Identifier: Apache-2.0
/** The keys of a condition lead to every statement that can meet it: whatever a dialect reads in it, the statement has one of them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dialectById, dialects, type NormalStatement } from '@cairn/dialects';
import { compileCondition, type Condition, newMeter } from '@cairn/engine';
import { candidateKeys, renamingDialects } from '@cairn/store';
import { queryKeys, type Statement } from '@cairn/xapi';
import { describe, expect, test } from 'vitest';
import { workspace } from '../running-cairn/running-cairn.ts';

/** The statements that each dialect is tested with. */
function fixturesOf(id: string): readonly (Statement & { readonly id: string })[] {
  const folder = path.join(workspace, 'packages/dialects/src', id);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.statements.jsonl'))
    .flatMap((file) => readFileSync(path.join(folder, file), 'utf8').trim().split('\n'))
    .map((line) => ({ id: '00000000-0000-4000-8000-000000000000', ...(JSON.parse(line) as Statement) }));
}

const field = (name: string, value: string | readonly string[]): Condition => ({
  field: name,
  op: Array.isArray(value) ? 'in' : 'eq',
  value: value as string,
});
const asked = (normal: NormalStatement): readonly Condition[] => [
  field('verb', normal.verb),
  ...(normal.activity ? [field('activity', normal.activity.id)] : []),
  ...normal.parents.map(({ id }) => field('parent', id)),
  ...normal.groupings.map(({ id }) => field('grouping', id)),
  ...normal.categories.map(({ id }) => field('category', id)),
  ...normal.others.map(({ id }) => field('other', id)),
];

const around = { timeZone: 'UTC', template: () => undefined };
const ids = dialects.map(({ id }) => id);
describe.each(ids.filter((id) => !renamingDialects.has(id)))('%s', (id) => {
  test('what it reads in a statement is found by the statement’s keys', () => {
    const dialect = dialectById(id);
    if (!dialect) throw new Error(`there is no dialect ${id}`);
    for (const statement of fixturesOf(id)) {
      const timestamp = statement.timestamp ?? '2026-01-01T00:00:00Z';
      const normal = dialect.normalise(
        { ...statement, timestamp },
        { id: 's', scaledRange: dialect.scaledRange },
      );
      const there = new Set(queryKeys(statement));
      for (const condition of asked(normal)) {
        expect(compileCondition(condition, around).test(normal, newMeter())).toBe(true);
        expect(candidateKeys(condition)?.some((key) => there.has(key))).toBe(true);
      }
    }
  });
});

test.each([...renamingDialects])('%s calls an activity something else, so it is listed rightly', (id) => {
  const dialect = dialectById(id);
  const isRenamed = fixturesOf(id).some((statement) => {
    const timestamp = statement.timestamp ?? '2026-01-01T00:00:00Z';
    const normal = dialect?.normalise({ ...statement, timestamp }, { id: 's', scaledRange: '0..1' });
    const there = new Set(queryKeys(statement));
    return (
      normal?.activity && !candidateKeys(field('activity', normal.activity.id))?.some((key) => there.has(key))
    );
  });
  expect(isRenamed).toBe(true);
});

test('one part of "all" is enough, the narrowest; every part of "any" is needed; what may be met without a key reads all', () => {
  const [a, b, verb] = [field('activity', 'a:a'), field('grouping', ['a:b', 'a:c']), field('verb', 'v:v')];
  const kind = field('kind', 'attempt');
  expect(candidateKeys({ all: [kind, verb, b, a] })).toEqual(candidateKeys(a));
  expect(candidateKeys({ any: [a, b] })).toHaveLength(6);
  expect(candidateKeys({ any: [a, kind] })).toBeNull();
  expect(
    [kind, { not: a }, { field: 'activity', op: 'prefix', value: 'a' } as const].map(candidateKeys),
  ).toEqual([null, null, null]);
});
