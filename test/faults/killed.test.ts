// SPDX-License-Identifier: Apache-2.0
/** The server and its database killed at the same instant under load, and started again: what was acknowledged is there as it was sent. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { freePort, startCairn } from '../running-cairn/running-cairn.ts';
import { basic, random, seed, startLoad } from './load/load.ts';

const rounds = 2;

test('both killed at once lose and double nothing of what was acknowledged', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-killed-'));
  const port = await freePort();
  const recordOf = async () =>
    JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as { uri: string; pid: number };
  let cairn = await startCairn({ data, port });
  try {
    const load = startLoad({ url: cairn.url, authorization: basic(await cairn.firstSource()) });
    const draw = random(seed);
    for (let round = 0; round < rounds; round += 1) {
      await load.reach(100 + Math.floor(draw() * 100));
      const { pid } = await recordOf();
      process.kill(pid, 'SIGKILL');
      const killed = once(cairn.child, 'exit');
      cairn.child.kill('SIGKILL');
      expect((await killed)[1]).toBe('SIGKILL');
      cairn = await startCairn({ data, port });
    }
    await load.reach(100);
    expect(load.failures()).toBeGreaterThan(0);
    expect(await load.check((await recordOf()).uri)).toBeGreaterThanOrEqual(300);
  } finally {
    cairn.child.kill('SIGTERM');
    await cairn.ended;
    await rm(data, { recursive: true, force: true });
  }
});
