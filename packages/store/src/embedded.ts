// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded database: a real one-member replica set, started and stopped with us, its data kept in a folder that one
 * Cairn at a time may use. Only loopback reaches it, and only who may read the folder has its password. When we are killed, a watcher process of the memory-server package takes mongod down.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { findMongod } from './embedded/find-mongod.ts';
import { ensureKeyFile } from './embedded/key-file.ts';
import { isListening, launch, type Launched, stopMongod } from './embedded/mongod.ts';
import { thisProcess } from './embedded/owner.ts';
import { findOwner, keep, type KeptRecord, readKept } from './embedded/record.ts';
import { assertPassword, becomePrimary, uriOf } from './embedded/replica-set.ts';
import { until } from './embedded/until.ts';
import { StoreError } from './store.errors.ts';

export { cacheFolder, findMongod } from './embedded/find-mongod.ts';
export { type EmbeddedRecord, readEmbeddedRecord } from './embedded/record.ts';

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

/** @throws {StoreError} ALREADY_RUNNING when another process runs Cairn in this folder. */
async function refuseSecond(dataDir: string): Promise<void> {
  const owner = await findOwner(dataDir);
  if (owner)
    throw new StoreError(
      'ALREADY_RUNNING',
      `Cairn already runs in this folder (process ${owner.pid}, ${dataDir}). Stop that one first, or start this one with a folder and a port of its own (--data, --port).`,
    );
}

/** A mongod that outlived a killed parent still holds the folder: ours is told to stop, a stranger's is left alone. */
async function takeOver(dataDir: string, { port, uri, pid }: KeptRecord): Promise<void> {
  if (port === undefined || !(await isListening(port))) return;
  if (uri !== undefined) {
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
  }
  if (await until(async () => !(await isListening(port)), 10_000)) return;
  await refuseSecond(dataDir);
  throw new StoreError(
    'MONGOD_PORT_TAKEN',
    `Port ${port}, which the database in this folder was made for, is used by another program. Stop that program, or start Cairn with another folder (--data).`,
  );
}

/** mongod's own lock on its files decides between two that start at the same moment; the other one is soon on record. */
async function explain(dataDir: string, error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !/DBPathInUse|already in use/.test(error.message)) return error;
  await until(async () => (await findOwner(dataDir)) !== null, 10_000);
  await refuseSecond(dataDir);
  return error;
}

/** Before a mongod that was killed is started again; the longest pause of a row of failures. */
const restartMs = 200;
const longestRestartMs = 10_000;

/**
 * Up in about half a second. The folder may hold the data of one that was killed: WiredTiger recovers it. When mongod ends
 * without being told to, it is started again on the same port, and who waits for the database goes on by itself.
 * @throws {StoreError} ALREADY_RUNNING, MONGOD_NOT_FOUND, MONGOD_PORT_TAKEN, MONGOD_PASSWORD.
 */
export async function startEmbedded({
  dataDir,
  cacheSizeGb = 0.5,
  onProgress = () => undefined,
}: EmbeddedOptions): Promise<Embedded> {
  const dbPath = path.join(dataDir, 'db');
  await mkdir(dbPath, { recursive: true, mode: 0o700 });
  await refuseSecond(dataDir);
  const before = await readKept(dataDir);
  await takeOver(dataDir, before);
  const binary = await findMongod(onProgress);
  const owner = await thisProcess();
  const keyFile = await ensureKeyFile(dataDir);
  let isStopping = false;
  let current: Launched;
  let restarting: Promise<void> = Promise.resolve();

  const start = async (port: number | undefined) => {
    current = await launch({ dbPath, binary, cacheSizeGb, keyFile, port });
    // From here on the folder is ours. The password is kept before the user is made: a kill between loses nothing.
    const kept = await readKept(dataDir);
    const password = kept.password ?? randomBytes(24).toString('base64url');
    const uri = uriOf(current.port, password);
    try {
      if (kept.password === undefined) await keep(dataDir, { ...kept, port: current.port, password });
      await becomePrimary(current.port, password);
      await assertPassword(current.port, password);
    } catch (error) {
      await stopMongod(current);
      throw error;
    }
    current.mongod?.once('exit', () => {
      if (!isStopping) restarting = again(restartMs);
    });
    await keep(dataDir, { port: current.port, password, uri, pid: current.pid, owner });
    return { uri, password };
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
  const { uri, password } = await start(before.port).catch(async (error: unknown) => {
    throw await explain(dataDir, error);
  });
  return {
    get pid() {
      return current.pid;
    },
    uri,
    binary,
    stop: async () => {
      isStopping = true;
      await restarting;
      await stopMongod(current);
      await keep(dataDir, { port: current.port, password });
    },
  };
}
