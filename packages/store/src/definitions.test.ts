// SPDX-License-Identifier: Apache-2.0
import type { ActivityDefinition } from '@cairn/xapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from './open-store.ts';
import type { Store } from './store.types.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own.drop());

const learn = (store: Store, id: string, ...sent: readonly ActivityDefinition[]) =>
  store.definitions.learn(new Map([[id, sent]]));
const known = async (id: string) => (await own.store.definitions.find([id])).get(id);

test('what is said of an activity adds up; the latest word wins', async () => {
  const id = 'https://example.org/a';
  await learn(
    own.store,
    id,
    { name: { en: 'Knots' }, type: 'https://example.org/t' },
    { name: { de: 'Knoten' } },
  );
  await learn(own.store, id, {
    name: { en: 'Knots and hitches' },
    extensions: { 'https://x.y/a.b$c': null },
  });
  expect(await known(id)).toEqual({
    name: { en: 'Knots and hitches', de: 'Knoten' },
    type: 'https://example.org/t',
    extensions: { 'https://x.y/a.b$c': null },
  });
  await learn(own.store, id, { name: { en: 'Knots' } });
  expect((await known(id))?.name).toEqual({ en: 'Knots', de: 'Knoten' });
  expect(await known('https://example.org/never')).toBeUndefined();
});

test('of many programs at once none is lost', async () => {
  const id = 'https://example.org/b';
  const stores = await Promise.all(
    Array.from({ length: 4 }, () => openStore({ uri: own.uri, database: own.database })),
  );
  const tags = ['de', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'sv'];
  await Promise.all(
    tags.map((tag, i) => learn(stores[i % stores.length] ?? own.store, id, { name: { [tag]: tag } })),
  );
  expect((await known(id))?.name).toEqual(Object.fromEntries(tags.map((tag) => [tag, tag])));
  await Promise.all(stores.map((store) => store.close()));
});

test('a definition that grows without end is cut to the newest', async () => {
  const id = 'https://example.org/c';
  const big = (tag: string): ActivityDefinition => ({ description: { [tag]: 'x'.repeat(600_000) } });
  await learn(own.store, id, big('en'));
  await learn(own.store, id, big('de'));
  expect(Object.keys((await known(id))?.description ?? {})).toEqual(['de']);
});
