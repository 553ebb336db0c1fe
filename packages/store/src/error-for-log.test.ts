// SPDX-License-Identifier: Apache-2.0
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorForLog } from './index.ts';
import { openTestStore, type TestStore } from './testing.ts';

const person = 'mailto:ann.with.a.name@example.org';
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
const people = () => client.db(own.database).collection<{ _id: string; name?: unknown }>('written');
const thrown = async (act: Promise<unknown>) => act.then(() => null).catch((error: unknown) => error);

test('says of a bulk write that failed where and why, and nothing of what was written', async () => {
  await people().insertOne({ _id: person });
  const error = await thrown(people().insertMany([{ _id: 'other' }, { _id: person }], { ordered: false }));
  const logged = errorForLog(error);
  expect(JSON.stringify(error)).toContain(person);
  expect(logged).toMatchObject({ type: 'MongoBulkWriteError', code: 11_000 });
  expect(logged.message).toBe(`collection: ${own.database}.written index: _id_`);
  expect(logged.stack).toMatch(/^ {4}at /);
  expect(JSON.stringify(logged)).not.toContain('ann');
});

test('leaves out what a validator, a wrong update and JSON.parse quote', async () => {
  const db = client.db(own.database);
  await db.createCollection('strict', { validator: { name: { $type: 'int' } } });
  const errors = [
    await thrown(db.collection('strict').insertOne({ name: person })),
    await thrown(people().updateOne({ _id: person }, { $set: { 'name.ann': 1, 'name.ann.x': 2 } })),
    await thrown(Promise.resolve().then(() => JSON.parse(`{"ann":`))),
    await thrown(Promise.resolve().then(() => JSON.parse(`ann`))),
  ];
  for (const error of errors) {
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify(errorForLog(error))).not.toContain('ann');
  }
});

test('keeps the message of what is about the machine, with its cause', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
  expect(errorForLog(new Error('the stream broke', { cause }))).toMatchObject({
    message: 'the stream broke',
    cause: { message: 'connect ECONNREFUSED 127.0.0.1:1', code: 'ECONNREFUSED' },
  });
  const ring = new Error('ring');
  ring.cause = ring;
  expect(JSON.stringify(errorForLog(ring))).toContain('ring');
  expect(errorForLog(person)).toEqual({ type: 'string', message: expect.any(String) as string, stack: '' });
});
