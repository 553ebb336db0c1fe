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
