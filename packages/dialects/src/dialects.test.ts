// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { dialectContract } from './dialect.contract.ts';
import { dialects } from './index.ts';
import { dialectFolders, fixturesOf } from './testing/fixtures.ts';

test('every folder is registered and every registered dialect has a folder', () => {
  expect([...dialectFolders()].sort()).toEqual(dialects.map((dialect) => dialect.id).sort());
});

for (const dialect of dialects) dialectContract(dialect);

describe('recognition', () => {
  test.each(dialects)('$id is surest of all about its own statements', ({ id }) => {
    const mistaken = fixturesOf(id).flatMap((statement) => {
      const [first, second] = dialects
        .map((dialect) => ({ id: dialect.id, sure: dialect.recognise(statement) }))
        .sort((a, b) => b.sure - a.sure);
      return first?.id === id && first.sure > (second?.sure ?? 0) ? [] : [{ statement, first, second }];
    });
    expect(mistaken).toEqual([]);
  });
});
