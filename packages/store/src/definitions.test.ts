// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { ActivityDefinition } from '@cairn/xapi';
import fc from 'fast-check';
import { Long } from 'mongodb';
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

const told = (sourceId: string, activity: string, definition?: ActivityDefinition) => ({
  id: randomUUID(),
  text: JSON.stringify({
    actor: { mbox: 'mailto:ann@example.org' },
    verb: { id: 'https://x.y/v' },
    object: { id: activity, ...(definition && { definition }) },
  }),
  timestamp: null,
  contentHash: new Uint8Array(16),
  queryKeys: [],
  sourceId,
});
/** As a database is that an older Cairn has written: nothing up to now was taught. */
async function age(): Promise<void> {
  const { next } = await own.store.statements.order();
  const left = Long.fromBigInt(next);
  await own.command({
    update: 'meta',
    updates: [{ q: { _id: 'definitions' }, u: { $set: { left } }, upsert: true }],
  });
}
/** Another process each time: what one remembers of being done does not count. */
async function teach(steps = Infinity): Promise<void> {
  const store = await openStore({ uri: own.uri, database: own.database });
  for (let step = 0; step < steps && (await store.definitions.teachOlder()); step += 1);
  await store.close();
}
const source = (id: string, scopes: readonly string[]) =>
  own.store.sources.add({ id, title: id, dialect: 'generic', scaledRange: '0..1', scopes, settings: {} });

test('what statements said before definitions were kept is taught once, as if it had been then', async () => {
  await source('defines', ['statements/write', 'define']);
  await source('writes', ['statements/write']);
  const definitions = fc.record(
    {
      name: fc.dictionary(fc.constantFrom('en', 'de', 'fr'), fc.constantFrom('a', 'b', 'c'), { minKeys: 1 }),
      type: fc.constantFrom('https://x.y/s', 'https://x.y/t'),
      extensions: fc.dictionary(fc.constantFrom('https://x.y/a', 'https://x.y/b'), fc.nat(3)),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(definitions, { minLength: 1, maxLength: 6 }), fc.nat(6), async (all, late) => {
      const [id, exact] = [`https://example.org/${randomUUID()}`, `https://example.org/${randomUUID()}`];
      await own.store.statements.append(all.map((one) => told('defines', id, one)));
      await own.store.statements.append([told('writes', id, { moreInfo: 'https://x.y/not-mine' })]);
      await age();
      // Some of it was taught by a newer Cairn already.
      if (late > 0) await learn(own.store, id, ...all.slice(-late));
      await learn(own.store, exact, ...all);
      await teach();
      expect(await known(id)).toEqual(await known(exact));
      await age();
      await teach();
      expect(await known(id)).toEqual(await known(exact));
    }),
    { numRuns: 10 },
  );
});

test('many older statements are read in parts, and a stopped reader is gone on from', async () => {
  const ids = Array.from({ length: 2500 }, (_, i) => `https://example.org/many/${i}`);
  await own.store.statements.append(
    ids.map((id, i) => told('defines', id, i % 2 ? { name: { en: id } } : undefined)),
  );
  await age();
  await teach(1);
  expect(await known(ids.at(-1) ?? '')).toEqual({ name: { en: ids.at(-1) } });
  expect(await known(ids[1] ?? '')).toBeUndefined();
  await Promise.all([teach(), teach()]);
  const all = await own.store.definitions.find(ids);
  expect(all.size).toBe(1250);
  expect(await own.store.definitions.teachOlder()).toBe(false);
});

test('an older database is marked when it is opened, and a new one has nothing to be taught', async () => {
  const fresh = await openTestStore();
  expect(await fresh.store.definitions.teachOlder()).toBe(false);
  const id = 'https://example.org/old';
  await fresh.store.sources.add({
    id: 'defines',
    title: 'D',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
    settings: {},
  });
  await fresh.store.statements.append([told('defines', id, { name: { en: 'Old' } })]);
  await fresh.command({ delete: 'meta', deletes: [{ q: { _id: 'definitions' }, limit: 1 }] });
  await fresh.command({ update: 'meta', updates: [{ q: { _id: 'schema' }, u: { $set: { version: 9 } } }] });
  const store = await openStore({ uri: fresh.uri, database: fresh.database });
  while (await store.definitions.teachOlder());
  expect((await store.definitions.find([id])).get(id)).toEqual({ name: { en: 'Old' } });
  await store.close();
  await fresh.drop();
});
