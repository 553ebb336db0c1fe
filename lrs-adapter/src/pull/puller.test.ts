// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPuller } from './puller.ts';
import { openPulling, type Pulling } from './testing/pulling.ts';
import { openRowRemote, type RowRemote } from './testing/row-remote.ts';

let pulling: Pulling;
const remotes: RowRemote[] = [];
beforeAll(async () => {
  pulling = await openPulling();
});
afterAll(async () => {
  await Promise.all(remotes.map((remote) => remote.close()));
  await pulling.close();
});

test('remotes that never answer, however many, keep no other from its turn', async () => {
  const [silent, good] = [await openRowRemote(), await openRowRemote()];
  remotes.push(silent, good);
  silent.meddle = () => true;
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const many = Array.from({ length: 12 }, (_, i) => `silent-${i}`);
  for (const id of many) await pulling.add(id, { endpoint: silent.endpoint });
  const puller = startPuller({ store: pulling.store, url: 'http://cairn.example', log });
  try {
    await expect.poll(() => silent.requests.length, { timeout: 25_000 }).toBe(many.length);
    await pulling.add('good', { endpoint: good.endpoint });
    await expect
      .poll(async () => (await pulling.pull('good')).lastSuccessAt, { timeout: 25_000 })
      .not.toBeNull();
  } finally {
    await puller.stop();
  }
}, 60_000);
