// SPDX-License-Identifier: Apache-2.0
/** What a sender reads when it was not their doing. The database is the real one, behind a line that can be cut. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { openStore, type Store } from '@cairn/store';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createXapiRouter, sendProblem } from '../index.ts';

const unexpected: unknown[] = [];
const onUnexpected = (error: unknown) => unexpected.push(error);
const sockets = new Set<Socket>();
let own: TestStore;
let far: Store;
let line: Server;
let linePort: number;
let http: Server;
let url: string;
let authorization: string;

const listen = async (server: Server, port = 0) => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};
const newLine = (uri: URL) =>
  createServer((near) => {
    const away = connect(Number(uri.port), uri.hostname);
    for (const socket of [near, away]) sockets.add(socket.on('error', () => undefined));
    near.pipe(away).pipe(near);
  });
const cut = async () => {
  const closed = new Promise((resolve) => line.close(resolve));
  for (const socket of sockets) socket.destroy();
  await closed;
};

beforeAll(async () => {
  own = await openTestStore();
  const uri = new URL(own.uri);
  line = newLine(uri);
  linePort = await listen(line);
  far = await openStore({
    uri: own.uri.replace(uri.host, `127.0.0.1:${linePort}`),
    database: own.database,
    serverSelectionTimeoutMs: 300,
  });
  const { key, secret } = await own.store.sources.add({
    id: 'lms',
    title: 'LMS',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  const app = express()
    .use('/xapi', createXapiRouter({ store: far, url: 'http://cairn.example', onUnexpected }))
    .all('/broken', (_request, response) => {
      response.locals['contact'] = 'mailto:skills@harbour.example';
      throw new Error('mailto:ann@example.org fell over');
    })
    .use(sendProblem(onUnexpected));
  http = app.listen(0, '127.0.0.1');
  await once(http, 'listening');
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => http.close(resolve));
  await far.close();
  await cut();
  await own.drop();
});

const id = randomUUID();
const send = () =>
  fetch(`${url}/xapi/statements`, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/json',
      'x-experience-api-version': '1.0.3',
    },
    body: JSON.stringify({
      id,
      actor: { mbox: 'mailto:ann@example.org' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
      object: { id: 'https://example.org/a' },
    }),
  });

test('a database that is away is 503 with when to come again; the same request then succeeds', async () => {
  await cut();
  const refused = await send();
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const { code, detail } = (await refused.json()) as { code: string; detail: string };
  expect(code).toBe('DATABASE_AWAY');
  expect(detail).toMatch(/not known whether .* stored.*same ids/);
  expect(detail).not.toMatch(/nothing/i);
  expect(unexpected.length).toBe(1);

  line = newLine(new URL(own.uri));
  await listen(line, linePort);
  await expect.poll(async () => (await send()).status).toBe(200);
  expect((await own.store.statements.find(id))?.sourceId).toBe('lms');
});

test('what fell over on our side promises nothing, and tells nothing of the inside', async () => {
  const written = await fetch(`${url}/broken`, { method: 'POST' });
  const text = await written.text();
  expect(written.status).toBe(500);
  expect(text).toMatch(/not known whether/);
  expect(JSON.parse(text)).toMatchObject({ contact: 'mailto:skills@harbour.example' });
  expect(text).not.toMatch(/ann|fell over/);
  expect(await (await fetch(`${url}/broken`)).text()).not.toMatch(/stored/);
});
