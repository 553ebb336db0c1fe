// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collections, type StatementDocument } from '../database.ts';
import { toBinary } from '../ids.ts';
import { openDatabase, openStore } from '../open-store.ts';
import type { PreparedStatement, StatementQuery } from '../statements.types.ts';
import type { Store } from '../store.types.ts';
import { openTestStore, type TestStore } from '../testing.ts';
import { farthest } from './links.ts';

let own: TestStore;
let store: Store;
let other: Store;
beforeAll(async () => {
  own = await openTestStore();
  store = own.store;
  other = await openStore({ uri: own.uri, database: own.database });
});
afterAll(async () => {
  await other.close();
  await own.drop();
});

let lastKey = 0n;
const newKey = () => (lastKey += 1n);
const prepared = (more: Partial<PreparedStatement> = {}): PreparedStatement => ({
  id: randomUUID(),
  text: '{}',
  timestamp: null,
  contentHash: new Uint8Array(16),
  queryKeys: [newKey()],
  sourceId: 'lms',
  ...more,
});
const find = async (query: Partial<StatementQuery>) => {
  const found: string[] = [];
  for await (const { id } of store.statements.query({ limit: 10_000, ascending: true, ...query }))
    found.push(id);
  return found;
};

/** Statements that point to one another, or to nothing, and how they arrive: in which order and company, by which of two stores. */
const arrivals = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.record({
    targets: fc.array(fc.option(fc.nat(count)), { minLength: count, maxLength: count }),
    voiding: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
    batchOf: fc.array(fc.nat(4), { minLength: count, maxLength: count }),
    /** Which of three values each has. */
    values: fc.array(fc.subarray([0, 1, 2]), { minLength: count, maxLength: count }),
    isAtOnce: fc.boolean(),
  }),
);

describe('StatementRefs', () => {
  test(
    'are found by the values of all that they lead to, in whatever order and company all came',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(arrivals, async ({ targets, voiding, batchOf, values, isAtOnce }) => {
          const shared = [newKey(), newKey(), newKey()];
          const ids = Array.from({ length: targets.length + 1 }, () => randomUUID());
          // A voiding statement must not be voided, so one that is pointed to by a void is none itself.
          const isVoid = targets.map(
            (target, i) => target !== null && target !== i && voiding[i] === true && voiding[target] !== true,
          );
          const statements = targets.map((target, i) => {
            const refId = target === null ? undefined : ids[target];
            return prepared({
              id: ids[i] ?? '',
              queryKeys: [newKey(), ...(values[i] ?? []).map((value) => shared[value] ?? 0n)],
              ...(refId === undefined ? {} : { refId }),
              ...(refId !== undefined && isVoid[i] ? { voids: refId } : {}),
            });
          });
          const batches = [0, 1, 2, 3, 4].map((batch) => statements.filter((_, i) => batchOf[i] === batch));
          const sent = batches.filter((batch) => batch.length > 0);
          const send = (batch: readonly PreparedStatement[], i: number) =>
            (i % 2 ? store : other).statements.append(batch);
          if (isAtOnce) await Promise.all(sent.map(send));
          else for (const [i, batch] of sent.entries()) await send(batch, i);

          const isVoided = (id: string) => statements.some(({ voids }) => voids === id);
          const leadsTo = (from: number | null | undefined): readonly number[] => {
            const passed: number[] = [];
            for (let at = from; at !== null && at !== undefined && !passed.includes(at); at = targets[at])
              passed.push(at);
            return passed;
          };
          for (const [i, { queryKeys }] of statements.entries()) {
            const expected = ids.filter((id, from) => leadsTo(from).includes(i) && !isVoided(id));
            expect((await find({ keys: queryKeys.slice(0, 1) })).sort()).toEqual(expected.toSorted());
          }
          for (const pair of [
            [0, 1],
            [0, 2],
            [1, 2],
          ]) {
            const hasBoth = (i: number) => pair.every((value) => values[i]?.includes(value));
            const expected = ids
              .slice(0, -1)
              .filter((id, from) => leadsTo(from).some(hasBoth) && !isVoided(id))
              .toSorted();
            const [one = 0n, other = 0n] = pair.map((value) => shared[value] ?? 0n);
            expect((await find({ keys: [one, other] })).sort()).toEqual(expected);
            expect((await find({ keys: [one], anyOf: [[other, newKey()]] })).sort()).toEqual(expected);
            expect((await find({ anyOf: [[one], [newKey(), other]] })).sort()).toEqual(expected);
          }
        }),
        { numRuns: 25 },
      );
    },
  );

  test('obey since, until and limit by themselves, not by what they point to', async () => {
    const key = newKey();
    const target = prepared({ queryKeys: [key] });
    const pointing = [prepared({ refId: target.id }), prepared({ refId: target.id })];
    await store.statements.append([pointing[0] ?? target]);
    const middle = (await store.statements.find(pointing[0]?.id ?? ''))?.stored ?? 0;
    await store.statements.append([target]);
    await store.statements.append([pointing[1] ?? target]);
    expect(await find({ keys: [key], until: middle })).toEqual([pointing[0]?.id]);
    expect(await find({ keys: [key], since: middle })).toEqual([target.id, pointing[1]?.id]);
    expect(await find({ keys: [key], limit: 2 })).toEqual([pointing[0]?.id, target.id]);
  });

  test('are followed so far and no farther, and one target of many is found by all of them', async () => {
    const key = newKey();
    const target = prepared({ queryKeys: [key] });
    const chain = Array.from({ length: farthest + 2 }, () => randomUUID());
    await store.statements.append(
      chain.map((id, i) => prepared({ id, refId: i === 0 ? target.id : (chain[i - 1] ?? '') })),
    );
    const many = Array.from({ length: 1200 }, () => prepared({ refId: target.id }));
    await store.statements.append(many);
    await store.statements.append([target]);
    const found = new Set(await find({ keys: [key] }));
    expect(chain.map((id) => found.has(id))).toEqual(chain.map((_, i) => i < farthest));
    expect(many.every(({ id }) => found.has(id))).toBe(true);
  });

  test('of a database from before are told apart by what has which values', async () => {
    const [one, other] = [newKey(), newKey()];
    const target = prepared({ queryKeys: [one] });
    const pointing = prepared({ queryKeys: [other], refId: target.id });
    await store.statements.append([target, pointing]);
    const { client, db } = await openDatabase({ uri: own.uri, database: own.database });
    const statements = db.collection<StatementDocument>(collections.statements);
    await statements.updateOne({ _id: toBinary(pointing.id) }, { $unset: { t: 1 } });
    expect(await find({ keys: [one, other] })).toEqual([pointing.id]);
    await db
      .collection<{ _id: string }>(collections.meta)
      .updateOne({ _id: 'schema' }, { $set: { version: 7 } });
    await client.close();
    await (await openStore({ uri: own.uri, database: own.database })).close();
    expect(await find({ keys: [one, other] })).toEqual([]);
    expect(await find({ keys: [one] })).toEqual([target.id, pointing.id]);
    expect(await find({ keys: [other] })).toEqual([pointing.id]);
  });

  test('and voids are looked for by the index alone', async () => {
    const { client, db } = await openDatabase({ uri: own.uri, database: own.database });
    const plan = await db
      .collection<StatementDocument>(collections.statements)
      .find({ ref: { $in: [toBinary(randomUUID())] } })
      .explain('queryPlanner');
    await client.close();
    expect(JSON.stringify(plan)).toContain('"indexName":"ref_1"');
  });
});
