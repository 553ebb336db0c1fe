// SPDX-License-Identifier: Apache-2.0
/**
 * `<dataDir>/mongod.json`: by it the command line joins a running Cairn, and the next start finds its port again.
 * What says that it runs goes when it is stopped in order; port and password stay: the replica set knows itself by the one
 * and us by the other. For nobody else's eyes.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive, type Owner } from './owner.ts';

/** The database of a Cairn that runs. */
export interface EmbeddedRecord {
  readonly port: number;
  readonly uri: string;
  /** Of mongod. */
  readonly pid: number;
}
export interface KeptRecord extends Partial<EmbeddedRecord> {
  /** Of the one user; made at the first start. */
  readonly password?: string;
  /** The process that started mongod. */
  readonly owner?: Owner;
}

export const recordFile = (dataDir: string): string => path.join(dataDir, 'mongod.json');

/** Empty when nothing was ever started in this folder. */
export async function readKept(dataDir: string): Promise<KeptRecord> {
  try {
    return JSON.parse(await readFile(recordFile(dataDir), 'utf8')) as KeptRecord;
  } catch {
    return {};
  }
}

export async function keep(dataDir: string, record: KeptRecord): Promise<void> {
  const part = `${recordFile(dataDir)}.part`;
  await writeFile(part, JSON.stringify(record), { mode: 0o600 });
  await rename(part, recordFile(dataDir));
}

/** The living process that runs Cairn in this folder; null = none does. */
export async function findOwner(dataDir: string): Promise<Owner | null> {
  const { owner } = await readKept(dataDir);
  return owner && (await isAlive(owner)) ? owner : null;
}

/** null: no embedded database runs in this folder. */
export async function readEmbeddedRecord(dataDir: string): Promise<EmbeddedRecord | null> {
  const { port, uri, pid, owner } = await readKept(dataDir);
  if (port === undefined || uri === undefined || pid === undefined) return null;
  return owner && !(await isAlive(owner)) ? null : { port, uri, pid };
}
