// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { usualPullSettings } from '@cairn/store';
import { afterEach, expect, test } from 'vitest';
import { createRemote } from './remote.ts';
import { makeCertificate } from './testing/certificate.ts';
import { createTransport, type TransportOptions } from './transport.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
});
async function listen(server: Server): Promise<number> {
  open.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
const get = async (url: string, options: Partial<TransportOptions['settings']> & { proxy?: string } = {}) => {
  const { proxy = null, ...settings } = options;
  const transport = createTransport({
    settings: { certificate: null, checksCertificate: true, ...settings },
    proxy,
    signal: new AbortController().signal,
  });
  try {
    return await transport.get(url, { 'X-Test': 'yes' });
  } finally {
    await transport.close();
  }
};
const hello: RequestListener = (request, response) => {
  response.setHeader('X-Experience-API-Version', '1.0.3');
  response.end(`${request.method} ${request.url} ${String(request.headers['x-test'])}`);
};

test('a certificate that nobody known has signed is refused, unless its own is given or none is checked', async () => {
  const { key, cert } = makeCertificate();
  const url = `https://127.0.0.1:${await listen(createSecureServer({ key, cert }, hello))}/a?b=c`;
  await expect(get(url)).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
  await expect(get(url, { certificate: makeCertificate().cert })).rejects.toThrow(/does not answer/);
  for (const options of [{ certificate: cert }, { checksCertificate: false }])
    expect((await get(url, options)).body.toString()).toBe('GET /a?b=c yes');
});

test('a proxy is on the way when it is named, with its password', async () => {
  const { key, cert } = makeCertificate();
  const port = await listen(createSecureServer({ key, cert }, hello));
  const seen: unknown[] = [];
  const proxy = createServer().on('connect', (request, socket) => {
    seen.push(request.url, request.headers['proxy-authorization']);
    const there = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    socket.pipe(there).pipe(socket);
    for (const one of [socket, there]) one.on('error', () => undefined);
  });
  const address = `http://me:secret@127.0.0.1:${await listen(proxy)}`;
  const answer = await get(`https://127.0.0.1:${port}/a`, { certificate: cert, proxy: address });
  expect(answer.body.toString()).toBe('GET /a yes');
  expect(seen).toEqual([`127.0.0.1:${port}`, `Basic ${Buffer.from('me:secret').toString('base64')}`]);
});

test('an answer says its status and headers whatever they are, and no redirect is followed', async () => {
  const url = `http://127.0.0.1:${await listen(
    createServer((_request, response) =>
      response.writeHead(307, { Location: '/b', 'Retry-After': '9' }).end('no'),
    ),
  )}/a`;
  const { status, headers, body } = await get(url);
  expect([status, headers.get('location'), headers.get('retry-after'), body.toString()]).toEqual([
    307,
    '/b',
    '9',
    'no',
  ]);
});

test('requests keep the distance that is asked for, send the version, and credentials only where there are some', async () => {
  const at: number[] = [];
  const sent: unknown[] = [];
  const port = await listen(
    createServer((request, response) => {
      at.push(performance.now());
      sent.push([request.headers['x-experience-api-version'], request.headers.authorization]);
      response.setHeader('Content-Type', 'application/json').end('{"statements":[]}');
    }),
  );
  const settings = {
    ...usualPullSettings,
    endpoint: `http://127.0.0.1:${port}/xapi`,
    version: '2.0.0' as const,
    requestsPerMinute: 120,
  };
  for (const authorization of ['Bearer abc', null]) {
    const signal = new AbortController().signal;
    const remote = createRemote({ settings, secrets: { authorization, proxy: null }, signal });
    const query = { verb: null, activity: null, since: null, limit: 1, attachments: true };
    await remote.page(query);
    await remote.page(query);
    await remote.close();
  }
  expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(300);
  expect(sent).toEqual([
    ['2.0.0', 'Bearer abc'],
    ['2.0.0', 'Bearer abc'],
    ['2.0.0', undefined],
    ['2.0.0', undefined],
  ]);
});
