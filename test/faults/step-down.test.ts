// SPDX-License-Identifier: Apache-2.0
/** The primary of a three-member replica set steps down under load, and then the next one is killed: Cairn goes on with the third. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findMongod } from '@cairn/store/embedded';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort, startCairn } from '../running-cairn/running-cairn.ts';
import { basic, startLoad } from './load/load.ts';

interface Member {
  readonly port: number;
  readonly mongod: ChildProcess;
  readonly ended: Promise<unknown>;
}
let data: string;
let members: readonly Member[];
let uri: string;

async function startMember(binary: string, i: number): Promise<Member> {
  const [port, dbPath] = [await freePort(), path.join(data, `member-${i}`)];
  await mkdir(dbPath);
  const args = ['--port', String(port), '--dbpath', dbPath, '--replSet', 'three', '--bind_ip', '127.0.0.1'];
  const cache = ['--wiredTigerCacheSizeGB', '0.25', '--quiet'];
  const mongod = spawn(binary, [...args, ...cache], { stdio: 'ignore' });
  return { port, mongod, ended: once(mongod, 'exit') };
}
const withClient = async <T>(address: string, use: (client: MongoClient) => Promise<T>): Promise<T> => {
  const client = await new MongoClient(address, { serverSelectionTimeoutMS: 30_000 }).connect();
  try {
    return await use(client);
  } finally {
    await client.close();
  }
};
/** Any other than `not`. */
async function primaryPort(not?: number): Promise<number> {
  let port = 0;
  const look = async () =>
    withClient(uri, async (client) => {
      const { me } = await client.db('admin').command({ hello: 1 });
      port = Number(String(me).split(':')[1]);
      return port;
    });
  await expect.poll(look, { timeout: 40_000, interval: 100 }).not.toBe(not);
  return port;
}

beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cairn-step-down-'));
  const binary = await findMongod(() => undefined);
  members = [await startMember(binary, 0), await startMember(binary, 1), await startMember(binary, 2)];
  const hosts = members.map(({ port }) => `127.0.0.1:${port}`);
  uri = `mongodb://${hosts.join(',')}/cairn?replicaSet=three`;
  await withClient(`mongodb://${hosts[0]}/?directConnection=true`, (client) =>
    client.db('admin').command({
      replSetInitiate: {
        _id: 'three',
        members: hosts.map((host, _id) => ({ _id, host })),
        settings: { electionTimeoutMillis: 2000, heartbeatIntervalMillis: 500 },
      },
    }),
  );
  await primaryPort();
});
afterEach(async () => {
  for (const { mongod } of members) mongod.kill('SIGKILL');
  await Promise.all(members.map(({ ended }) => ended));
  await rm(data, { recursive: true, force: true });
});

test('another primary takes over, twice, and nothing is lost, doubled or to be started again', async () => {
  const cairn = await startCairn({
    data,
    env: { MONGODB_URI: uri, CAIRN_SECRET_KEY: 'only for tests, and long enough for it' },
  });
  try {
    const load = startLoad({ url: cairn.url, authorization: basic(await cairn.firstSource()) });
    await load.reach(200);
    const first = await primaryPort();
    await withClient(`mongodb://127.0.0.1:${first}/?directConnection=true`, (client) =>
      client.db('admin').command({ replSetStepDown: 20, secondaryCatchUpPeriodSecs: 5 }),
    );
    await load.reach(200);
    const second = await primaryPort(first);
    members.find(({ port }) => port === second)?.mongod.kill('SIGKILL');
    await load.reach(200);
    expect(await load.check(uri)).toBeGreaterThanOrEqual(600);
  } finally {
    cairn.child.kill('SIGTERM');
    await cairn.ended;
  }
});
