// SPDX-License-Identifier: Apache-2.0
// A writer beside the one under test, to be killed: appends without pause and prints the id of each statement that was acknowledged.
import { randomUUID } from 'node:crypto';
import { openStore } from '../../packages/store/dist/index.js';

const store = await openStore({ uri: process.argv[2], database: process.argv[3] });
const statement = () => ({
  id: randomUUID(),
  text: '{}',
  timestamp: null,
  contentHash: new Uint8Array(16),
  queryKeys: [7n],
  sourceId: 'dying',
});
async function send() {
  for (;;) {
    const batch = [statement(), statement(), statement()];
    const ids = batch.map(({ id }) => id);
    process.stdout.write(`sent ${ids.join(' ')}\n`);
    await store.statements.append(batch);
    process.stdout.write(`stored ${ids.join(' ')}\n`);
  }
}
await Promise.all([send(), send(), send(), send()]);
