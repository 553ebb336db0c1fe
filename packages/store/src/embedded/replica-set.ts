// SPDX-License-Identifier: Apache-2.0
/**
 * mongod → a one-member replica set that takes writes from its one user. We do this ourselves: the package's own replica set
 * reconfigures at every start, which a recovering mongod refuses.
 */
import { type Db, MongoClient, MongoServerError } from 'mongodb';
import { StoreError } from '../store.errors.ts';
import { until } from './until.ts';

const user = 'cairn';
const direct = 'directConnection=true';

export const uriOf = (port: number, password: string): string =>
  `mongodb://${user}:${password}@127.0.0.1:${port}/?authSource=admin&replicaSet=cairn&${direct}`;

const isCalled = (error: unknown, ...names: readonly string[]) =>
  error instanceof MongoServerError && names.includes(error.codeName ?? '');

async function initiate(admin: Db, port: number): Promise<void> {
  const hello = async () => admin.command({ hello: 1 });
  const { setName } = await hello();
  if (setName === undefined) {
    const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
    await admin.command({ replSetInitiate: { _id: 'cairn', members } }).catch((error: unknown) => {
      // Recovering from a kill: the set is there and has not said so yet.
      if (!isCalled(error, 'AlreadyInitialized', 'Unauthorized')) throw error;
    });
  }
  if (!(await until(async () => (await hello())['isWritablePrimary'] === true, 30_000)))
    throw new Error('The embedded MongoDB started but did not become ready for writing within 30 seconds.');
}

/** mongod lets whoever comes over loopback make the first user, and nobody after: also in a folder of before there was one. */
async function ensureUser(admin: Db, password: string): Promise<void> {
  await admin.command({ createUser: user, pwd: password, roles: ['root'] }).catch((error: unknown) => {
    if (!isCalled(error, 'Unauthorized')) throw error;
  });
}

/** First start makes the replica set and the user; a later one finds them in its data. Then it takes writes. */
export async function becomePrimary(port: number, password: string): Promise<void> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?${direct}`, {
    serverSelectionTimeoutMS: 10_000,
  });
  try {
    await initiate(client.db('admin'), port);
    await ensureUser(client.db('admin'), password);
  } finally {
    await client.close();
  }
}

/** @throws {StoreError} MONGOD_PASSWORD when the user in the data has another one. */
export async function assertPassword(port: number, password: string): Promise<void> {
  const client = new MongoClient(uriOf(port, password), { serverSelectionTimeoutMS: 10_000 });
  try {
    await client.connect();
    await client.db('admin').command({ ping: 1 });
  } catch (error) {
    if (isCalled(error, 'AuthenticationFailed'))
      throw new StoreError(
        'MONGOD_PASSWORD',
        'The database in this folder has another password than its mongod.json says. Put the mongod.json back that belongs to it, from a backup of the folder.',
      );
    throw error;
  } finally {
    await client.close();
  }
}
