// SPDX-License-Identifier: Apache-2.0
/** Activities as the console lists them: what has come in, and which of it no rule was written for. */
import type { ActivityView, Page } from '@cairn/api/contract';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../index.ts';
import { readDraft } from '../../drafts/read-draft.ts';

const en = (text: string) => ({ en: text });
const activity = (name: string) => `https://lms.example/${name}`;
const rule = (id: string, when: object) => ({
  id,
  title: en(id),
  competency: 'mooring',
  when,
  kind: 'knowledge-test',
  value: { from: 'score' },
});
const policy = {
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
          levels: [{ id: 'L1', rank: 1, name: en('Applies'), proficient: true, minScore: 0.5 }],
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
      rule('one', { field: 'activity', op: 'eq', value: activity('named') }),
      rule('two', { field: 'activity', op: 'in', value: [activity('named'), activity('never-seen')] }),
      rule('by-kind', { field: 'kind', op: 'eq', value: 'module-completion' }),
    ],
  },
};

let own: TestStore;
let server: RunningServer;
let cookie: string;
let base: string;

beforeAll(async () => {
  own = await openTestStore();
  const { store } = own;
  const log = pino({ level: 'silent' });
  server = await startServer({ store, url: 'http://cairn.example', log, host: '127.0.0.1', port: 0 });
  base = `http://127.0.0.1:${server.port}`;
  await store.admins.addFirst('rita@example.org', 'correct horse battery');
  cookie = `cairn-session=${(await store.admins.signIn('rita@example.org', 'correct horse battery'))?.token}`;
  const { key, secret } = await store.sources.add({
    id: 'lms',
    title: 'LMS',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  // As many statements as the name's place from the end: the list is by their number.
  const names = ['named', 'free', 'freer'].flatMap((name, i) => Array.from({ length: 3 - i }, () => name));
  const response = await fetch(`${base}/xapi/statements`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
      'Content-Type': 'application/json',
      'X-Experience-API-Version': '1.0.3',
    },
    body: JSON.stringify(
      names.map((name, i) => ({
        actor: { mbox: 'mailto:ann@example.org' },
        verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
        object: { id: activity(name) },
        timestamp: new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString(),
      })),
    ),
  });
  if (!response.ok) throw new Error(await response.text());
  // What the processor does with them, as far as it matters here.
  await store.inbox.done(
    (await store.inbox.waiting(10)).map(({ id, sourceId, timestamp, text }) => ({
      statementId: id,
      sourceId,
      occurredAt: timestamp,
      kind: 'passed',
      activity: { id: (JSON.parse(text) as { object: { id: string } }).object.id, type: null, name: null },
      unknownSubjects: [],
      subjectName: null,
    })),
  );
  await store.seen.count();
});
afterAll(async () => {
  await server.close();
  await own.drop();
});

const list = async (query = '') => {
  const response = await fetch(`${base}/api/v1/activities${query}`, { headers: { Cookie: cookie } });
  const { items, next } = (await response.json()) as Page<ActivityView>;
  return { items: items.map(({ id, statements, rules }) => [id, statements, rules]), next };
};

test('before anything is published no activity is named', async () => {
  const all = [
    [activity('named'), 3, 0],
    [activity('free'), 2, 0],
    [activity('freer'), 1, 0],
  ];
  expect((await list()).items).toEqual(all);
  expect((await list('?unmapped=true')).items).toEqual(all);
});

test('an activity without evidence is told from one that no rule names', async () => {
  const read = readDraft(policy, []);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const { version } = await own.store.policies.publish({ ...read.draft, publishedBy: 'test' });
  await own.store.policies.switchTo(version);
  expect((await list()).items).toEqual([
    [activity('named'), 3, 2],
    [activity('free'), 2, 0],
    [activity('freer'), 1, 0],
  ]);
  expect((await list('?unmapped=false')).items).toHaveLength(3);
  expect(await list('?unmapped=true&limit=1')).toEqual({ items: [[activity('free'), 2, 0]], next: '1' });
  expect(await list('?unmapped=true&limit=1&cursor=1')).toEqual({
    items: [[activity('freer'), 1, 0]],
    next: null,
  });
  const wrong = await fetch(`${base}/api/v1/activities?unmapped=maybe`, { headers: { Cookie: cookie } });
  expect(wrong.status).toBe(400);
});
