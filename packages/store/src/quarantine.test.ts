// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collections } from './database.ts';
import { isFull, openStore, type RefusedText } from './index.ts';
import { openDatabase } from './open-store.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own.drop());

const refused = (sourceId: string, text: string): RefusedText => ({
  sourceId,
  text,
  code: 'REQUIRED',
  message: 'It is needed.',
  pointer: '/verb',
  givenId: null,
  version: '1.0.3',
});
const wide = { entries: 1000, bytes: 1_000_000 };
const add = (sourceId: string, texts: readonly string[], limit = wide) =>
  own.store.quarantine.add(
    texts.map((text) => refused(sourceId, text)),
    limit,
  );
const textsOf = async (sourceId: string) =>
  (await own.store.quarantine.page({ sourceId, skip: 0, limit: 100 })).map(({ text }) => text).sort();
const full = { name: 'StoreError', code: 'QUARANTINE_FULL' };

test('takes nothing new of a source that has reached its number, until there is room; others are let in', async () => {
  const limit = { entries: 2, bytes: 1_000_000 };
  await add('a', ['1', '2', '3'], limit);
  expect(isFull((await own.store.quarantine.usage()).get('a'), limit)).toBe(true);
  await expect(add('a', ['1', '4'], limit)).rejects.toMatchObject(full);
  expect(await textsOf('a')).toEqual(['1', '2', '3']);
  // What waits already is another try, and no more of it.
  await add('a', ['3', '1'], limit);
  await add('b', ['4'], limit);
  const entries = await own.store.quarantine.page({ sourceId: 'a', skip: 0, limit: 9 });
  expect(new Map(entries.map(({ text, attempts }) => [text, attempts]))).toEqual(
    new Map([
      ['1', 2],
      ['2', 1],
      ['3', 2],
    ]),
  );
  await own.store.quarantine.drop(entries.slice(0, 2).map(({ id }) => id));
  await add('a', ['4'], limit);
  expect(await textsOf('a')).toHaveLength(2);
});

test('counts bytes of UTF-8, of what is kept of a text', async () => {
  await add('long', ['ü'.repeat(1000), 'x'.repeat(2_000_000)]);
  expect((await own.store.quarantine.usage()).get('long')).toEqual({ entries: 2, bytes: 2000 + 64 * 1024 });
  await expect(add('long', ['y'], { entries: 10, bytes: 2000 + 64 * 1024 })).rejects.toMatchObject(full);
  await add('long', ['y'], { entries: 10, bytes: 2001 + 64 * 1024 });
});

test('what is stored and could not be processed is there for good, and takes nobody’s room', async () => {
  const id = '00000000-0000-4000-8000-000000000001';
  const [contentHash, queryKeys] = [new Uint8Array(16), []];
  await own.store.statements.append([
    { id, text: '{}', timestamp: null, contentHash, queryKeys, sourceId: 'stored' },
  ]);
  const [stored] = await own.store.statements.findMany([id]);
  if (!stored) throw new Error('not stored');
  await own.store.inbox.quarantine(stored, { code: 'PROCESSING_FAILED', message: 'It failed.' });
  expect((await own.store.quarantine.countBySource()).get('stored')).toBe(1);
  expect((await own.store.quarantine.usage()).has('stored')).toBe(false);
});

test('what waited before texts were counted is counted', async () => {
  await add('older', ['äb', 'c']);
  const { client, db } = await openDatabase(own);
  await db.collection(collections.quarantine).updateMany({ sourceId: 'older' }, { $unset: { bytes: 1 } });
  expect((await own.store.quarantine.usage()).has('older')).toBe(false);
  await db
    .collection<{ _id: string }>(collections.meta)
    .updateOne({ _id: 'schema' }, { $set: { version: 8 } });
  await client.close();
  await (await openStore({ uri: own.uri, database: own.database })).close();
  expect((await own.store.quarantine.usage()).get('older')).toEqual({ entries: 2, bytes: 4 });
});
