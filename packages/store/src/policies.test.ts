// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from './index.ts';
import { openTestStore, type TestStore } from './testing.ts';

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

const draft = {
  publishedBy: 'test',
  timeZone: 'UTC',
  frameworks: [],
  roles: [],
  dialects: {},
  mapping: { title: { en: 'M' }, rules: [], model: { model: 'latest', parameters: {} }, models: {} },
};

test('who sees a version in force may publish the next, and at every moment one of the two is alive', async () => {
  await store.policies.publish(draft);
  for (let number = 1; number <= 20; number += 1) {
    const version = String(number);
    const switched = store.policies.switchTo(version);
    while ((await other.policies.currentVersion()) !== version)
      expect(await other.policies.versionsAlive()).toContain(version);
    expect(await other.policies.versionKnownBy(Date.now())).toBe(version);
    await expect(other.policies.publish(draft)).resolves.toMatchObject({ version: String(number + 1) });
    await switched;
  }
});

test('a version comes into force once: a processor that is late with it does not bring it back', async () => {
  const fresh = await openTestStore();
  const { policies } = fresh.store;
  await policies.publish(draft);
  await Promise.all(['1', '1'].map((version) => policies.switchTo(version)));
  await policies.publish(draft);
  await policies.switchTo('2');
  await policies.switchTo('1');
  expect([await policies.currentVersion(), await policies.building()]).toEqual(['2', null]);
  await fresh.drop();
});

test('versions of a database of before are dated by their publication, and what is told in lists is found', async () => {
  const before = await openTestStore();
  await before.store.policies.publish(draft);
  await before.store.policies.switchTo('1');
  await before.store.policies.publish({ ...draft, publishedBy: 'another' });
  const added = {
    inForceAt: '',
    publishedBy: '',
    dialects: '',
    digests: '',
    carried: '',
    changes: '',
    plan: '',
    build: '',
  };
  await before.command({ update: 'policies', updates: [{ q: {}, u: { $unset: added }, multi: true }] });
  await before.command({ update: 'meta', updates: [{ q: { _id: 'schema' }, u: { $set: { version: 5 } } }] });
  const { policies, close } = await openStore({ uri: before.uri, database: before.database });
  const [second, first] = await policies.history({ skip: 0, limit: 9 });
  expect(first).toMatchObject({ version: '1', state: 'current', publishedBy: 'test', changes: null });
  expect(first?.inForceAt).toBe(first?.publishedAt);
  expect(second).toMatchObject({ version: '2', state: 'building', publishedBy: 'another', build: null });
  expect(await policies.versionKnownBy(first?.publishedAt ?? 0)).toBe('1');
  // Begun by a Cairn that made no plan: it reads all by all its rules.
  expect(await policies.building()).toMatchObject({ version: '2', plan: { parts: null, digests: null } });
  await close();
  await before.drop();
});
