// SPDX-License-Identifier: Apache-2.0
/** What commands on the database have in common: the options, the connection, one value printed for people or for programs. */
import type { Store } from '@cairn/store';
import type { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import { connect } from '../connect.ts';

export interface StoreOptions {
  readonly data?: string;
  readonly json?: true;
}

export const withStoreOptions = (command: Command): Command =>
  command
    .option('--data <folder>', 'folder of the embedded database (CAIRN_DATA)')
    .option('--json', 'one JSON value instead of text');

export async function withStore<T>(
  options: StoreOptions,
  use: (store: Store, config: Config) => Promise<T>,
): Promise<T> {
  const config = readConfig(process.env, options);
  const store = await connect(config);
  try {
    return await use(store, config);
  } finally {
    await store.close();
  }
}

export const print = (options: StoreOptions, value: unknown, text: string): void =>
  void process.stdout.write(options.json ? `${JSON.stringify(value)}\n` : `${text}\n`);
