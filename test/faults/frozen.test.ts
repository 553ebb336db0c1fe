// SPDX-License-Identifier: Apache-2.0
/**
 * mongod frozen and thawed under load: for 20 s, longer than everything that could take the frozen for dead (a silent writer 2.5 s,
 * a transaction 3 s, /readyz 2 s, the driver's heartbeat 10 s).
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startCairn } from '../running-cairn/running-cairn.ts';
import { basic, startLoad } from './load/load.ts';

const freezeMs = 20_000;

test.skipIf(process.platform === 'win32')('a frozen database loses, doubles and blocks nothing', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-frozen-'));
  const cairn = await startCairn({ data });
  const { uri, pid } = JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as {
    uri: string;
    pid: number;
  };
  try {
    const load = startLoad({ url: cairn.url, authorization: basic(await cairn.firstSource()) });
    await load.reach(200);
    process.kill(pid, 'SIGSTOP');
    try {
      // The process itself goes on, and says that its database does not.
      expect((await fetch(`${cairn.url}/healthz`)).status).toBe(200);
      expect((await fetch(`${cairn.url}/readyz`)).status).toBe(503);
      await setTimeout(freezeMs);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await load.reach(200);
    expect((await fetch(`${cairn.url}/readyz`)).status).toBe(200);
    expect(await load.check(uri)).toBeGreaterThanOrEqual(400);
  } finally {
    cairn.child.kill('SIGTERM');
    await cairn.ended;
    await rm(data, { recursive: true, force: true });
  }
});
