// SPDX-License-Identifier: Apache-2.0
/** The first administrator: made when there is none, kept in the data folder so that it can be looked up again. */
import { randomBytes } from 'node:crypto';
import type { Store } from '@cairn/store';
import type { Config } from './config.ts';
import { keep, keptFile, readKept } from './kept.ts';

const file = 'first-admin';
export const firstAdminFile = (config: Config): string => keptFile(config, file);

export interface FirstAdmin {
  readonly email: string;
  readonly password: string;
}

function split(pair: string): FirstAdmin {
  const colon = pair.indexOf(':');
  return { email: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

/** The one that the environment gives, where there is no administrator yet. */
export async function ensureGivenAdmin(store: Store, { firstAdmin }: Config): Promise<void> {
  if (firstAdmin === null) return;
  const { email, password } = split(firstAdmin);
  await store.admins.addFirst(email, password);
}

/** null when the administrator was made elsewhere. */
export async function ensureFirstAdmin(store: Store, config: Config): Promise<FirstAdmin | null> {
  const kept = await readKept(config, file);
  const pair = config.firstAdmin ?? kept ?? `admin@cairn.example:${randomBytes(12).toString('base64url')}`;
  const admin = split(pair);
  // Written first: an administrator whose password nobody knows would be of no use.
  if (kept === null && !(await store.admins.exist())) await keep(config, file, pair);
  const isFirst = await store.admins.addFirst(admin.email, admin.password);
  return isFirst || kept === pair ? admin : null;
}
