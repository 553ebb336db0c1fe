// SPDX-License-Identifier: Apache-2.0
/** The database that a command works on: the one given, or the one that `cairn start` runs in the data folder. */
import { readEmbeddedRecord } from '@cairn/store/embedded';
import { openStore, type Store } from '@cairn/store';
import type { Config } from './config.ts';
import { secretKey } from './kept.ts';

export class NotRunningError extends Error {}

/** @throws {NotRunningError} when neither is there. */
export async function connect(config: Config): Promise<Store> {
  const uri = config.mongodbUri ?? (await readEmbeddedRecord(config.data))?.uri;
  if (uri === undefined)
    throw new NotRunningError(
      `No Cairn has been started in ${config.data}. Run "npm start", or set MONGODB_URI.`,
    );
  return openStore({ uri, secretKey: (await secretKey(config)) ?? undefined });
}
