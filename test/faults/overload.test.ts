// SPDX-License-Identifier: Apache-2.0
/**
 * More than a process can hold, and clients that never finish: memory stays flat, what is too much is told before it is read, and
 * everybody else is answered meanwhile.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCairn, startCairn } from '../running-cairn/running-cairn.ts';

let data: string;
let cairn: RunningCairn;
let authorization: string;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cairn-overload-'));
  cairn = await startCairn({ data });
  authorization = `Basic ${Buffer.from(await cairn.firstSource()).toString('base64')}`;
});
afterAll(async () => {
  cairn.child.kill('SIGTERM');
  await cairn.ended;
  await rm(data, { recursive: true, force: true });
});

const uuid = (text: string) => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
const statementOf = (name: string, response: string) => ({
  id: uuid(name),
  actor: { mbox: 'mailto:ann@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
  object: { id: 'https://x.example/a' },
  result: { response },
});
const headersOf = (length: number) => ({
  Host: 'x',
  Authorization: authorization,
  'Content-Type': 'application/json',
  'X-Experience-API-Version': '1.0.3',
  'Content-Length': String(length),
});
const headLines = (length: number) =>
  [
    'POST /xapi/statements HTTP/1.1',
    ...Object.entries(headersOf(length)).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');

/** A connection whose request has begun; nothing of its body is sent. */
async function begin(length: number): Promise<Socket> {
  const { port, hostname } = new URL(cairn.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(headLines(length));
  return socket;
}
/** Sends a body only as far as it is read, and stops when it is answered before. */
async function send(
  pieces: readonly Buffer[],
): Promise<{ readonly status: number; readonly sentBytes: number }> {
  const socket = await begin(pieces.reduce((sum, { length }) => sum + length, 0));
  let answer = '';
  socket.on('data', (chunk: Buffer) => void (answer += chunk.toString('latin1')));
  const answered = once(socket, 'data');
  let sentBytes = 0;
  for (const piece of pieces) {
    if (answer !== '') break;
    sentBytes += piece.length;
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), answered]);
  }
  await answered;
  socket.destroy();
  return { status: Number(answer.slice(9, 12)), sentBytes };
}
const read = (id: string) =>
  fetch(`${cairn.url}/xapi/statements?statementId=${id}`, {
    headers: { authorization, 'x-experience-api-version': '1.0.3' },
  });
async function postOne(name: string): Promise<void> {
  const response = await fetch(`${cairn.url}/xapi/statements`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' },
    body: JSON.stringify(statementOf(name, 'small')),
  });
  expect(response.status).toBe(200);
}
/** The most that it ever was. */
const residentMb = async () =>
  Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${cairn.child.pid}/status`, 'utf8'))?.[1]) / 1024;

/** Calls `act` again and again until `working` is over; returns how often it was done before that. */
async function meanwhile(working: Promise<unknown>, act: (i: number) => Promise<unknown>): Promise<number> {
  const state = { isOver: false };
  const over = working.finally(() => {
    state.isOver = true;
  });
  let times = 0;
  for (let i = 0; !state.isOver; i += 1) {
    await act(i);
    if (!state.isOver) times += 1;
  }
  await over;
  return times;
}

test.skipIf(process.platform !== 'linux')(
  '200 bodies of 10 MB at once: under 700 MB resident, what is too much gets 429 unread, others are answered',
  async () => {
    const each = 40;
    const mostWaves = 10;
    // Of all bodies the same bytes: this process has its memory too.
    const filler = Buffer.alloc(250_000, 'x');
    const piecesOf = (name: string) =>
      Array.from({ length: each }, (_, i) => {
        const [head = '', tail = ''] = JSON.stringify(statementOf(`${name} ${i}`, '|')).split('|');
        return [Buffer.from(`${i === 0 ? '[' : ','}${head}`), filler, Buffer.from(tail)];
      }).flat();
    type Sent = Awaited<ReturnType<typeof send>> & { readonly name: string };
    const results: Sent[] = [];
    let answered = 0;
    // This process has both sides of 200 connections to serve, and may be done with them before it comes to its own small ones.
    for (let wave = 0; wave < mostWaves && answered === 0; wave += 1) {
      const names = Array.from({ length: 200 }, (_, i) => `large ${wave} ${i}`);
      const sending = Promise.all(
        names.map(async (name) => ({ name, ...(await send([...piecesOf(name), Buffer.from(']')])) })),
      );
      answered = await meanwhile(sending, (i) => postOne(`small ${wave} ${i}`));
      results.push(...(await sending));
    }
    const taken = results.filter(({ status }) => status === 200);
    const refused = results.filter(({ status }) => status === 429);
    expect(taken.length).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(0);
    expect(taken.length + refused.length).toBe(results.length);
    // What lies in the buffers of both sockets has been sent and not read.
    for (const { sentBytes } of refused) expect(sentBytes).toBeLessThan(9_000_000);
    expect(answered).toBeGreaterThan(0);
    expect(await residentMb()).toBeLessThan(700);
    const lastOf = (name: string) => `${name} ${each - 1}`;
    for (const { name } of taken)
      expect((await (await read(uuid(lastOf(name)))).json()) as unknown).toMatchObject(
        statementOf(lastOf(name), filler.toString()),
      );
    for (const { name } of refused) expect((await read(uuid(lastOf(name)))).status).toBe(404);
  },
);
test('1,000 clients that send no more of their bodies: others are answered, and who goes on at last is too', async () => {
  const body = Buffer.from(JSON.stringify(statementOf('slow', '')));
  const start = 10;
  let closed = 0;
  const slow = await Promise.all(
    Array.from({ length: 1000 }, async () => {
      const socket = await begin(body.length);
      socket.write(body.subarray(0, start));
      return socket.once('close', () => (closed += 1));
    }),
  );
  for (let i = 0; i < 50; i += 1) await postOne(`beside ${i}`);
  expect(closed).toBe(0);
  const [first] = slow;
  first?.write(body.subarray(start));
  expect(first && String((await once(first, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
  for (const socket of slow) socket.destroy();
  await postOne('after all');
  expect((await read(uuid('slow'))).status).toBe(200);
});
