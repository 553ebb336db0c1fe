// SPDX-License-Identifier: Apache-2.0
// One preview in a process of its own, so that its memory is nobody else's: the draft comes in as JSON, what it took goes out.
import { text } from 'node:stream/consumers';
import { preview } from '@cairn/processor';
import { openStore } from '@cairn/store';

const [, , uri = ''] = process.argv;
const draft = JSON.parse(await text(process.stdin));
const store = await openStore({ uri });
try {
  const { statements, rules, people, publication, took } = await preview(store, draft);
  const residentMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(JSON.stringify({ statements, rules, people, publication, took, residentMb }));
} finally {
  await store.close();
}
