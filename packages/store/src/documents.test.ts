// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentCondition, DocumentKey } from './documents.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own.drop());

const bytes = (text: string) => Buffer.from(text, 'utf8');
const content = (text: string) => ({ contentType: 'text/plain', bytes: bytes(text) });
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const anything: DocumentCondition = { must: 'be-anything' };
let count = 0;
const fresh = (): DocumentKey => {
  count += 1;
  return {
    kind: 'state',
    activity: `https://example.org/${count}`,
    agent: 'mbox:ann@example.org',
    id: 'bookmark',
  };
};
const textOf = async (key: DocumentKey) => {
  const found = await own.store.documents.find(key);
  return found && Buffer.from(found.bytes).toString('utf8');
};
const idsOf = async (...asked: Parameters<TestStore['store']['documents']['ids']>) => {
  const ids: string[] = [];
  for await (const { id } of own.store.documents.ids(...asked)) ids.push(id);
  return ids;
};

test('comes back as the same bytes, with its type and the SHA-1 of its bytes', async () => {
  const key = fresh();
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  await own.store.documents.save(key, { contentType: 'image/x', bytes: all }, anything);
  const found = await own.store.documents.find(key);
  expect(Buffer.from(found?.bytes ?? []).equals(all)).toBe(true);
  expect(found).toMatchObject({ contentType: 'image/x', etag: createHash('sha1').update(all).digest('hex') });
});

test('is changed only where the condition holds of what is stored', async () => {
  const { documents } = own.store;
  const key = fresh();
  const save = (text: string, condition: DocumentCondition) => documents.save(key, content(text), condition);
  expect(await save('a', { must: 'be-there' })).toBe(false);
  expect(await save('a', { must: 'be-one-of', etags: [sha1('a')] })).toBe(false);
  expect(await save('a', { must: 'be-absent' })).toBe(true);
  expect(await save('b', { must: 'be-absent' })).toBe(false);
  expect(await save('b', { must: 'be-none-of', etags: [sha1('x'), sha1('a')] })).toBe(false);
  expect(await save('b', { must: 'be-one-of', etags: [sha1('x')] })).toBe(false);
  expect(await textOf(key)).toBe('a');
  expect(await save('b', { must: 'be-one-of', etags: [sha1('x'), sha1('a')] })).toBe(true);
  expect(await save('c', { must: 'be-none-of', etags: [sha1('a')] })).toBe(true);
  expect(await save('d', { must: 'be-there' })).toBe(true);
  expect(await textOf(key)).toBe('d');
});

test('is removed only where the condition holds; what is gone is removed already', async () => {
  const { documents } = own.store;
  const key = fresh();
  await documents.save(key, content('a'), anything);
  expect(await documents.remove(key, { must: 'be-one-of', etags: [sha1('b')] })).toBe(false);
  expect(await textOf(key)).toBe('a');
  expect(await documents.remove(key, { must: 'be-one-of', etags: [sha1('a')] })).toBe(true);
  expect(await documents.remove(key, anything)).toBe(true);
  expect(await documents.remove(key, { must: 'be-there' })).toBe(false);
});

test('of many writers that know the same one, one wins, and of many that know of none', async () => {
  const { documents } = own.store;
  const key = fresh();
  const race = (condition: DocumentCondition) =>
    Promise.all(Array.from({ length: 20 }, (_, i) => documents.save(key, content(`${i}`), condition)));
  expect((await race({ must: 'be-absent' })).filter(Boolean)).toHaveLength(1);
  const etag = (await documents.find(key))?.etag ?? '';
  await documents.save(key, content('known'), { must: 'be-one-of', etags: [etag] });
  expect((await race({ must: 'be-one-of', etags: [sha1('known')] })).filter(Boolean)).toHaveLength(1);
});

test('ids are those of the owner, narrowed by registration and by time, without repeats', async () => {
  const { documents } = own.store;
  const { id: _id, ...owner } = fresh();
  const save = (id: string, registration?: string) =>
    documents.save({ ...owner, id, registration }, content(id), anything);
  await save('a');
  await save('b', 'r1');
  const since = (await documents.find({ ...owner, id: 'b', registration: 'r1' }))?.updated ?? 0;
  // The clock is the database's: wait until it has moved on.
  while ((await own.store.now()) <= since);
  await save('b', 'r2');
  await documents.save({ ...owner, agent: 'mbox:bob@example.org', id: 'c' }, content('c'), anything);
  expect(await idsOf(owner, {})).toEqual(['a', 'b']);
  expect(await idsOf(owner, { registration: 'r1' })).toEqual(['b']);
  expect(await idsOf(owner, { since })).toEqual(['b']);
  expect(await idsOf(owner, { since, registration: 'r1' })).toEqual([]);
  await documents.removeAll(owner, 'r1');
  expect(await idsOf(owner, { registration: 'r1' })).toEqual([]);
  expect(await idsOf(owner, {})).toEqual(['a', 'b']);
  await documents.removeAll(owner);
  expect(await idsOf(owner, {})).toEqual([]);
});
