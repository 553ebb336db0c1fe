// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded database: a real one-member replica set, started and stopped with us, its data kept in a folder.
 * Only loopback reaches it. When we are killed, a watcher process of the memory-server package takes mongod down.
 */
import type { ChildProcess } from 'node:child_process';
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

interface Launched {
  readonly port: number;
  readonly pid: number;
  readonly mongod: ChildProcess | undefined;
}

async function launch(
  dbPath: string,
  binary: string,
  cacheSizeGb: number,
  port: number | undefined,
): Promise<Launched> {
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
      ...(port === undefined ? {} : { port, portGeneration: false }),
    },
    binary: { systemBinary: binary },
  });
  const mongod = server.instanceInfo?.instance.mongodProcess;
  return { port: server.instanceInfo?.port ?? 0, pid: mongod?.pid ?? 0, mongod };
}

/** SIGTERM is mongod's orderly stop; it also ends well when mongod is gone already. */
async function stopMongod({ mongod }: Launched): Promise<void> {
  if (!mongod || mongod.exitCode !== null || mongod.signalCode !== null) return;
  const exited = once(mongod, 'exit');
  mongod.kill('SIGTERM');
  await exited;
}

const uriOf = (port: number) => `mongodb://127.0.0.1:${port}/?replicaSet=cairn&directConnection=true`;
/** Before a mongod that was killed is started again; the longest pause of a row of failures. */
const restartMs = 200;
const longestRestartMs = 10_000;

/**
 * Up in about half a second. The folder may hold the data of one that was killed: WiredTiger recovers it. When mongod ends
 * without being told to, it is started again on the same port, and who waits for the database goes on by itself.
 */
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
  let isStopping = false;
  let current: Launched;
  let restarting: Promise<void> = Promise.resolve();

  const start = async (port: number | undefined) => {
    current = await launch(dbPath, binary, cacheSizeGb, port);
    try {
      await becomePrimary(uriOf(current.port), current.port);
    } catch (error) {
      await stopMongod(current);
      throw error;
    }
    current.mongod?.once('exit', () => {
      if (!isStopping) restarting = again(restartMs);
    });
    const record = { port: current.port, uri: uriOf(current.port), pid: current.pid };
    await writeRecord(dataDir, record);
    return record;
  };
  const again = async (pauseMs: number): Promise<void> => {
    onProgress('MongoDB has ended without being told to; it is started again');
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (isStopping) return;
    try {
      await start(current.port);
    } catch (error) {
      onProgress(`MongoDB did not start: ${error instanceof Error ? error.message : String(error)}`);
      await again(Math.min(longestRestartMs, pauseMs * 2));
    }
  };
  const record = await start(before?.port);
  return {
    get pid() {
      return current.pid;
    },
    uri: record.uri,
    binary,
    stop: async () => {
      isStopping = true;
      await restarting;
      await stopMongod(current);
    },
  };
}
