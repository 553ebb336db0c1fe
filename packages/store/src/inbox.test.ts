// SPDX-License-Identifier: Apache-2.0
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collections, partitionCount, type StatementDocument } from './database.ts';
import { toBinary, toId } from './ids.ts';
import { countWaiting } from './inbox/count-waiting.ts';
import { openDatabase } from './open-store.ts';
import type { Seen } from './seen.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
beforeEach(async () => {
  own = await openTestStore();
});
afterEach(() => own.drop());

const hex = (n: number, length: number) => n.toString(16).padStart(length, '0');
/** The first byte of the id is its partition. */
const idOf = (n: number) => `${hex(n % 256, 2)}000000-0000-4000-8000-${hex(n, 12)}`;
const append = (count: number, text = '{}') =>
  own.store.statements.append(
    Array.from({ length: count }, (_, n) => ({
      id: idOf(n),
      text,
      timestamp: null,
      contentHash: new Uint8Array(16),
      queryKeys: [],
      sourceId: 's',
    })),
  );
const seenOf = (statementId: string): Seen => ({
  statementId,
  sourceId: 's',
  occurredAt: 1,
  kind: 'other',
  activity: null,
  unknownSubjects: [],
  subjectName: null,
});

test('every partition has its turn, also when more waits than is taken at a time', async () => {
  await append(partitionCount * 4);
  const partitions = new Set<number>();
  for (let round = 0; round < partitionCount; round += 1)
    for (const { id } of await own.store.inbox.waiting(3))
      partitions.add(Number.parseInt(id.slice(0, 2), 16) % partitionCount);
  expect(partitions.size).toBe(partitionCount);
  expect((await own.store.inbox.waiting(500)).length).toBe(partitionCount * 4);
});

test('what waits is counted one by one while it is little, and about right when it is much', async () => {
  await append(partitionCount * 40);
  expect(await own.store.inbox.count()).toEqual({ statements: partitionCount * 40, isEstimate: false });
  // The oldest are done, but for one that somebody still has.
  const [, ...oldest] = Array.from({ length: partitionCount * 10 }, (_, n) => idOf(n));
  await own.store.inbox.done(oldest.map(seenOf));
  const exact = partitionCount * 30 + 1;
  expect(await own.store.inbox.count()).toEqual({ statements: exact, isEstimate: false });
  const { client, db } = await openDatabase(own);
  const about = await countWaiting(db.collection<StatementDocument>(collections.statements), 5);
  await client.close();
  expect(about.isEstimate).toBe(true);
  expect(Math.abs(about.statements - exact) / exact).toBeLessThan(0.05);
});

test('large statements come a few at a time, and at least one', async () => {
  await append(6, JSON.stringify({ note: 'x'.repeat(4 << 20) }));
  const sizes = (await own.store.inbox.waiting(500)).map(({ text }) => text.length);
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, one) => sum + one, 0)).toBeLessThan(21 << 20);
});

test('what a dead processor’s transaction holds is left for later, and the others go on', async () => {
  await append(100);
  const client = await new MongoClient(own.uri).connect();
  // The run's mongod ends transactions after 3 s; this one must last as long as the test looks.
  const lifetime = (transactionLifetimeLimitSeconds: number) =>
    client.db('admin').command({ setParameter: 1, transactionLifetimeLimitSeconds });
  await lifetime(60);
  const dead = client.startSession();
  dead.startTransaction();
  await client
    .db(own.database)
    .collection<StatementDocument>('statements')
    .updateOne({ _id: toBinary(idOf(7)) }, { $unset: { p: '' } }, { session: dead });
  const { inbox } = own.store;
  const waiting = await inbox.waiting(500);
  const left = await inbox.done(waiting.map(({ id }) => seenOf(id)));
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(16);
  expect([inbox.held(), await inbox.waiting(500)]).toEqual([left, []]);
  await dead.abortTransaction();
  await dead.endSession();
  await lifetime(3);
  const flagged = await client
    .db(own.database)
    .collection<StatementDocument>('statements')
    .find({ p: { $exists: true } })
    .toArray();
  await client.close();
  expect([flagged.length, flagged.some(({ _id }) => toId(_id) === idOf(7))]).toEqual([left, true]);
  expect(await inbox.done(flagged.map(({ _id }) => seenOf(toId(_id))))).toBe(0);
});
