// SPDX-License-Identifier: Apache-2.0
/** `sources/{source}/pull`: from which remote LRS a source's statements are pulled. */
import type { pullNowSchema, pullRequestSchema } from '@cairn/api/pull';
import { askedPull } from '@cairn/lrs-adapter';
import type { z } from 'zod';
import type { Handler } from '../context.ts';
import { viewOf } from './sources.ts';

export const configurePull: Handler = async ({ body, params, services: { store } }) => {
  const id = params['source'] ?? '';
  await askedPull(store, id, body as z.output<typeof pullRequestSchema>);
  return viewOf(store, id);
};

export const pullNow: Handler = async ({ body, params, services: { store } }) => {
  const { since } = body as z.output<typeof pullNowSchema>;
  const { sourceId } = await store.pulls.ask(
    params['source'] ?? '',
    since === undefined ? undefined : { since },
  );
  return viewOf(store, sourceId);
};

export const removePull: Handler = async ({ params, services: { store } }) => {
  const id = params['source'] ?? '';
  await store.pulls.remove(id);
  return viewOf(store, id);
};
