// SPDX-License-Identifier: Apache-2.0
/** `portals`: whose tokens are accepted, and on which pages. */
import type { portalRequestSchema, rotatePortalSchema, testPortalSchema } from '@cairn/api/contract';
import type { Portal, Store } from '@cairn/store';
import type { z } from 'zod';
import { testPortal as test } from '../auth/test-portal.ts';
import type { Handler } from '../context.ts';

const hourMs = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

export const portalView = ({ createdAt, lastUsedAt, revokedAt, ...rest }: Portal) => ({
  ...rest,
  createdAt: iso(createdAt),
  lastUsedAt: isoOrNull(lastUsedAt),
  revokedAt: isoOrNull(revokedAt),
});

/** Shared with the command line. @throws {StoreError} PORTAL_EXISTS, SECRET_KEY. */
export async function makePortal(store: Store, asked: z.output<typeof portalRequestSchema>) {
  const { trust, ...rest } = asked;
  const portal = { ...rest, origins: rest.origins.map((origin) => new URL(origin).origin) };
  if (trust.kind !== 'secret')
    return { ...portalView(await store.portals.addWithKeys(portal, trust)), secret: null };
  const made = await store.portals.add(portal);
  return { ...portalView(made.portal), secret: made.secret };
}

export const listPortals: Handler = async ({ services: { store } }) => ({
  items: (await store.portals.list()).map(portalView),
  next: null,
});
export const addPortal: Handler = ({ body, services: { store } }) =>
  makePortal(store, body as z.output<typeof portalRequestSchema>);

export const testPortal: Handler = async ({ params, body, services: { store, url } }) => {
  const { token } = body as z.output<typeof testPortalSchema>;
  const checks = await test(store, { id: params['portal'] ?? '', audience: url, token });
  return { isGood: checks.every(({ isGood }) => isGood), checks };
};
export const rotatePortal: Handler = async ({ params, body, services: { store } }) => {
  const { overlapHours } = body as z.output<typeof rotatePortalSchema>;
  const rotated = await store.portals.rotate(params['portal'] ?? '', overlapHours * hourMs);
  return {
    ...portalView(rotated.portal),
    secret: rotated.secret,
    formerUntil: iso(rotated.formerUntil),
  };
};
export const revokePortal: Handler = async ({ params, services: { store } }) =>
  portalView(await store.portals.revoke(params['portal'] ?? ''));
