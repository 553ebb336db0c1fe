// SPDX-License-Identifier: Apache-2.0
/** 1,000 clients that send their bodies a byte at a time and then hang up, beside the load: it loses nothing, and nothing of theirs is stored. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startCairn } from '../running-cairn/running-cairn.ts';
import { basic, startLoad, uuid } from './load/load.ts';

const clients = 1000;
/** Some of them write in each turn, so that all have a byte on its way all the time. */
const atOnce = 50;

test('1,000 slow clients lose, double and hold up nothing', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-slow-'));
  const cairn = await startCairn({ data });
  const { uri } = JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as { uri: string };
  const authorization = basic(await cairn.firstSource());
  const { hostname, port } = new URL(cairn.url);
  const bodyOf = (i: number) =>
    JSON.stringify({
      id: uuid(`slow ${i}`),
      actor: { mbox: 'mailto:ann@example.org' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
      object: { id: 'https://x.example/slow' },
    });
  async function begin(i: number): Promise<{ readonly socket: Socket; readonly body: string }> {
    const body = bodyOf(i);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(
      [
        'POST /xapi/statements HTTP/1.1',
        'Host: x',
        `Authorization: ${authorization}`,
        'Content-Type: application/json',
        'X-Experience-API-Version: 1.0.3',
        `Content-Length: ${body.length}`,
        '',
        '',
      ].join('\r\n'),
    );
    return { socket, body };
  }
  const slow = await Promise.all(Array.from({ length: clients }, (_, i) => begin(i)));
  try {
    const load = startLoad({ url: cairn.url, authorization });
    let turn = 0;
    const trickling = setInterval(() => {
      for (let i = 0; i < atOnce; i += 1, turn += 1) {
        const one = slow[turn % clients];
        const at = Math.floor(turn / clients);
        // The last byte never comes.
        if (one && at < one.body.length - 1) one.socket.write(one.body.charAt(at));
      }
    }, 10);
    try {
      await load.reach(400);
    } finally {
      clearInterval(trickling);
    }
    for (const { socket } of slow) socket.destroy();
    await load.reach(100);
    expect(await load.check(uri)).toBeGreaterThanOrEqual(500);
  } finally {
    for (const { socket } of slow) socket.destroy();
    cairn.child.kill('SIGTERM');
    await cairn.ended;
    await rm(data, { recursive: true, force: true });
  }
});
