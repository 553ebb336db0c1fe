// SPDX-License-Identifier: Apache-2.0
/** For tests: a store in a database of its own on the run's mongod, gone when closed. */
import { randomBytes } from 'node:crypto';
import type { Document } from 'mongodb';
import { inject } from 'vitest';
import { openDatabase, openStore } from './open-store.ts';
import type { Store } from './store.types.ts';

export { quayFramework } from './testing/quay-framework.ts';

export interface TestStore {
  readonly store: Store;
  readonly uri: string;
  readonly database: string;
  /** Straight to the database, for what no store does to itself. */
  readonly command: (command: Document) => Promise<Document>;
  /** Closes the store and drops the database. */
  readonly drop: () => Promise<void>;
}

export async function openTestStore(): Promise<TestStore> {
  const uri = inject('mongodbUri');
  const database = `test-${randomBytes(8).toString('hex')}`;
  const store = await openStore({ uri, database, secretKey: 'only for tests' });
  return {
    store,
    uri,
    database,
    command: async (command) => {
      const { client, db } = await openDatabase({ uri, database });
      try {
        return await db.command(command);
      } finally {
        await client.close();
      }
    },
    drop: async () => {
      await store.close();
      const { client, db } = await openDatabase({ uri, database });
      await db.dropDatabase();
      await client.close();
    },
  };
}
