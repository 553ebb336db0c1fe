// SPDX-License-Identifier: Apache-2.0
/** The database that a command works on: the one given, or the one that `cairn start` runs in the data folder. */
import { readEmbeddedRecord } from '@cairn/store/embedded';
import { isOutage, openStore, type Store } from '@cairn/store';
import type { Config } from './config.ts';
import { secretKey } from './kept.ts';

export class NotRunningError extends Error {}

/** Who waits at a terminal is told soon; a database on this machine or in this network answers far sooner. */
const patienceMs = 3000;

/** @throws {NotRunningError} when none is given and no Cairn runs in the data folder. */
export async function databaseUri({ mongodbUri, data }: Config): Promise<string> {
  const uri = mongodbUri ?? (await readEmbeddedRecord(data))?.uri;
  if (uri === undefined)
    throw new NotRunningError(`No Cairn runs in ${data}. Run "npm start", or set MONGODB_URI.`);
  return uri;
}

/** After a kill the folder still says where the database was. */
const silent = ({ mongodbUri, data }: Config, cause: unknown) =>
  new NotRunningError(
    mongodbUri === null
      ? `No Cairn runs in ${data}: its database does not answer. Run "npm start", or set MONGODB_URI.`
      : 'The database of MONGODB_URI does not answer. Check its address, that it runs, and that this machine may reach it.',
    { cause },
  );

/**
 * @param serverSelectionTimeoutMs what runs for long gives none: its database may come later, or change its primary.
 * @throws {NotRunningError} when it is not there.
 */
export async function openRunning(config: Config, serverSelectionTimeoutMs?: number): Promise<Store> {
  const uri = await databaseUri(config);
  try {
    return await openStore({
      uri,
      secretKey: (await secretKey(config)) ?? undefined,
      serverSelectionTimeoutMs,
    });
  } catch (error) {
    throw isOutage(error) ? silent(config, error) : error;
  }
}

/** For a command that does one thing and ends. @throws {NotRunningError} when the database is not there. */
export const connect = (config: Config): Promise<Store> => openRunning(config, patienceMs);
