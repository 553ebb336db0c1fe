// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';
import { queryKey } from '@cairn/xapi';
import { Binary } from 'mongodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cacheMs } from './cached.ts';
import { probeActivity, type Store, strictSettings } from './index.ts';
import { openDatabase, openStore } from './open-store.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
let store: Store;
beforeAll(async () => {
  own = await openTestStore();
  store = own.store;
});
afterAll(() => own.drop());

const made = (id: string) =>
  store.sources.add({ id, title: id, dialect: 'generic', scaledRange: '0..1', scopes: ['statements/write'] });

test('a secret has 192 bits, is shown once, and the database alone does not tell it', async () => {
  const { key, secret } = await made('secret');
  expect(Buffer.from(secret, 'base64url').length).toBe(24);
  const { client, db } = await openDatabase({ uri: own.uri, database: own.database });
  const kept = JSON.stringify(await db.collection('sources').find().toArray());
  await client.close();
  expect([kept.includes(secret), kept.includes(key)]).toEqual([false, true]);
});

test('what is revoked or paused here is so in another process within seconds, though it was used there just now', async () => {
  const other = await openStore({ uri: own.uri, database: own.database });
  const { key, secret } = await made('elsewhere');
  const there = () => other.sources.authenticate(key, secret);
  expect((await there())?.pausedAt).toBeNull();
  await store.sources.setPaused('elsewhere', true);
  expect((await store.sources.authenticate(key, secret))?.pausedAt).not.toBeNull();
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(now + cacheMs + 1);
  expect((await there())?.pausedAt).not.toBeNull();
  await store.sources.revoke('elsewhere', key);
  expect(await store.sources.authenticate(key, secret)).toBeNull();
  clock.mockReturnValue(now + 2 * cacheMs + 2);
  expect(await there()).toBeNull();
  clock.mockRestore();
  await other.close();
});

test('a short credential has scopes of its own, ends by itself, and leaves nothing behind', async () => {
  await made('short');
  const { key, secret } = await store.sources.rotate('short', {
    scopes: ['statements/read/mine'],
    livesMs: 60_000,
  });
  expect((await store.sources.authenticate(key, secret))?.scopes).toEqual(['statements/read/mine']);
  vi.useFakeTimers({ now: Date.now() + 60_001, toFake: ['Date'] });
  expect(await store.sources.authenticate(key, secret)).toBeNull();
  const { source } = await store.sources.rotate('short');
  vi.useRealTimers();
  expect([source.credentials.some((one) => one.key === key), source.credentials.length]).toEqual([false, 2]);
});

test('it is known when a key was last used', async () => {
  const { key, secret } = await made('used');
  const before = Date.now();
  await store.sources.authenticate(key, secret);
  await store.sources.authenticate(key, 'wrong');
  const lastUsed = async () => (await store.sources.find('used'))?.credentials[0]?.lastUsedAt;
  await expect.poll(lastUsed).toBeGreaterThanOrEqual(before);
});

test('a probe and its void are stored and counted nowhere', async () => {
  await made('probed');
  const prepared = (queryKeys: readonly bigint[]) => ({
    id: randomUUID(),
    text: '{}',
    timestamp: 0,
    contentHash: new Uint8Array(16),
    queryKeys,
    sourceId: 'probed',
  });
  await store.statements.append([
    prepared([]),
    prepared([queryKey('activity', probeActivity)]),
    prepared([queryKey('related-activity', probeActivity)]),
  ]);
  const count = async () => (await store.sources.activity()).get('probed')?.statements;
  expect([await count(), await count()]).toEqual([1, 1]);
  await store.statements.append([prepared([]), prepared([])]);
  await store.statements.append([prepared([queryKey('activity', probeActivity)]), prepared([])]);
  expect(await Promise.all([count(), count()])).toEqual([4, 4]);
  expect(await count()).toBe(4);
});

test('a source of the version before keeps its key and what its sender was allowed', async () => {
  const database = `${own.database}-old`;
  const { client, db } = await openDatabase({ uri: own.uri, database });
  const secretHash = new Binary(createHash('sha256').update('a secret of before').digest());
  await db.collection('sources').createIndex({ key: 1 }, { unique: true });
  await db.collection('sources').insertMany(
    ['moodle-logstore', 'generic'].map((dialect) => ({
      _id: dialect as never,
      title: dialect,
      key: `key-of-${dialect}`,
      secretHash,
      dialect,
      scaledRange: '0..1',
      scopes: ['all'],
      createdAt: new Date(0),
    })),
  );
  const opened = await openStore({ uri: own.uri, database });
  const moodle = await opened.sources.authenticate('key-of-moodle-logstore', 'a secret of before');
  expect(moodle).toMatchObject({
    preset: 'moodle-logstore',
    settings: { ...strictSettings, derivesIds: true, acceptsEmptyBatch: true },
    pausedAt: null,
  });
  expect((await opened.sources.find('generic'))?.preset).toBe('generic');
  await expect(opened.check()).resolves.not.toThrow();
  await opened.close();
  await db.dropDatabase();
  await client.close();
});
