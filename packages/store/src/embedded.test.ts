// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded } from './embedded.ts';
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
