// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownIdentifier, type Store } from '../index.ts';
import { openTestStore, type TestStore } from '../testing.ts';

let own: TestStore;
let store: Store;
const person = (id: string, identifiers: readonly string[] = []) => ({
  id,
  name: id,
  teamId: null,
  roleIds: [],
  identifiers: identifiers.map((identifier) => ({ identifier, from: null, to: null })),
});
beforeAll(async () => {
  own = await openTestStore();
  store = own.store;
  await store.people.import([person('ann'), person('bob'), person('thief', [ownIdentifier('eve')])], 'test');
});
afterAll(() => own.drop());

test('who is known gets one, once, whenever it is asked for, and who is not stays unknown', async () => {
  await Promise.all([
    store.people.linkOwn(['ann', 'bob', 'nobody'], 'entered'),
    store.people.linkOwn(['bob', 'ann'], 'entered'),
  ]);
  const links = await store.people.linksOf(['ann', 'bob', 'nobody'].map(ownIdentifier));
  expect(new Map(links.map(({ personId, from, to, proof }) => [personId, [from, to, proof]]))).toEqual(
    new Map([
      ['ann', [null, null, 'entered']],
      ['bob', [null, null, 'entered']],
    ]),
  );
  const before = await store.people.whoIs(ownIdentifier('ann'), 0);
  await store.people.linkOwn(['ann'], 'again');
  expect([before?.id, (await store.people.linksOf([ownIdentifier('ann')])).length]).toEqual(['ann', 1]);
});
test('is not taken from whoever was made known by it before', async () => {
  await store.people.import([person('eve')], 'test');
  await expect(store.people.linkOwn(['eve'], 'entered')).rejects.toMatchObject({ code: 'IDENTIFIER_TAKEN' });
});
test('many are found at once', async () => {
  const found = await store.people.findMany(['bob', 'nobody', 'ann', 'ann']);
  expect(found.map(({ id }) => id).toSorted()).toEqual(['ann', 'bob']);
});
