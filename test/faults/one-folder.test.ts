// SPDX-License-Identifier: Apache-2.0
/** A data folder is one Cairn's: a second start in it changes nothing for the first, and the keyboard's Ctrl-C ends that one in order. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startCairn } from '../running-cairn/running-cairn.ts';

test('a second start in the same folder is refused, and the first goes on', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-folder-'));
  const first = await startCairn({ data });
  try {
    await expect(startCairn({ data })).rejects.toThrow(
      new RegExp(`already runs in this folder \\(process ${first.child.pid ?? ''},`),
    );
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    expect(first.child.exitCode).toBeNull();
  } finally {
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await rm(data, { recursive: true, force: true });
  }
});

test.skipIf(process.platform === 'win32')(
  'Ctrl-C, which goes to every process of the terminal, ends Cairn first and its database after',
  async () => {
    const data = await mkdtemp(path.join(tmpdir(), 'cairn-folder-'));
    const cairn = await startCairn({ data, inGroup: true });
    process.kill(-(cairn.child.pid ?? 0), 'SIGINT');
    expect(await cairn.ended).toBe(0);
    expect(cairn.output()).toContain('Stopping …');
    expect(cairn.output()).not.toContain('started again');
    await rm(data, { recursive: true, force: true });
  },
);
