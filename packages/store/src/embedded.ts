// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded database: a real one-member replica set, started and stopped with us, its data kept in a folder.
 * Only loopback reaches it. When we are killed, a watcher process of the memory-server package takes mongod down.
 */
import { once } from 'node:events';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import { MongoClient, MongoServerError } from 'mongodb';
import { MongoMemoryServer } from 'mongodb-memory-server-core';
import { findMongod } from './embedded/find-mongod.ts';
import { StoreError } from './store.errors.ts';

export { cacheFolder } from './embedded/find-mongod.ts';

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** Default 0.5: by itself mongod would take half of the memory. */
  readonly cacheSizeGb?: number;
  readonly onProgress?: (text: string) => void;
}
export interface Embedded {
  readonly uri: string;
  /** Path of the mongod in use. */
  readonly binary: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}
/** Content of `<dataDir>/mongod.json`, by which the command line joins a running Cairn. */
export interface EmbeddedRecord {
  readonly port: number;
  readonly uri: string;
  readonly pid: number;
}

const recordFile = (dataDir: string) => path.join(dataDir, 'mongod.json');

/** null: no embedded database was ever started in this folder. */
export async function readEmbeddedRecord(dataDir: string): Promise<EmbeddedRecord | null> {
  try {
    return JSON.parse(await readFile(recordFile(dataDir), 'utf8')) as EmbeddedRecord;
  } catch {
    return null;
  }
}

async function writeRecord(dataDir: string, record: EmbeddedRecord): Promise<void> {
  const part = `${recordFile(dataDir)}.part`;
  await writeFile(part, JSON.stringify(record), { mode: 0o600 });
  await rename(part, recordFile(dataDir));
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

async function until(isTrue: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end;) {
    if (await isTrue()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return isTrue();
}

/** A mongod that outlived a killed parent still holds the folder: ours is told to stop, a stranger's is left alone. */
async function takeOver({ port, uri, pid }: EmbeddedRecord): Promise<void> {
  if (!(await isListening(port))) return;
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 3000 });
  try {
    const status = await client.db('admin').command({ serverStatus: 1 });
    if (Number(status['pid']) === pid)
      await client
        .db('admin')
        .command({ shutdown: 1, force: true })
        .catch(() => undefined);
  } catch {
    // Not a database, or not ours: said below.
  } finally {
    await client.close();
  }
  if (!(await until(async () => !(await isListening(port)), 10_000)))
    throw new StoreError(
      'MONGOD_PORT_TAKEN',
      `Port ${port}, which the database in this folder was made for, is used by another program. Stop that program, or start Cairn with another folder (--data).`,
    );
}

/**
 * First start makes the replica set; a later one finds it in its data. Then waits until it takes writes. We do this ourselves:
 * the package's own replica set reconfigures at every start, which a recovering mongod refuses.
 */
async function becomePrimary(uri: string, port: number): Promise<void> {
  const client = new MongoClient(uri.replace('replicaSet=cairn&', ''), { serverSelectionTimeoutMS: 10_000 });
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

/** Up in about half a second. The folder may hold the data of one that was killed: WiredTiger recovers it. */
export async function startEmbedded({
  dataDir,
  cacheSizeGb = 0.5,
  onProgress = () => undefined,
}: EmbeddedOptions): Promise<Embedded> {
  const dbPath = path.join(dataDir, 'db');
  await mkdir(dbPath, { recursive: true, mode: 0o700 });
  const before = await readEmbeddedRecord(dataDir);
  if (before) await takeOver(before);
  const binary = await findMongod(onProgress);
  process.env['MONGOMS_SYSTEM_BINARY_VERSION_CHECK'] ??= 'false';
  const server = await MongoMemoryServer.create({
    instance: {
      dbPath,
      storageEngine: 'wiredTiger',
      replSet: 'cairn',
      args: [
        '--wiredTigerCacheSizeGB',
        String(cacheSizeGb),
        '--setParameter',
        'transactionLifetimeLimitSeconds=3',
      ],
      // The set knows itself by this port, so it must stay.
      ...(before ? { port: before.port, portGeneration: false } : {}),
    },
    binary: { systemBinary: binary },
  });
  const port = server.instanceInfo?.port ?? 0;
  const mongod = server.instanceInfo?.instance.mongodProcess;
  const uri = `mongodb://127.0.0.1:${port}/?replicaSet=cairn&directConnection=true`;
  // SIGTERM is mongod's orderly stop; it also ends well when mongod is gone already.
  const stop = async () => {
    if (!mongod || mongod.exitCode !== null || mongod.signalCode !== null) return;
    const exited = once(mongod, 'exit');
    mongod.kill('SIGTERM');
    await exited;
  };
  try {
    await becomePrimary(uri, port);
  } catch (error) {
    await stop();
    throw error;
  }
  await writeRecord(dataDir, { port, uri, pid: mongod?.pid ?? 0 });
  return { uri, binary, pid: mongod?.pid ?? 0, stop };
}
