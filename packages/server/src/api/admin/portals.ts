// SPDX-License-Identifier: Apache-2.0
/** `portals`: whose tokens are accepted, and on which pages. */
import type { portalRequestSchema } from '@cairn/api/contract';
import type { Portal } from '@cairn/store';
import type { z } from 'zod';
import type { Handler } from '../context.ts';

const view = ({ createdAt, ...rest }: Portal) => ({ ...rest, createdAt: new Date(createdAt).toISOString() });

export const listPortals: Handler = async ({ services: { store } }) => ({
  items: (await store.portals.list()).map(view),
  next: null,
});
export const addPortal: Handler = async ({ body, services: { store } }) => {
  const asked = body as z.output<typeof portalRequestSchema>;
  const { portal, secret } = await store.portals.add({
    ...asked,
    origins: asked.origins.map((origin) => new URL(origin).origin),
  });
  return { ...view(portal), secret };
};
