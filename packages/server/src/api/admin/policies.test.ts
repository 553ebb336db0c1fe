// SPDX-License-Identifier: Apache-2.0
/** The life of a version as the API tells it, and links that are ended. */
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../index.ts';

const en = (text: string) => ({ en: text });
const draft = (level: string) => ({
  timeZone: 'UTC',
  roles: [],
  frameworks: [
    {
      id: 'quay',
      title: en('Quay'),
      version: '1',
      scale: 's',
      scales: [
        {
          id: 's',
          name: en('Scale'),
          levels: ['L1', 'L2'].map((id, i) => ({
            id,
            rank: i + 1,
            name: en(id),
            proficient: i > 0,
            minScore: (i + 1) / 4,
          })),
        },
      ],
      competencies: [
        { id: 'mooring', code: 'M', label: en('Mooring'), statement: en('Moors'), kind: 'skill' },
      ],
    },
  ],
  mapping: {
    title: en('M'),
    rules: [
      {
        id: 'r',
        title: en('R'),
        competency: 'mooring',
        when: { field: 'activity', op: 'eq', value: 'https://lms.example/a' },
        kind: 'knowledge-test',
        value: { from: 'score' },
        level,
      },
    ],
  },
});

let own: TestStore;
let server: RunningServer;
let call: (path: string, method?: string, body?: unknown) => Promise<{ status: number; body: unknown }>;
beforeAll(async () => {
  own = await openTestStore();
  const { store } = own;
  const log = pino({ level: 'silent' });
  server = await startServer({ store, url: 'http://cairn.example', log, host: '127.0.0.1', port: 0 });
  await store.admins.addFirst('rita@example.org', 'correct horse battery');
  const session = await store.admins.signIn('rita@example.org', 'correct horse battery');
  call = async (path, method = 'GET', body) => {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/v1${path}`, {
      method,
      headers: { Cookie: `cairn-session=${session?.token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
});
afterAll(async () => {
  await server.close();
  await own.drop();
});

test('versions are published, told of, dropped, exported and brought back', async () => {
  expect(await call('/policies/building', 'DELETE')).toMatchObject({
    status: 404,
    body: { code: 'NOTHING_BUILDING' },
  });
  expect((await call('/policies', 'POST', draft('L1'))).status).toBe(201);
  await own.store.policies.switchTo('1');
  expect((await call('/policies', 'POST', draft('L2'))).status).toBe(201);
  expect(await call('/policies/1/roll-back', 'POST')).toMatchObject({
    status: 409,
    body: { code: 'PUBLISH_IN_PROGRESS' },
  });
  expect(await call('/policies')).toMatchObject({
    status: 200,
    body: {
      items: [
        {
          version: '2',
          state: 'building',
          publishedBy: 'rita@example.org',
          inForceAt: null,
          changes: { added: [], changed: ['r'], removed: [] },
          build: { read: 0, total: null, perSecond: null, secondsLeft: null },
        },
        { version: '1', state: 'current', changes: { added: ['r'], changed: [], removed: [] }, build: null },
      ],
    },
  });
  expect(await call('/policies/building', 'DELETE')).toMatchObject({ status: 200, body: { version: '2' } });
  expect(await call('/policies/1/roll-back', 'POST')).toMatchObject({
    status: 201,
    body: {
      version: '3',
      state: 'building',
      rolledBackTo: '1',
      changes: { added: [], changed: [], removed: [] },
    },
  });
  expect(await call('/policies/99/roll-back', 'POST')).toMatchObject({
    status: 404,
    body: { code: 'POLICY_UNKNOWN' },
  });
  await own.store.policies.switchTo('3');
  const { body } = await call('/policies/2/content');
  expect(body).toMatchObject({ mapping: { rules: [{ id: 'r', level: 'L2' }] } });
  expect((await call('/policies', 'POST', body)).status).toBe(201);
});

test('an identifier is taken from whoever has it, once', async () => {
  const actor = { mbox: 'mailto:ann@example.org' };
  await call('/people', 'POST', { people: [{ id: 'ann', name: 'Ann', identifiers: [{ actor }] }] });
  expect(await call('/people/unlink', 'POST', { actor })).toMatchObject({
    status: 200,
    body: { people: ['ann'] },
  });
  expect(await call('/people/unlink', 'POST', { actor })).toMatchObject({
    status: 404,
    body: { code: 'IDENTIFIER_UNKNOWN' },
  });
});
