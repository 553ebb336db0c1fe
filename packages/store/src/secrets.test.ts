// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from './open-store.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own.drop());

const portal = {
  id: 'intranet',
  title: 'Intranet',
  origins: ['https://i.example'],
  contact: null,
  rights: ['self'],
};

test('a portal secret is kept sealed, and opened only with the same key', async () => {
  const { secret } = await own.store.portals.add(portal);
  expect((await own.store.portals.find('intranet'))?.secrets).toEqual([{ secret, until: null }]);
  await expect(own.store.portals.add(portal)).rejects.toMatchObject({ code: 'PORTAL_EXISTS' });
  expect(await own.store.portals.allowsOrigin('https://i.example')).toBe(true);
  expect(await own.store.portals.allowsOrigin('https://evil.example')).toBe(false);
  for (const secretKey of ['another', undefined]) {
    const other = await openStore({ uri: own.uri, database: own.database, secretKey });
    await expect(other.portals.find('intranet')).rejects.toMatchObject({ code: 'SECRET_KEY' });
    await other.close();
  }
});

test('only the first administrator is made by itself; a session ends when told', async () => {
  const { admins } = own.store;
  expect(await admins.addFirst('Rita@Example.org', 'a long password')).toBe(true);
  expect(await admins.addFirst('eve@example.org', 'a long password')).toBe(false);
  expect(await admins.signIn('rita@example.org', 'wrong')).toBeNull();
  expect(await admins.signIn('nobody@example.org', 'a long password')).toBeNull();
  const signedIn = await admins.signIn('RITA@example.org', 'a long password');
  expect(await admins.session(signedIn?.token ?? '')).toMatchObject({ email: 'rita@example.org' });
  expect(await admins.session('guess')).toBeNull();
  await admins.signOut(signedIn?.token ?? '');
  expect(await admins.session(signedIn?.token ?? '')).toBeNull();
});
