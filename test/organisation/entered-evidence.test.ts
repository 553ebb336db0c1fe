// SPDX-License-Identifier: Apache-2.0
/** What is entered goes the whole way: over HTTP into the store, through the processor, and back as a profile that explains itself. */
import type { Explanation, Profile } from '@cairn/api/contract';
import { dialects } from '@cairn/dialects';
import { mappingSchema } from '@cairn/engine';
import { type Competency, frameworkSchema } from '@cairn/frameworks';
import { type Processor, startProcessor } from '@cairn/processor';
import { type RunningServer, startServer } from '@cairn/server';
import { ownIdentifier } from '@cairn/store';
import { openTestStore, quayFramework, type TestStore } from '@cairn/store/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';

const en = (text: string) => ({ en: text });
const log = pino({ level: 'silent' });
const draft = {
  publishedBy: 'test',
  timeZone: 'UTC',
  frameworks: [quayFramework],
  roles: [],
  dialects: Object.fromEntries(dialects.map(({ id, version }) => [id, version])),
  mapping: mappingSchema.parse({
    title: en('M'),
    rules: [
      {
        id: 'claims',
        title: en('What the training office has granted'),
        competency: '@statement',
        when: { field: 'kind', op: 'eq', value: 'attestation' },
        kind: 'assertion',
        value: { from: 'fixed', value: 0.9 },
        sources: ['office'],
      },
    ],
  }),
};

let own: TestStore;
let server: RunningServer;
let processor: Processor;
let cookie = '';

const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/v1${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', Cookie: cookie },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? null : response.json();
};
const enter = async (person: string, body: object) =>
  (await call('POST', `/people/${person}/evidence`, body)) as { readonly statement: string };
const statusOf = async (person: string, competency: string, query = '') => {
  await processor.idle();
  const profile = (await call('GET', `/people/${person}/profile${query}`)) as Profile;
  return profile.competencies.find(({ id }) => id === competency)?.state.status;
};
const explained = async (person: string, competency: string) => {
  await processor.idle();
  return (await call('GET', `/people/${person}/competencies/${competency}`)) as Explanation;
};

beforeAll(async () => {
  own = await openTestStore();
  const { store } = own;
  server = await startServer({ store, url: 'http://cairn.example', log, host: '127.0.0.1', port: 0 });
  processor = startProcessor({ store, log });
  await store.admins.addFirst('rita@example.org', 'correct horse battery');
  const response = await fetch(`http://127.0.0.1:${server.port}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'rita@example.org', password: 'correct horse battery' }),
  });
  cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  await call('POST', '/people', {
    people: ['ann', 'bob'].map((id) => ({
      id,
      name: id,
      identifiers: [{ actor: { account: { homePage: 'https://hr.example', name: id } } }],
    })),
  });
  await store.policies.publish(draft);
  await processor.idle();
});
afterAll(async () => {
  await processor.stop();
  await server.close();
  await own.drop();
});

test('an observation that is entered shows in the profile with who saw it, and a void takes it back', async () => {
  const body = { competency: 'mooring', kind: 'observation', occurredAt: '2026-03-01', assessor: 'Marta' };
  expect(await statusOf('ann', 'mooring')).toBe('unknown');
  const { statement } = await enter('ann', body);
  expect(await statusOf('ann', 'mooring')).toBe('proficient');
  expect(await statusOf('ann', 'mooring', '?at=2026-02-28T12:00:00Z')).toBe('unknown');
  expect(await statusOf('bob', 'mooring')).toBe('unknown');
  const { evidence } = await explained('ann', 'mooring');
  expect(evidence).toMatchObject([
    { effect: 'counts', by: 'Marta', entry: { enteredBy: 'rita@example.org' }, statement: { id: statement } },
  ]);
  const before = new Date(await own.store.now()).toISOString();
  await call('DELETE', `/people/ann/evidence/${statement}?reason=the+wrong+person`);
  expect(await statusOf('ann', 'mooring')).toBe('unknown');
  expect((await explained('ann', 'mooring')).evidence).toMatchObject([{ effect: 'withdrawn' }]);
  // What was known until then stays answered as it was.
  expect(await statusOf('ann', 'mooring', `?known=${before}`)).toBe('proficient');
});

test('a matrix that is imported shows in every profile, and goes on counting under the next version', async () => {
  const text = 'person,radio,radio expires\nann,2026-01-10,2099-01-01\nbob,2020-01-10,2022-01-09\n';
  await call('POST', '/evidence-imports', { text, apply: true });
  expect(await Promise.all(['ann', 'bob'].map((person) => statusOf(person, 'radio')))).toEqual([
    'proficient',
    'expired',
  ]);
  await own.store.policies.publish({ ...draft, mapping: { ...draft.mapping, rules: [] } });
  await processor.idle();
  expect(await own.store.policies.currentVersion()).toBe('2');
  expect(await statusOf('ann', 'radio')).toBe('proficient');
});

const withChange = (change: (one: Competency) => Competency, more: readonly Competency[] = []) => ({
  ...draft,
  frameworks: [{ ...quayFramework, competencies: [...quayFramework.competencies.map(change), ...more] }],
});
/** All that a replay makes anew, as it is stored. */
const made = async () => {
  await processor.idle();
  const subjects = ['ann', 'bob'].map(ownIdentifier);
  const evidence = await own.store.evidence.ofSubjects(subjects);
  return JSON.stringify([
    evidence.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    await Promise.all(
      ['ann', 'bob'].map((person) =>
        call('GET', `/people/${person}/competencies/radio?at=${at}&known=${at}`),
      ),
    ),
  ]);
};
let at = '';

test('another framework leaves what was entered as it is, or makes it anew; so does going back, and a replay of all', async () => {
  const [lashing] = frameworkSchema.parse({
    ...quayFramework,
    competencies: [
      {
        ...quayFramework.competencies[0],
        id: 'lashing',
        code: 'lashing',
        uri: 'https://quay.example/lashing',
      },
    ],
  }).competencies;
  const before = (await explained('ann', 'radio')).evidence.map(({ id }) => id);
  // Another competency more: the same pieces stand.
  await own.store.policies.publish(withChange((one) => one, lashing ? [lashing] : []));
  await processor.idle();
  expect((await explained('ann', 'radio')).evidence.map(({ id }) => id)).toEqual(before);
  expect(await statusOf('ann', 'radio')).toBe('proficient');
  // It holds for a month only: the same entry, read anew.
  await own.store.policies.publish(
    withChange((one) => (one.id === 'radio' ? { ...one, validFor: 'P1M' } : one)),
  );
  expect(await statusOf('ann', 'radio', '?at=2026-02-05T00:00:00Z')).toBe('proficient');
  expect(await statusOf('ann', 'radio', '?at=2026-03-05T00:00:00Z')).toBe('expired');
  // Back to where it was entered.
  await own.store.policies.rollBack('1', 'test');
  expect(await statusOf('ann', 'radio')).toBe('proficient');
  expect((await explained('ann', 'radio')).evidence.map(({ id }) => id)).toEqual(before);
  at = new Date(await own.store.now()).toISOString();
  const first = await made();
  await own.store.replay.request('test');
  expect(await made()).toBe(first);
  expect(await own.store.replay.find()).toMatchObject({ finishedAt: expect.any(Number), mended: 0 });
});

test('what is entered is not there for whoever asks what was known before', async () => {
  const known = new Date(await own.store.now()).toISOString();
  await enter('bob', {
    competency: 'mooring',
    kind: 'manual',
    occurredAt: '2026-01-01',
    expiresAt: '2026-02-01',
  });
  expect(await statusOf('bob', 'mooring', '?at=2026-01-15T00:00:00Z')).toBe('proficient');
  expect(await statusOf('bob', 'mooring', `?at=2026-01-15T00:00:00Z&known=${known}`)).toBe('unknown');
});

test('nobody has a key to the source of entries, makes one, changes it or pulls into it', async () => {
  const { sources, pulls } = own.store;
  const source = await sources.find('cairn');
  expect([source?.credentials, source?.preset]).toEqual([[], 'cairn']);
  const refused = { code: 'SOURCE_BUILT_IN' };
  await expect(sources.rotate('cairn')).rejects.toMatchObject(refused);
  await expect(sources.configure('cairn', { dialect: 'generic' })).rejects.toMatchObject(refused);
  await expect(sources.setPaused('cairn', true)).rejects.toMatchObject(refused);
  await expect(pulls.configure('cairn', { endpoint: 'https://lrs.example/xapi' })).rejects.toMatchObject(
    refused,
  );
  await expect(call('POST', '/sources/cairn/credentials')).rejects.toThrow(/409/);
  await expect(call('POST', '/sources', { id: 'cairn', title: 'X' })).rejects.toThrow(/409/);
});

test('a competency system grants and revokes by its own statements, which name the competency', async () => {
  const { key, secret } = await own.store.sources.add({
    id: 'office',
    title: 'Training office',
    dialect: 'tla',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  const verbs = 'https://w3id.org/xapi/tla/verbs/';
  const type = 'https://w3id.org/xapi/tla/activity-types/competency';
  const learner = { objectType: 'Agent', account: { homePage: 'https://hr.example', name: 'bob' } };
  const send = async (statement: object) => {
    const response = await fetch(`http://127.0.0.1:${server.port}/xapi/statements`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Experience-API-Version': '1.0.3',
        Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
      },
      body: JSON.stringify(statement),
    });
    expect(response.status).toBe(200);
  };
  await send({
    actor: learner,
    verb: { id: `${verbs}achieved` },
    object: { id: 'https://quay.example/mooring', definition: { type } },
    timestamp: '2026-03-01T09:00:00Z',
  });
  expect(await statusOf('bob', 'mooring')).toBe('proficient');
  await send({
    actor: { objectType: 'Agent', account: { homePage: 'https://hr.example', name: 'office' } },
    verb: { id: `${verbs}revoked` },
    object: learner,
    context: {
      contextActivities: { grouping: [{ id: 'https://quay.example/mooring', definition: { type } }] },
    },
    timestamp: '2026-05-01T09:00:00Z',
  });
  expect(await statusOf('bob', 'mooring')).not.toBe('proficient');
  expect(await statusOf('bob', 'mooring', '?at=2026-04-01T00:00:00Z')).toBe('proficient');
});
