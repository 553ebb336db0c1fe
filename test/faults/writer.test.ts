// SPDX-License-Identifier: Apache-2.0
/**
 * One of several writers is killed in the middle of its commits, again and again: what it had acknowledged is there, each of
 * its batches is there whole or not at all, what it had sent is taken from another within 5 s, and a reader that follows the
 * order meanwhile misses nothing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStore, type Store } from '@cairn/store';
import { startEmbedded, type Embedded } from '@cairn/store/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';

const rounds = 4;
const patienceMs = 5000;
let data: string;
let embedded: Embedded;
let store: Store;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cairn-writer-'));
  embedded = await startEmbedded({ dataDir: data });
  store = await openStore({ uri: embedded.uri, database: 'writers' });
});
afterAll(async () => {
  await store.close();
  await embedded.stop();
  await rm(data, { recursive: true, force: true });
});

const prepared = (id: string) => ({
  id,
  text: '{}',
  timestamp: null,
  contentHash: new Uint8Array(16),
  queryKeys: [7n],
  sourceId: 'dying',
});

/** Runs a writer until it has stored some batches, kills it, and returns what it had sent and what was acknowledged. */
async function killedWriter(afterBatches: number) {
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'writer.mjs'), embedded.uri, 'writers'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  let stored = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
    stored = output.split('stored').length - 1;
    if (stored >= afterBatches) child.kill('SIGKILL');
  });
  await once(child, 'exit');
  const lines = output.split('\n').slice(0, -1);
  const batches = (word: string) =>
    lines.filter((line) => line.startsWith(word)).map((line) => line.split(' ').slice(1));
  return { sent: batches('sent'), acknowledged: batches('stored') };
}

/** Follows the order as a reader does, and never looks back. */
function follow() {
  const seen: string[] = [];
  let isDone = false;
  let after: bigint | undefined;
  const work = async () => {
    for (let isLast = false; !isLast;) {
      isLast = isDone;
      for await (const { id, seq } of store.statements.query({
        limit: 5000,
        ascending: true,
        ...(after === undefined ? {} : { after }),
      })) {
        seen.push(id);
        after = seq;
      }
    }
  };
  const working = work();
  return async () => {
    isDone = true;
    await working;
    return seen;
  };
}

test('a killed writer keeps nobody longer than 5 s, and loses and doubles nothing', async () => {
  const stop = follow();
  const all: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { sent, acknowledged } = await killedWriter(10 + 7 * round);
    const killedAt = performance.now();
    expect(acknowledged.length).toBeGreaterThan(0);
    const found = await store.statements.findMany(acknowledged.flat());
    expect(found.length).toBe(acknowledged.flat().length);
    for (const batch of sent) {
      const outcome = await store.statements.append(batch.map(prepared));
      expect(outcome).toMatchObject({ kind: 'stored' });
      // Whole or not at all.
      expect([0, batch.length]).toContain(outcome.kind === 'stored' ? outcome.duplicates.length : -1);
    }
    expect(performance.now() - killedAt).toBeLessThan(patienceMs);
    const { next } = await store.statements.order();
    await expect
      .poll(async () => (await store.statements.order()).horizon >= next, {
        timeout: patienceMs,
        interval: 50,
      })
      .toBe(true);
    expect(performance.now() - killedAt).toBeLessThan(patienceMs);
    all.push(...sent.flat());
  }
  const seen = await stop();
  expect(seen.toSorted()).toEqual(all.toSorted());
});
