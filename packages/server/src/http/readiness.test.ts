// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { readyz } from './readiness.ts';

let server: Server;
afterEach(() => void server.close());
const listen = async (check: () => Promise<void>) => {
  const store = { check, transactionLifetimeSeconds: () => Promise.resolve(null) };
  server = express()
    .get('/readyz', readyz({ store, log: { warn: () => undefined }, timeoutMs: 50 }))
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  return async () =>
    (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`)).status;
};

test('a database that does not answer is not waited for, nor asked again while it is asked', async () => {
  let looks = 0;
  let comeBack: () => void = () => undefined;
  const isBack = new Promise<void>((resolve) => (comeBack = resolve));
  const ask = await listen(() => {
    looks += 1;
    return isBack;
  });
  expect(await Promise.all([ask(), ask()])).toEqual([503, 503]);
  expect(await ask()).toBe(503);
  expect(looks).toBe(1);
  comeBack();
  await expect.poll(ask).toBe(200);
  expect(looks).toBeGreaterThan(1);
});

test('what is wrong with the schema is not ready', async () => {
  const ask = await listen(() => Promise.reject(new Error('an index is missing')));
  expect(await ask()).toBe(503);
});
