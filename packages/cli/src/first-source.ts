// SPDX-License-Identifier: Apache-2.0
/** The first source: made when there is none, kept in the data folder so that a newcomer can send a statement at once. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Store } from '@cairn/store';
import type { Config } from './config.ts';

const id = 'first';
export const firstSourceFile = ({ data }: Pick<Config, 'data'>): string => path.join(data, 'first-source');

/** `key:secret` of the first source; null when it was made elsewhere and its secret is not known here. */
export async function ensureFirstSource(store: Store, config: Config): Promise<string | null> {
  const kept = await readFile(firstSourceFile(config), 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
  if ((await store.sources.list()).length > 0) return kept;
  const pair =
    config.firstSource ??
    kept ??
    `${randomBytes(9).toString('base64url')}:${randomBytes(24).toString('base64url')}`;
  const colon = pair.indexOf(':');
  // Written first: a source whose secret nobody knows would be of no use.
  await writeFile(firstSourceFile(config), `${pair}\n`, { mode: 0o600 });
  await store.sources.add(
    { id, title: 'First source', dialect: 'generic', scaledRange: '0..1', scopes: ['all'] },
    { key: pair.slice(0, colon), secret: pair.slice(colon + 1) },
  );
  return pair;
}
