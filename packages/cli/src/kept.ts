// SPDX-License-Identifier: Apache-2.0
/** Secrets that are made once and kept in the data folder, for nobody else's eyes. */
import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from './config.ts';

export const keptFile = ({ data }: Pick<Config, 'data'>, name: string): string => path.join(data, name);

export async function readKept(config: Config, name: string): Promise<string | null> {
  const text = await readFile(keptFile(config, name), 'utf8').catch(() => null);
  return text?.trim() ?? null;
}
/** Whole or not at all, whenever the process ends. */
export async function keep(config: Config, name: string, text: string): Promise<void> {
  const file = keptFile(config, name);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${text}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, file);
}

/** The one given, or the one kept; null when there is none. */
export const secretKey = async (config: Config): Promise<string | null> =>
  config.secretKey ?? (await readKept(config, 'secret-key'));

/** With a database of our own the key is made here; the configuration demands it with one that is given. */
export async function ensureSecretKey(config: Config): Promise<string> {
  const known = await secretKey(config);
  if (known !== null) return known;
  const made = randomBytes(32).toString('base64url');
  await keep(config, 'secret-key', made);
  return made;
}

/** Where the Cairn of this folder answers, for commands that ask it. A folder of nobody's is left alone. */
export const noteAddress = (config: Config): Promise<void> =>
  keep(config, 'address', config.url).catch(() => undefined);
