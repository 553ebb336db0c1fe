// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { connect } from 'node:net';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from './index.ts';

let own: TestStore;
let server: RunningServer;
let url: string;
const lines: string[] = [];

beforeAll(async () => {
  own = await openTestStore();
  const log = pino({}, { write: (line) => void lines.push(line) });
  server = await startServer({
    store: own.store,
    url: 'http://cairn.example',
    log,
    host: '127.0.0.1',
    port: 0,
  });
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(async () => {
  await server.close();
  await own.drop();
});

test('says that it is alive and ready', async () => {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

test('is ready with a warning when transactions live for long', async () => {
  const readiness = async (seconds: number) => {
    const store = { ...own.store, transactionLifetimeSeconds: () => Promise.resolve(seconds) };
    const there = await startServer({
      store,
      url,
      log: pino({ level: 'silent' }),
      host: '127.0.0.1',
      port: 0,
    });
    const response = await fetch(`http://127.0.0.1:${there.port}/readyz`);
    await there.close();
    return `${response.status} ${await response.text()}`;
  };
  expect(await readiness(10)).toBe('200 ready\n');
  expect(await readiness(11)).toMatch(/^200 ready\nwarning: .*transactionLifetimeLimitSeconds/);
});

test.each(['/', '/xapi/statements', '/xapi/agents', '/api/v1/me', '/admin/'])(
  'lets nobody in without credentials: %s',
  async (path) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'])
      expect((await fetch(url + path, { method })).status).toBeGreaterThanOrEqual(400);
  },
);

test('says in a problem document that there is nothing', async () => {
  const response = await fetch(`${url}/nowhere`);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    404,
    'application/problem+json; charset=utf-8',
  ]);
});

test('sends strict headers and a request id, and never says what it runs on', async () => {
  const { headers } = await fetch(`${url}/healthz`);
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(headers.get('x-powered-by')).toBeNull();
  // What a sender stored must not run as a page of ours.
  const xapi = await fetch(`${url}/xapi/about`);
  expect(xapi.headers.get('content-security-policy')).toBe(
    "default-src 'none'; frame-ancestors 'none'; sandbox",
  );
  expect(xapi.headers.get('x-content-type-options')).toBe('nosniff');
  expect(xapi.headers.get('strict-transport-security')).toMatch(/^max-age=/);
});

test('logs a request without its query and credentials', async () => {
  await fetch(`${url}/xapi/statements?agent=ann`, {
    headers: { authorization: `Basic ${Buffer.from('key:secret').toString('base64')}` },
  });
  const logged = lines.join('');
  expect(logged).toContain('"path":"/xapi/statements"');
  expect(logged).not.toMatch(/ann|secret|Basic/);
});

test('stops though a client never sends the rest of its request, after a grace time', async () => {
  const second = await startServer({
    store: own.store,
    url: 'http://cairn.example',
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port: 0,
    graceMs: 100,
  });
  const stalled = connect(second.port, '127.0.0.1');
  stalled.write(
    'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n{',
  );
  // The answer "continue" says that the request has arrived.
  await once(stalled, 'data');
  const hungUp = once(stalled, 'close');
  await second.close();
  expect(await hungUp).toEqual([false]);
});

test('a client that asks before it sends a body is told to go on only where the body is read', async () => {
  const firstLine = async (path: string, length: number) => {
    const socket = connect(server.port, '127.0.0.1');
    const head = ['Host: x', 'Content-Type: application/json', 'Expect: 100-continue'];
    socket.write(`POST ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\nContent-Length: ${length}\r\n\r\n`);
    const [data] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return data.toString('latin1').split('\r\n')[0];
  };
  expect(await firstLine('/api/v1/session', 1000)).toBe('HTTP/1.1 100 Continue');
  expect(await firstLine('/xapi/statements', 1000)).toBe('HTTP/1.1 401 Unauthorized');
  expect(await firstLine('/xapi/statements?method=PUT', 1000)).toBe('HTTP/1.1 100 Continue');
  expect(await firstLine('/xapi/statements?method=PUT', 100_000_000)).toBe('HTTP/1.1 413 Payload Too Large');
});
