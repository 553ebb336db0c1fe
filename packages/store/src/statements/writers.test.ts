// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { Long } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { collections, type Database, type StatementDocument } from '../database.ts';
import { toBinary } from '../ids.ts';
import { openDatabase, openStore } from '../open-store.ts';
import type { PreparedStatement } from '../statements.types.ts';
import type { Store } from '../store.types.ts';
import { openTestStore, type TestStore } from '../testing.ts';
import { createSequence, type Sequence } from './sequence.ts';
import { createWriter, type Writer } from './writer.ts';

let own: TestStore;
let store: Store;
let other: Store;
/** The connection of one that is about to die. */
let dying: Database;
let sequence: Sequence;
let writer: Writer;
beforeAll(async () => {
  own = await openTestStore();
  other = await openStore({ uri: own.uri, database: own.database });
  store = own.store;
});
beforeEach(async () => {
  dying = await openDatabase({ uri: own.uri, database: own.database });
  sequence = createSequence(dying, () => undefined);
  writer = createWriter(dying, sequence);
});
afterEach(() => dying.client.close());
afterAll(async () => {
  await other.close();
  await own.drop();
});

const prepared = (id: string = randomUUID()): PreparedStatement => ({
  id,
  text: '{"a": 1.0}',
  timestamp: 1_700_000_000_000,
  contentHash: new Uint8Array(16),
  queryKeys: [7n],
  sourceId: 'lms',
});
const visible = async (from = store) => {
  const found: string[] = [];
  for await (const { id } of from.statements.query({ limit: 1000, ascending: true })) found.push(id);
  return found;
};
const until = { timeout: 5000, interval: 50 };
/** What a killed client leaves: signed, its document written, neither committed nor aborted. */
async function dieInTransaction(id: string) {
  const session = dying.client.startSession();
  const block = await writer.take(3, session);
  session.startTransaction({ writeConcern: { w: 'majority', journal: true } });
  await writer.sign(block, session);
  const [like] = await dying.db.collection<StatementDocument>(collections.statements).find().toArray();
  if (!like) throw new Error('needs a statement to imitate');
  const document = { ...like, _id: toBinary(id), seq: Long.fromBigInt(block.from) };
  await dying.db.collection<StatementDocument>(collections.statements).insertOne(document, { session });
  // Neither does a killed process tell that it lives.
  writer.abandon();
  return { session, block };
}

describe('after a writer died in its transaction', () => {
  test('its resend is taken and readers go on, both within 5 s; its late commit fails', async () => {
    await store.statements.append([prepared()]);
    const id = randomUUID();
    const { session, block } = await dieInTransaction(id);
    const after = prepared();
    const started = performance.now();
    expect((await other.statements.append([after])).kind).toBe('stored');
    expect(await visible(), 'held back by the open block').not.toContain(after.id);
    expect((await store.statements.order()).horizon).toBe(block.from);
    const through = await store.statements.consistentThrough();
    expect(through).toBeLessThan(block.stored.getTime());

    expect((await store.statements.append([prepared(id)])).kind).toBe('stored');
    await expect.poll(() => visible(other), until).toEqual(expect.arrayContaining([after.id, id]));
    expect(performance.now() - started).toBeLessThan(5000);
    await expect(session.commitTransaction()).rejects.toThrow(
      /has been aborted|NoSuchTransaction|does not match/,
    );
    await session.endSession();
    expect((await visible()).filter((one) => one === id)).toHaveLength(1);
  });
});

test('a writer that died before its transaction finds its mark gone when it comes to life again', async () => {
  const session = dying.client.startSession();
  const block = await writer.take(1, session);
  writer.abandon();
  await expect.poll(async () => (await store.statements.order()).horizon > block.from, until).toBe(true);
  session.startTransaction();
  await expect(writer.sign(block, session)).rejects.toMatchObject({ code: 'WRITER_REAPED' });
  await session.abortTransaction();
  await session.endSession();
});

test('what a writer had committed before it died is voided and shown by the reaper', async () => {
  const target = prepared();
  await store.statements.append([target]);
  const session = dying.client.startSession();
  const block = await writer.take(1, session);
  const statements = dying.db.collection<StatementDocument>(collections.statements);
  const like = await statements.findOne({ _id: toBinary(target.id) });
  if (!like) throw new Error('the target is missing');
  const voiding = { ...like, _id: toBinary(randomUUID()), seq: Long.fromBigInt(block.from) };
  await statements.insertOne({ ...voiding, ref: like._id, vt: like._id });
  writer.abandon();
  expect((await store.statements.find(target.id))?.voided).toBe(false);
  await expect.poll(() => visible(), until).toContain(voiding._id.toUUID().toHexString());
  expect((await store.statements.find(target.id))?.voided).toBe(true);
  await session.endSession();
});

test('a resend of what a dead writer had committed is answered when it is done: the void voids, the reference is found', async () => {
  const [target, spokenOf] = [prepared(), { ...prepared(), queryKeys: [11n] }];
  await store.statements.append([target, spokenOf]);
  const session = dying.client.startSession();
  const block = await writer.take(2, session);
  const statements = dying.db.collection<StatementDocument>(collections.statements);
  const like = await statements.findOne({ _id: toBinary(target.id) });
  if (!like) throw new Error('the target is missing');
  const [voiding, reference] = [
    { ...prepared(), voids: target.id },
    { ...prepared(), refId: spokenOf.id },
  ];
  const left = [
    { ...like, _id: toBinary(voiding.id), ref: like._id, vt: like._id },
    { ...like, _id: toBinary(reference.id), ref: toBinary(spokenOf.id) },
  ].map((one, i) => ({ ...one, seq: Long.fromBigInt(block.from + BigInt(i)) }));
  await statements.insertMany(left);
  writer.abandon();
  expect(await other.statements.append([voiding, reference])).toEqual({
    kind: 'stored',
    duplicates: [voiding.id, reference.id],
  });
  expect((await store.statements.find(target.id))?.voided).toBe(true);
  expect(await statements.countDocuments({ q: Long.fromBigInt(11n) })).toBe(2);
  await session.endSession();
});

test('a slow writer that says that it lives keeps its block', async () => {
  const session = dying.client.startSession();
  const block = await writer.take(1, session);
  const from = performance.now();
  // Longer than silence is borne; meanwhile readers ask, as they do.
  await expect
    .poll(
      async () => {
        expect((await store.statements.order()).horizon).toBe(block.from);
        return performance.now() - from;
      },
      { timeout: 6000, interval: 100 },
    )
    .toBeGreaterThan(3500);
  session.startTransaction();
  await writer.sign(block, session);
  await session.abortTransaction();
  await session.endSession();
  writer.finish();
  await writer.close();
  expect((await store.statements.order()).horizon).toBeGreaterThan(block.from);
});

test('what is told as consistent is never given to a statement after it, nor does it stand still', async () => {
  const first = await store.statements.consistentThrough();
  const statement = prepared();
  await store.statements.append([statement]);
  const stored = (await store.statements.find(statement.id))?.stored ?? 0;
  expect(stored).toBeGreaterThan(first);
  await expect.poll(() => store.statements.consistentThrough(), until).toBeGreaterThan(stored);
  // A clock that was set back gives no earlier time.
  const ahead = new Date(Date.now() + 3_600_000);
  await dying.db.collection(collections.sequence).updateOne({}, { $set: { stored: ahead } });
  const late = prepared();
  await store.statements.append([late]);
  expect((await store.statements.find(late.id))?.stored).toBeGreaterThan(ahead.getTime());
});
