// SPDX-License-Identifier: Apache-2.0
/** What all requests together may hold: what is over is refused before it is read, and said so; what is within goes on. Raw sockets, for a body that never comes. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Endpoint, json, openEndpoint, type Sender, version103 } from '../testing/endpoint.ts';

let endpoint: Endpoint;
let sender: Sender;
beforeAll(async () => {
  endpoint = await openEndpoint({ budget: { small: 1_200_000, large: 10_000_000 } });
  sender = await endpoint.sender('limited', 'generic');
});
afterAll(() => endpoint.close());

const statement = (response = '') =>
  JSON.stringify({
    actor: { mbox: 'mailto:ann@example.org' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
    object: { id: 'https://x.example/a' },
    result: { response },
  });
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}) =>
  sender.send({ body, headers: { ...json, ...version103, ...headers } });

/** A request whose body is still to come. `of`: its sender. */
async function begin(
  headers: readonly string[],
  { authorization } = sender,
  { url } = endpoint,
): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    [
      'POST /xapi/statements HTTP/1.1',
      'Host: x',
      `Authorization: ${authorization}`,
      'Content-Type: application/json',
      'X-Experience-API-Version: 1.0.3',
      'Connection: close',
      ...headers,
      '',
      '',
    ].join('\r\n'),
  );
  return socket;
}
const firstAnswer = async (socket: Socket) => String((await once(socket, 'data'))[0]);
test('a body that does not fit is answered with 429 before any of it is sent; small ones go on; then there is room again', async () => {
  const waiting = await begin(['Content-Length: 4000000']);
  const refused = await begin(['Content-Length: 2000000']);
  const answer = await firstAnswer(refused);
  expect(answer).toMatch(/^HTTP\/1\.1 429 /);
  expect(answer).toMatch(/\r\nRetry-After: \d+\r\n/);
  refused.destroy();
  expect((await post(statement())).status).toBe(200);
  expect((await post(statement('x'.repeat(300_000)))).status).toBe(200);
  waiting.destroy();
  await expect
    .poll(async () => (await post(` ${statement()}${' '.repeat(4_500_000)}`)).status, { interval: 20 })
    .toBe(200);
});
test('a hundred slow clients of one source leave the bodies of another their room', async () => {
  const other = await endpoint.sender('beside the slow', 'generic');
  const slow = await Promise.all(Array.from({ length: 100 }, () => begin(['Content-Length: 2400000'])));
  for (const socket of slow) socket.on('error', () => undefined).write('[');
  // Two of them fill what one source may hold; the others are told at once.
  const answered = () => slow.filter(({ bytesRead }) => bytesRead > 0).length;
  await expect.poll(answered, { interval: 10, timeout: 5000 }).toBe(98);
  const send = (body: string) => other.send({ body, headers: { ...json, ...version103 } });
  expect((await send(` ${statement()}${' '.repeat(4_500_000)}`)).status).toBe(200);
  expect((await send(statement())).status).toBe(200);
  expect(answered()).toBe(98);
  for (const socket of slow) socket.destroy();
});
test('a body of unknown length is counted as it comes', async () => {
  const waiting = await begin(['Content-Length: 4000000']);
  const chunked = await begin(['Transfer-Encoding: chunked']);
  const chunk = 'x'.repeat(500_000);
  const answer = text(chunked);
  for (let i = 0; i < 4 && chunked.writable; i += 1)
    chunked.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  expect(await answer).toMatch(/^HTTP\/1\.1 429 /);
  waiting.destroy();
});
test('a large body that hardly comes is given up; a small one may take its time', async () => {
  const impatient = await openEndpoint({ slowest: { stretchMs: 300, share: 0.1 } });
  try {
    const slow = await impatient.sender('slow', 'generic');
    const beginSlow = (header: string) => begin([header], slow, impatient);
    const large = await beginSlow('Content-Length: 4900000');
    const chunked = await beginSlow('Transfer-Encoding: chunked');
    const small = await beginSlow(`Content-Length: ${statement().length}`);
    const dripping = setInterval(() => {
      large.write(' '.repeat(1000));
      chunked.write('5\r\n     \r\n');
    }, 20);
    for (let i = 0; i < 3; i += 1) chunked.write(`15f90\r\n${' '.repeat(90_000)}\r\n`);
    const answers = await Promise.all([large, chunked].map(firstAnswer));
    clearInterval(dripping);
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toMatch(/\r\nConnection: close\r\n/);
      expect(answer).toContain('BODY_TOO_SLOW');
    }
    small.write(statement());
    expect(await firstAnswer(small)).toMatch(/^HTTP\/1\.1 200 /);
    for (const socket of [large, chunked, small]) socket.destroy();
  } finally {
    await impatient.close();
  }
});
test('what unpacks to more than there is room for is refused, however small it came', async () => {
  const body = new Uint8Array(gzipSync(Buffer.alloc(17_000_000, ' ')));
  const response = await post(body, { 'content-encoding': 'gzip' });
  expect([response.status, body.length < 100_000]).toEqual([429, true]);
  const packed = new Uint8Array(gzipSync(statement()));
  expect((await post(packed, { 'content-encoding': 'gzip' })).status).toBe(200);
  expect((await post(packed.slice(0, -9), { 'content-encoding': 'gzip' })).status).toBe(400);
  expect((await post(packed, { 'content-encoding': 'snappy' })).status).toBe(415);
});
test('who breaks off in the middle leaves nothing behind', async () => {
  for (let i = 0; i < 20; i += 1) {
    const socket = await begin(['Content-Length: 4000000']);
    socket.write('[');
    socket.destroy();
  }
  await expect
    .poll(async () => (await post(` ${statement()}${' '.repeat(4_500_000)}`)).status, { interval: 20 })
    .toBe(200);
});
test('a source over its requests per second gets 429 and when to come again; another does not', async () => {
  const hasty = await endpoint.sender('hasty', 'generic', { requestsPerSecond: 1 });
  const request = { headers: { ...json, ...version103 }, body: statement() };
  const answers = await Promise.all(Array.from({ length: 5 }, () => hasty.send(request)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(3);
  expect(refused[0]?.headers.get('retry-after')).toBe('1');
  const problems = await Promise.all(refused.map((one) => one.json() as Promise<{ readonly code: string }>));
  expect(problems[0]?.code).toBe('TOO_MANY_REQUESTS');
  expect((await sender.send(request)).status).toBe(200);
});

test('a source has so many requests under way and no more; another has its own, and an answer makes room', async () => {
  const busy = await endpoint.sender('busy', 'generic', { requestsAtOnce: 2 });
  const request = { headers: { ...json, ...version103 }, body: statement() };
  const sockets = await Promise.all(Array.from({ length: 3 }, () => begin(['Content-Length: 100'], busy)));
  // Whichever of them came last.
  const answer = await Promise.race(sockets.map(firstAnswer));
  expect(answer).toMatch(/^HTTP\/1\.1 429 /);
  expect(answer).toMatch(/\r\nRetry-After: 1\r\n/);
  expect(answer).toContain('TOO_MANY_AT_ONCE');
  expect((await sender.send(request)).status).toBe(200);
  expect(sockets.filter(({ bytesRead }) => bytesRead > 0)).toHaveLength(1);
  for (const socket of sockets) socket.destroy();
  await expect.poll(async () => (await busy.send(request)).status, { interval: 20 }).toBe(200);
});
