// SPDX-License-Identifier: Apache-2.0
/** What a large document costs, it costs a thread: measured against what merging it here takes. */
import { strictSettings } from '@cairn/store';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { largeBodyBytes } from '../../limits.ts';
import { type Endpoint, json, openEndpoint, version103 } from '../../testing/endpoint.ts';
import { mergeDocuments } from './merge-json.ts';

let endpoint: Endpoint;
let authorization: string;
beforeAll(async () => {
  endpoint = await openEndpoint();
  const { key, secret } = await endpoint.own.store.sources.add({
    id: 'content',
    title: 'content',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
    settings: strictSettings,
  });
  authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
});
afterAll(() => endpoint.close());

const document = (text: string) => ({ contentType: 'application/json', bytes: Buffer.from(text) });
const call = (id: string, method: string, body?: Uint8Array<ArrayBuffer> | string) => {
  const agent = encodeURIComponent('{"mbox":"mailto:ann@example.org"}');
  const path = `/activities/state?activityId=https://x.example/a&stateId=${id}&agent=${agent}`;
  return fetch(`${endpoint.url}${path}`, {
    method,
    headers: { authorization, ...json, ...version103 },
    ...(body === undefined ? {} : { body }),
  });
};
/** The longest time (ms) in which nothing else could be done while `work` was under way. */
async function longestStandstill(work: () => Promise<unknown>): Promise<number> {
  let [longest, last] = [0, performance.now()];
  const look = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(look, 1);
  await work();
  look();
  clearInterval(timer);
  return longest;
}

test('a merge of megabytes leaves the event loop to others', { timeout: 60_000 }, async () => {
  const members = (name: string) =>
    `{${Array.from({ length: 100_000 }, (_, i) => `"${name}${i}":[1.0,${i}]`).join(',')}}`;
  const [stored, sent] = [document(members('stored')), document(members('sent'))];
  expect((await call('large', 'PUT', stored.bytes)).status).toBe(204);
  const began = performance.now();
  const merged = mergeDocuments({ stored, sent });
  const here = performance.now() - began;
  const standstill = await longestStandstill(async () => {
    expect((await call('large', 'POST', sent.bytes)).status).toBe(204);
  });
  expect(standstill).toBeLessThan(here / 2);
  const there = Buffer.from(await (await call('large', 'GET')).arrayBuffer());
  expect(there.equals(Buffer.from(merged.bytes))).toBe(true);
});
test('what is merged in a thread is what is merged here, and what is refused is refused alike', async () => {
  const room = ' '.repeat(largeBodyBytes);
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.oneof(
        fc.dictionary(fc.string(), fc.jsonValue()).map((one) => JSON.stringify(one)),
        fc.constantFrom('[1]', '{', 'null', '"a"'),
      ),
      async (stored, sent) => {
        count += 1;
        const outcomes = [];
        for (const [id, text] of [
          [`small ${count}`, sent],
          [`large ${count}`, `${sent}${room}`],
        ] as const) {
          await call(id, 'PUT', JSON.stringify(stored));
          const answer = await call(id, 'POST', text);
          const code = answer.status === 204 ? '' : ((await answer.json()) as { code: string }).code;
          outcomes.push([answer.status, code, await (await call(id, 'GET')).text()]);
        }
        expect(outcomes[1]).toEqual(outcomes[0]);
      },
    ),
    { numRuns: 20 },
  );
});

test('readers who never take their large documents fill one source’s part of the memory; small ones and others go on', async () => {
  const large = Buffer.alloc(10_000_000, 'x');
  expect((await call('read slowly', 'PUT', large)).status).toBe(204);
  expect((await call('small', 'PUT', 'x')).status).toBe(204);
  // The bodies of the answers are not read.
  const held = await Promise.all(Array.from({ length: 6 }, () => call('read slowly', 'GET')));
  const statuses = held.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
  expect(held.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('5');
  expect((await call('read slowly', 'POST', '{}')).status).toBe(429);
  expect((await call('small', 'GET')).status).toBe(200);
  for (const answer of held) await answer.body?.cancel();
  await expect.poll(async () => (await call('read slowly', 'GET')).status, { interval: 50 }).toBe(200);
});
