// SPDX-License-Identifier: Apache-2.0
/** Clients that disconnect in the middle of their bodies, at every kind of place: nothing of those is stored, others go on. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startCairn } from '../running-cairn/running-cairn.ts';
import { basic, random, seed, startLoad, type Target, textOf, uuid } from './load/load.ts';

const times = 300;

/** Whole statements may have arrived: it is the body that has not. */
async function breakOff(target: Target, name: string, draw: () => number): Promise<void> {
  const texts = Array.from({ length: 40 }, (_, i) => textOf(uuid(`${name} ${i}`), ''));
  const body = Buffer.from(`[${texts.join(',')}]`);
  const isChunked = draw() < 0.5;
  const { port, hostname } = new URL(target.url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  await once(socket, 'connect');
  const head = [
    'POST /xapi/statements HTTP/1.1',
    'Host: x',
    `Authorization: ${target.authorization}`,
    'Content-Type: application/json',
    'X-Experience-API-Version: 1.0.3',
    isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`,
  ];
  // A chunk that is there whole, but not the empty one after it that ends the body.
  const cut = isChunked ? body.length : Math.floor(draw() * body.length);
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  if (isChunked) socket.write(`${body.length.toString(16)}\r\n`);
  await new Promise((resolve) => socket.write(body.subarray(0, cut), resolve));
  if (draw() < 0.5) socket.destroy();
  else socket.resetAndDestroy();
}

test('who disconnects in the middle of a body has sent nothing', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-broken-off-'));
  const cairn = await startCairn({ data });
  const { uri } = JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as { uri: string };
  try {
    const target = { url: cairn.url, authorization: basic(await cairn.firstSource()) };
    const load = startLoad(target);
    const draw = random(seed);
    for (let i = 0; i < times; i += 1) await breakOff(target, `${seed} broken off ${i}`, draw);
    await load.reach(100);
    expect(await load.check(uri)).toBeGreaterThanOrEqual(100);
    expect(load.failures()).toBe(0);
  } finally {
    cairn.child.kill('SIGTERM');
    await cairn.ended;
    await rm(data, { recursive: true, force: true });
  }
});
