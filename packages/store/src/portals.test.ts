// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own.drop());

const named = (id: string) => ({
  id,
  title: id,
  origins: [`https://${id}.example`],
  contact: null,
  rights: ['self'],
});
const provider = {
  kind: 'oidc',
  issuer: 'https://id.example.org',
  audience: 'api://cairn',
  claim: 'email',
  identifier: 'mbox',
} as const;

test('a rotated secret is new, and the one before is good for as long as was said', async () => {
  const { portals } = own.store;
  const { secret: before } = await portals.add(named('rotated'));
  const { secret, formerUntil } = await portals.rotate('rotated', 60_000);
  expect(secret).not.toBe(before);
  expect(formerUntil).toBeGreaterThan(Date.now());
  expect((await portals.find('rotated'))?.secrets).toEqual([
    { secret, until: null },
    { secret: before, until: formerUntil },
  ]);
});
test('a revoked portal is found no more, its pages neither, and it stays in the list', async () => {
  const { portals } = own.store;
  await portals.add(named('revoked'));
  expect(await portals.allowsOrigin('https://revoked.example')).toBe(true);
  expect((await portals.revoke('revoked')).revokedAt).not.toBeNull();
  expect(await portals.find('revoked')).toBeNull();
  expect(await portals.allowsOrigin('https://revoked.example')).toBe(false);
  expect((await portals.list()).some(({ id }) => id === 'revoked')).toBe(true);
  await expect(portals.revoke('revoked')).rejects.toMatchObject({ code: 'PORTAL_REVOKED' });
  await expect(portals.rotate('revoked', 0)).rejects.toMatchObject({ code: 'PORTAL_REVOKED' });
});
test('those of one provider are found by its issuer; they have no secret to rotate', async () => {
  const { portals } = own.store;
  await portals.addWithKeys(named('sharepoint'), provider);
  await portals.addWithKeys(named('teams'), { ...provider, audience: 'api://teams' });
  expect((await portals.findByIssuer(provider.issuer)).map(({ id }) => id).toSorted()).toEqual([
    'sharepoint',
    'teams',
  ]);
  expect(await portals.findByIssuer('https://other.example')).toEqual([]);
  expect((await portals.find('teams'))?.secrets).toEqual([]);
  await expect(portals.rotate('teams', 0)).rejects.toMatchObject({ code: 'PORTAL_WITHOUT_SECRET' });
});
test('nobody rotates or revokes what is not there', async () => {
  const { portals } = own.store;
  await expect(portals.rotate('nobody', 0)).rejects.toMatchObject({ code: 'PORTAL_UNKNOWN' });
  await expect(portals.revoke('nobody')).rejects.toMatchObject({ code: 'PORTAL_UNKNOWN' });
});
test('its last use is noted', async () => {
  const { portals } = own.store;
  await portals.add(named('used'));
  portals.noteUse('used');
  await expect.poll(async () => (await portals.get('used'))?.portal.lastUsedAt).toBeGreaterThan(0);
});
