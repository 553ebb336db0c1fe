// SPDX-License-Identifier: Apache-2.0
/** The first source: made when there is none, kept in the data folder so that a newcomer can send a statement at once. */
import { randomBytes } from 'node:crypto';
import { type Store, StoreError } from '@cairn/store';
import type { Config } from './config.ts';
import { keep, keptFile, readKept } from './kept.ts';

const id = 'first';
const file = 'first-source';
export const firstSourceFile = (config: Config): string => keptFile(config, file);

function split(pair: string): readonly [key: string, secret: string] {
  const colon = pair.indexOf(':');
  return [pair.slice(0, colon), pair.slice(colon + 1)];
}

/** `key:secret` of the first source; null when it was made elsewhere and what is kept here does not open this database. */
export async function ensureFirstSource(store: Store, config: Config): Promise<string | null> {
  const kept = await readKept(config, file);
  if ((await store.sources.list()).length > 0)
    return kept !== null && (await store.sources.authenticate(...split(kept))) ? kept : null;
  const pair =
    config.firstSource ??
    kept ??
    `${randomBytes(9).toString('base64url')}:${randomBytes(24).toString('base64url')}`;
  // Written first: a source whose secret nobody knows would be of no use.
  await keep(config, file, pair);
  await make(store, pair);
  return pair;
}

async function make(store: Store, pair: string): Promise<void> {
  const [key, secret] = split(pair);
  await store.sources.add(
    { id, title: 'First source', dialect: 'generic', scaledRange: '0..1', scopes: ['all'] },
    { key, secret },
  );
}

/** The one that the environment gives, where there is no source yet; of several programs that begin at once one makes it. */
export async function ensureGivenSource(store: Store, { firstSource }: Config): Promise<void> {
  if (firstSource === null || (await store.sources.list()).length > 0) return;
  await make(store, firstSource).catch((error: unknown) => {
    if (!(error instanceof StoreError) || error.code !== 'SOURCE_EXISTS') throw error;
  });
}
