// SPDX-License-Identifier: Apache-2.0
import { MongoClient, ObjectId } from 'mongodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collections, partitionCount, type StatementDocument } from './database.ts';
import { toBinary, toId } from './ids.ts';
import { countWaiting } from './inbox/count-waiting.ts';
import type { Seen } from './seen.ts';
import { openDatabase, openStore } from './open-store.ts';
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

describe('what is seen is counted once', () => {
  const about = (statementId: string): Seen => ({
    ...seenOf(statementId),
    activity: { id: 'https://x.y/a', type: null, name: null },
  });
  const counted = async () => {
    await own.store.seen.count();
    return (await own.store.seen.activities({ skip: 0, limit: 5 })).map(({ statements }) => statements);
  };
  const statements = (client: MongoClient) =>
    client.db(own.database).collection<StatementDocument>('statements');
  const longAgo = new Date(0);
  let client: MongoClient;
  beforeEach(async () => {
    client = await new MongoClient(own.uri).connect();
    await append(40);
  });
  afterEach(() => client.close());

  /** A note as a processor leaves it that is killed while its first 30 are cleared, of which it has done `cleared`. */
  async function leave(cleared: number): Promise<void> {
    const ids = Array.from({ length: 30 }, (_, n) => toBinary(idOf(n)));
    await client
      .db(own.database)
      .collection('seenTallies')
      .insertOne({
        _id: new ObjectId(),
        activities: [
          {
            key: 'https://x.y/a',
            n: 30,
            first: 1,
            last: 1,
            sources: ['s'],
            words: [],
            type: null,
            name: null,
          },
        ],
        subjects: [],
        open: { mark: 7, ids },
        at: longAgo,
      });
    await statements(client).updateMany(
      { _id: { $in: ids.slice(0, cleared) } },
      { $unset: { p: '' }, $set: { n: 7 } },
    );
  }

  test.each([0, 11, 30])('when a processor is killed that had cleared %i of 30', async (cleared) => {
    await leave(cleared);
    const { inbox, seen } = own.store;
    const waiting = (await inbox.waiting(500)).map(({ id }) => about(id));
    expect(waiting).toHaveLength(40 - cleared);
    expect(await inbox.done(waiting)).toBe(0);
    // Nobody knows yet whether the other is only slow.
    await seen.count();
    const again = (await inbox.waiting(500)).map(({ id }) => about(id));
    expect(again).toHaveLength(cleared);
    await inbox.done(again);
    expect(await counted()).toEqual([40]);
    expect([await inbox.waiting(500), await counted(), await seen.isCounting()]).toEqual([[], [40], false]);
  });

  test('when several have read the same, and when one comes late', async () => {
    const { inbox } = own.store;
    const another = await openStore({ uri: own.uri, database: own.database });
    const waiting = (await inbox.waiting(500)).map(({ id }) => about(id));
    await Promise.all([inbox.done(waiting), another.inbox.done(waiting), inbox.done(waiting.slice(0, 20))]);
    expect(await another.inbox.done(waiting.slice(10))).toBe(0);
    await another.close();
    expect(await counted()).toEqual([40]);
  });

  test('when some are held, each of the others', async () => {
    const dead = client.startSession();
    dead.startTransaction();
    await statements(client).updateOne({ _id: toBinary(idOf(7)) }, { $unset: { p: '' } }, { session: dead });
    const { inbox } = own.store;
    const left = await inbox.done((await inbox.waiting(500)).map(({ id }) => about(id)));
    expect(await counted()).toEqual([40 - left]);
    await dead.abortTransaction();
    await dead.endSession();
    const flagged = await statements(client)
      .find({ p: { $exists: true } })
      .toArray();
    await inbox.done(flagged.map(({ _id }) => about(toId(_id))));
    expect(await counted()).toEqual([40]);
  });
});
