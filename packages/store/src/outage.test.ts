// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:net';
import { once } from 'node:events';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOutage, StoreError } from './index.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
let client: MongoClient;
beforeAll(async () => {
  own = await openTestStore();
  client = await new MongoClient(own.uri).connect();
});
afterAll(async () => {
  await client.close();
  await own.drop();
});
const thrown = async (act: Promise<unknown>) => act.then(() => null).catch((error: unknown) => error);
const things = () => client.db(own.database).collection<{ _id: number; x?: number }>('things');

test('a database that is not there, hangs up or was closed is away', async () => {
  const rude = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(rude, 'listening');
  const { port } = rude.address() as { port: number };
  const errors = [];
  for (const uri of ['mongodb://127.0.0.1:1', `mongodb://127.0.0.1:${port}`]) {
    const absent = new MongoClient(uri, { serverSelectionTimeoutMS: 100 });
    errors.push(await thrown(absent.db('x').command({ ping: 1 })));
    await absent.close();
  }
  rude.close();
  const closed = await new MongoClient(own.uri).connect();
  await closed.close();
  errors.push(await thrown(closed.db('x').command({ ping: 1 })));
  expect(errors.map((error) => [Reflect.get(Object(error), 'name'), isOutage(error)])).toEqual(
    errors.map((error) => [Reflect.get(Object(error), 'name'), true]),
  );
});

test('two transactions at one document: the loser may try again', async () => {
  await things().insertOne({ _id: 7 });
  const first = client.startSession();
  const second = client.startSession();
  first.startTransaction();
  second.startTransaction();
  await things().updateOne({ _id: 7 }, { $set: { x: 1 } }, { session: first });
  const error = await thrown(things().updateOne({ _id: 7 }, { $set: { x: 2 } }, { session: second }));
  await first.abortTransaction();
  await second.abortTransaction();
  await first.endSession();
  await second.endSession();
  expect(isOutage(error)).toBe(true);
});

test('wrong data is no outage, however often it is sent', async () => {
  await things().insertOne({ _id: 1 });
  const taken = await thrown(things().insertOne({ _id: 1 }));
  const wrong = await thrown(things().updateOne({ _id: 1 }, { $set: { x: 1, 'x.y': 2 } as never }));
  for (const error of [taken, wrong, new TypeError('x'), new StoreError('SECRET_KEY', 'x'), 'x', null])
    expect(isOutage(error)).toBe(false);
  expect([taken, wrong].every((error) => error instanceof Error)).toBe(true);
  expect(isOutage(new StoreError('WRITER_REAPED', 'too late'))).toBe(true);
});
