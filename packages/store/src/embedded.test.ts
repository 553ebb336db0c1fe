// SPDX-License-Identifier: Apache-2.0
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { MongoInstance } from 'mongodb-memory-server-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEmbeddedRecord, startEmbedded } from './embedded.ts';
import { openStore } from './index.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'cairn-embedded-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const id = '00000000-0000-4000-8000-000000000001';

test('what was acknowledged is there after mongod was killed and started again on the same folder', async () => {
  const first = await startEmbedded({ dataDir });
  const store = await openStore({ uri: first.uri });
  await store.statements.append([
    { id, text: '{}', timestamp: null, contentHash: new Uint8Array(16), queryKeys: [], sourceId: 's' },
  ]);
  process.kill(first.pid, 'SIGKILL');
  await store.close();
  await first.stop();

  const second = await startEmbedded({ dataDir });
  const again = await openStore({ uri: second.uri });
  expect((await again.statements.find(id))?.text).toBe('{}');
  await again.close();
  await second.stop();
});

test('a folder is one Cairn’s: a second is refused and leaves the first alone', async () => {
  const first = await startEmbedded({ dataDir });
  const store = await openStore({ uri: first.uri });
  await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
    code: 'ALREADY_RUNNING',
    message: expect.stringContaining(`process ${process.pid}`) as string,
  });
  expect([await store.now(), await readEmbeddedRecord(dataDir)]).toMatchObject([
    expect.any(Number),
    { uri: first.uri, pid: first.pid },
  ]);
  await store.close();
  await first.stop();
  expect(await readEmbeddedRecord(dataDir)).toBeNull();
  const second = await startEmbedded({ dataDir });
  expect(second.uri).toBe(first.uri);
  await second.stop();
});

test('of two that start at the same moment in a new folder one runs, and the other is told so', async () => {
  const fresh = await mkdtemp(path.join(tmpdir(), 'cairn-embedded-'));
  const both = await Promise.allSettled([
    startEmbedded({ dataDir: fresh }),
    startEmbedded({ dataDir: fresh }),
  ]);
  const [refused, ...others] = both.filter((one) => one.status === 'rejected');
  expect([refused?.reason, others]).toMatchObject([{ code: 'ALREADY_RUNNING' }, []]);
  for (const one of both) if (one.status === 'fulfilled') await one.value.stop();
  await rm(fresh, { recursive: true, force: true });
});

test('the record of a process that has ended, or of another with its number, holds nobody up', async () => {
  const first = await startEmbedded({ dataDir });
  await first.stop();
  const file = path.join(dataDir, 'mongod.json');
  const stopped = JSON.parse(await readFile(file, 'utf8')) as object;
  for (const owner of [
    { pid: 2 ** 22 + 1, started: '1' },
    { pid: process.pid, started: '1' },
  ]) {
    await writeFile(file, JSON.stringify({ ...stopped, uri: first.uri, pid: 1, owner }));
    expect(await readEmbeddedRecord(dataDir)).toBeNull();
    await (await startEmbedded({ dataDir })).stop();
  }
});

const bareUri = (uri: string) => uri.replace(/\/\/.*@/, '//').replace('authSource=admin&', '');

test('only who may read the folder may read the database', async () => {
  const embedded = await startEmbedded({ dataDir });
  const stranger = await new MongoClient(bareUri(embedded.uri)).connect();
  await expect(stranger.db('cairn').collection('people').findOne()).rejects.toMatchObject({ code: 13 });
  await expect(
    stranger.db('admin').command({ createUser: 'second', pwd: 'x', roles: ['root'] }),
  ).rejects.toMatchObject({ code: 13 });
  await stranger.close();
  await embedded.stop();
  const others = process.platform === 'win32' ? 0 : 0o077;
  for (const name of ['mongod.json', 'mongod.key'])
    expect((await stat(path.join(dataDir, name))).mode & others).toBe(0);
});

test('a record without the password that the database has is said, and the record that belongs to it helps', async () => {
  const file = path.join(dataDir, 'mongod.json');
  const right = await readFile(file, 'utf8');
  const { port } = JSON.parse(right) as { port: number };
  await writeFile(file, JSON.stringify({ port }));
  await expect(startEmbedded({ dataDir })).rejects.toMatchObject({ code: 'MONGOD_PASSWORD' });
  await writeFile(file, right);
  await (await startEmbedded({ dataDir })).stop();
});

test('a folder made before there was a password goes on, and has one', async () => {
  const old = await mkdtemp(path.join(tmpdir(), 'cairn-embedded-'));
  // One of ours tells the mongod in use and a port that is free.
  const { binary, uri, stop } = await startEmbedded({ dataDir });
  await stop();
  const port = Number(new URL(bareUri(uri)).port);
  const dbPath = path.join(old, 'db');
  await mkdir(dbPath);
  const mongod = await MongoInstance.create({
    instance: {
      port,
      ip: '127.0.0.1',
      dbPath,
      storageEngine: 'wiredTiger',
      args: ['--replSet', 'cairn'],
    },
    binary: { systemBinary: binary },
  });
  const client = await new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`).connect();
  await client
    .db('admin')
    .command({ replSetInitiate: { _id: 'cairn', members: [{ _id: 0, host: `127.0.0.1:${port}` }] } });
  const kept = client.db('cairn').collection<{ _id: string }>('kept');
  await expect.poll(() => kept.insertOne({ _id: 'x' }).catch(() => null), { timeout: 10_000 }).not.toBeNull();
  await client.close();
  await mongod.stop();
  await writeFile(path.join(old, 'mongod.json'), JSON.stringify({ port, uri: bareUri(uri), pid: 1 }));

  const embedded = await startEmbedded({ dataDir: old });
  const known = await new MongoClient(embedded.uri).connect();
  expect(await known.db('cairn').collection('kept').countDocuments()).toBe(1);
  await known.close();
  const stranger = await new MongoClient(bareUri(embedded.uri)).connect();
  await expect(stranger.db('cairn').collection('kept').findOne()).rejects.toMatchObject({ code: 13 });
  await stranger.close();
  await embedded.stop();
  await rm(old, { recursive: true, force: true });
});
