// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
  const { port } = JSON.parse(await readFile(file, 'utf8')) as { port: number };
  for (const owner of [
    { pid: 2 ** 22 + 1, started: '1' },
    { pid: process.pid, started: '1' },
  ]) {
    await writeFile(file, JSON.stringify({ port, uri: first.uri, pid: 1, owner }));
    expect(await readEmbeddedRecord(dataDir)).toBeNull();
    await (await startEmbedded({ dataDir })).stop();
  }
});
