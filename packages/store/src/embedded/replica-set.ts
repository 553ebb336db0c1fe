// SPDX-License-Identifier: Apache-2.0
/**
 * mongod → a one-member replica set that takes writes. We do this ourselves: the package's own replica set reconfigures at
 * every start, which a recovering mongod refuses.
 */
import { MongoClient, MongoServerError } from 'mongodb';
import { until } from './until.ts';

export const uriOf = (port: number): string =>
  `mongodb://127.0.0.1:${port}/?replicaSet=cairn&directConnection=true`;

/** First start makes the replica set; a later one finds it in its data. Then waits until it takes writes. */
export async function becomePrimary(port: number): Promise<void> {
  const client = new MongoClient(uriOf(port).replace('replicaSet=cairn&', ''), {
    serverSelectionTimeoutMS: 10_000,
  });
  const admin = client.db('admin');
  const hello = async () => admin.command({ hello: 1 });
  try {
    const { setName } = await hello();
    if (setName === undefined) {
      const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
      await admin.command({ replSetInitiate: { _id: 'cairn', members } }).catch(async (error: unknown) => {
        // Recovering from a kill: the set is there and has not said so yet.
        if (!(error instanceof MongoServerError) || error.codeName !== 'AlreadyInitialized') throw error;
      });
    }
    if (!(await until(async () => (await hello())['isWritablePrimary'] === true, 30_000)))
      throw new Error('The embedded MongoDB started but did not become ready for writing within 30 seconds.');
  } finally {
    await client.close();
  }
}
