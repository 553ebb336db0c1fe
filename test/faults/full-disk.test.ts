// SPDX-License-Identifier: Apache-2.0
/**
 * The disk of the database full under load: a file system of its own, small, and a ballast file that takes all the rest of it. mongod
 * ends itself at its next checkpoint and cannot start until there is room; then all goes on. Needs the right to mount (root on Linux).
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { startCairn } from '../running-cairn/running-cairn.ts';
import { basic, startLoad } from './load/load.ts';

const run = promisify(execFile);
const mebibyte = 1 << 20;

/** Returns when there is no room for as much as one page more. */
async function fill(file: string): Promise<void> {
  const ballast = await open(file, 'w');
  try {
    for (const size of [16 * mebibyte, 65_536, 4096])
      for (let hasRoom = true; hasRoom;)
        hasRoom = await ballast.write(Buffer.alloc(size)).then(
          ({ bytesWritten }) => bytesWritten === size,
          (error: unknown) => {
            if (Reflect.get(error as object, 'code') === 'ENOSPC') return false;
            throw error;
          },
        );
  } finally {
    await ballast.close();
  }
}

test('a full disk refuses, loses nothing, and when there is room again all goes on by itself', async ({
  skip,
}) => {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-full-disk-'));
  const disk = path.join(data, 'db');
  await mkdir(disk);
  const isMounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=700m', 'tmpfs', disk]).then(
    () => true,
    () => false,
  );
  if (!isMounted) {
    await rm(data, { recursive: true, force: true });
    skip('no file system can be mounted here');
  }
  const cairn = await startCairn({ data });
  const recordOf = async () =>
    JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as { uri: string; pid: number };
  try {
    const load = startLoad({ url: cairn.url, authorization: basic(await cairn.firstSource()) });
    await load.reach(200);
    const { uri, pid } = await recordOf();
    const ballast = path.join(disk, 'ballast');
    await fill(ballast);
    const client = await new MongoClient(uri).connect();
    // A checkpoint now instead of within a minute: it finds no room.
    await client
      .db('admin')
      .command({ fsync: 1 })
      .catch(() => undefined);
    await client.close();
    const readiness = async () => (await fetch(`${cairn.url}/readyz`)).status;
    await expect.poll(readiness, { timeout: 20_000, interval: 100 }).toBe(503);
    expect((await fetch(`${cairn.url}/healthz`)).status).toBe(200);
    await expect.poll(cairn.output, { timeout: 30_000 }).toContain('did not start');
    await rm(ballast);
    await load.reach(200);
    expect((await recordOf()).pid).not.toBe(pid);
    expect(await load.check(uri)).toBeGreaterThanOrEqual(400);
  } finally {
    cairn.child.kill('SIGTERM');
    await cairn.ended;
    await run('umount', [disk]);
    await rm(data, { recursive: true, force: true });
  }
});
