// SPDX-License-Identifier: Apache-2.0
/** The first source: made when there is none, kept in the data folder so that a newcomer can send a statement at once. */
import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Store } from '@cairn/store';
import type { Config } from './config.ts';

const id = 'first';
export const firstSourceFile = ({ data }: Pick<Config, 'data'>): string => path.join(data, 'first-source');

function split(pair: string): readonly [key: string, secret: string] {
  const colon = pair.indexOf(':');
  return [pair.slice(0, colon), pair.slice(colon + 1)];
}

/** `key:secret` of the first source; null when it was made elsewhere and what is kept here does not open this database. */
export async function ensureFirstSource(store: Store, config: Config): Promise<string | null> {
  const file = firstSourceFile(config);
  const kept = await readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
  if ((await store.sources.list()).length > 0)
    return kept !== null && (await store.sources.authenticate(...split(kept))) ? kept : null;
  const pair =
    config.firstSource ??
    kept ??
    `${randomBytes(9).toString('base64url')}:${randomBytes(24).toString('base64url')}`;
  // Written first: a source whose secret nobody knows would be of no use.
  await writeFile(file, `${pair}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  const [key, secret] = split(pair);
  await store.sources.add(
    { id, title: 'First source', dialect: 'generic', scaledRange: '0..1', scopes: ['all'] },
    { key, secret },
  );
  return pair;
}
