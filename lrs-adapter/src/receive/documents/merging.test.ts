// SPDX-License-Identifier: Apache-2.0
/** Many who merge into one document at once, through two endpoints that know nothing of each other: two processes. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createXapiRouter, newSource } from '../../index.ts';
import { cairnUrl, json, version103 } from '../../testing/endpoint.ts';

const unexpected: unknown[] = [];
let own: TestStore;
let servers: Server[] = [];
let headers: Readonly<Record<string, string>>;
beforeAll(async () => {
  own = await openTestStore();
  servers = [1, 2].map(() => {
    const router = createXapiRouter({
      store: own.store,
      url: cairnUrl,
      onUnexpected: (error) => unexpected.push(error),
    });
    return express().use('/xapi', router).listen(0, '127.0.0.1');
  });
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const { key, secret } = await own.store.sources.add({
    ...newSource({ id: 'merging', title: 'Merging', preset: 'generic' }),
    scopes: ['all'],
  });
  headers = {
    ...version103,
    ...json,
    authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
  };
});
afterAll(async () => {
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  await own.drop();
});

const addressOf = (server: Server | undefined) => server?.address() as AddressInfo;
const agent = encodeURIComponent('{"mbox":"mailto:ann@example.org"}');
test.each([
  ['state', `/activities/state?activityId=https://example.org/a&agent=${agent}&stateId=s`],
  ['an activity profile', '/activities/profile?activityId=https://example.org/a&profileId=p'],
  ['an agent profile', `/agents/profile?agent=${agent}&profileId=p`],
])('100 at once all go into %s', async (_name, path) => {
  const of = (i: number) => `http://127.0.0.1:${addressOf(servers[i % 2]).port}/xapi${path}`;
  const keys = Array.from({ length: 100 }, (_, i) => `k${i}`);
  const statuses = await Promise.all(
    keys.map(
      async (key, i) => (await fetch(of(i), { method: 'POST', headers, body: `{"${key}":${i}}` })).status,
    ),
  );
  expect(statuses).toEqual(keys.map(() => 204));
  const merged = (await (await fetch(of(0), { headers })).json()) as object;
  expect(Object.keys(merged).sort()).toEqual(keys.toSorted());
  expect(unexpected).toEqual([]);
});
