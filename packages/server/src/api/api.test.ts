// SPDX-License-Identifier: Apache-2.0
/** The API as a portal and an administrator use it, on a real database. Processing is not this package's: mastery is written as folded. */
import { operations, type Operation } from '@cairn/api/operations';
import { createClient, RequestError } from '@cairn/api/client';
import { dialectById } from '@cairn/dialects';
import { compilePolicy, foldMastery, type Policy } from '@cairn/engine';
import { openTestStore, quayFramework, type TestStore } from '@cairn/store/testing';
import { SignJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../index.ts';

const en = (text: string) => ({ en: text });
const draft = {
  timeZone: 'Europe/Oslo',
  frameworks: [quayFramework],
  roles: [
    {
      id: 'operator',
      title: en('Operator'),
      requirements: [
        { competency: 'mooring', level: 'L2' },
        { competency: 'radio', level: 'L1' },
      ],
    },
  ],
  mapping: {
    title: en('M'),
    rules: [
      {
        id: 'r1',
        title: en('Mooring test'),
        competency: 'mooring',
        when: { field: 'activity', op: 'eq', value: 'https://lms.example/mooring' },
        kind: 'knowledge-test',
        value: { from: 'score' },
      },
    ],
  },
};
const url = 'http://cairn.example';
const actor = (name: string) => ({ account: { homePage: 'https://hr.example', name } });
const someone = (id: string, team: string) => ({
  id,
  name: id.toUpperCase(),
  team,
  roles: ['operator'],
  identifiers: [{ actor: actor(id) }],
});

let own: TestStore;
let server: RunningServer;
let base: string;
let cookie: string;
let setCookie: string;
let secret: string;
let policy: Policy;

interface Claims {
  iss?: string;
  aud?: string;
  name?: string;
  rights?: string[];
  age?: number;
  life?: number;
  key?: string;
}
const now = () => Math.floor(Date.now() / 1000);
const token = ({
  iss = 'intranet',
  aud = url,
  name = 'ann',
  rights = ['self'],
  age = 0,
  life = 300,
  key,
}: Claims = {}) =>
  new SignJWT({ cairn: { actor: actor(name), rights } })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(iss)
    .setAudience(aud)
    .setSubject(name)
    .setJti('one')
    .setIssuedAt(now() - age)
    .setExpirationTime(now() - age + life)
    .sign(new TextEncoder().encode(key ?? secret));
const get = async (path: string, bearer?: string) =>
  fetch(
    `${base}/api/v1${path}`,
    bearer === undefined ? {} : { headers: { Authorization: `Bearer ${bearer}` } },
  );
const admin = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${base}/api/v1${path}`, {
    method,
    headers: { Cookie: cookie, 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
const problem = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as {
    code: string;
    detail: string;
    instance: string;
    errors?: { pointer: string }[];
  }),
});

beforeAll(async () => {
  own = await openTestStore();
  const { store } = own;
  server = await startServer({ store, url, log: pino({ level: 'silent' }), host: '127.0.0.1', port: 0 });
  base = `http://127.0.0.1:${server.port}`;
  await store.admins.addFirst('rita@example.org', 'correct horse battery');
  const response = await admin('POST', '/session', {
    email: 'rita@example.org',
    password: 'correct horse battery',
  });
  setCookie = response.headers.getSetCookie()[0] ?? '';
  cookie = setCookie.split(';')[0] ?? '';
  const people = [someone('ann', 'crew-a'), someone('bob', 'crew-b')];
  await admin('POST', '/people', { teams: [{ id: 'crew-a', name: 'A' }], people });
  const portal = await admin('POST', '/portals', {
    id: 'intranet',
    title: 'Intranet',
    origins: ['https://intranet.example'],
    rights: ['self', 'team:crew-a', 'person:*'],
  });
  ({ secret } = (await portal.json()) as { secret: string });
});
afterAll(async () => {
  await server.close();
  await own.drop();
});

describe('before anything is published', () => {
  test('says so', async () => {
    expect(await problem(await get('/people/me/profile', await token()))).toMatchObject({
      status: 404,
      code: 'NOTHING_PUBLISHED',
    });
  });
});

describe('publishing', () => {
  test('refuses a mapping of unknown competencies, with their place', async () => {
    const [rule] = draft.mapping.rules;
    const wrong = { ...draft, mapping: { ...draft.mapping, rules: [{ ...rule, competency: 'nowhere' }] } };
    const answer = await problem(await admin('POST', '/policies', wrong));
    expect(answer).toMatchObject({ status: 400, code: 'POLICY' });
    expect(answer.errors?.[0]?.pointer).toMatch(/^\/mapping\/rules\/0/);
  });
  test('says all mistakes at once, whatever part they are in', async () => {
    const [rule] = draft.mapping.rules;
    const rules = [{ ...rule, when: 'deep' }];
    const wrong = { ...draft, timeZone: 'Mars/Phobos', mapping: { ...draft.mapping, rules } };
    const deep = `${'{"not":'.repeat(15_000)}{}${'}'.repeat(15_000)}`;
    const body = JSON.stringify(wrong).replace('"deep"', deep);
    const answer = await problem(await admin('POST', '/policies', body));
    expect(answer).toMatchObject({ status: 400, code: 'POLICY' });
    expect(answer.errors?.map(({ pointer }) => pointer)).toEqual(['/timeZone', '/mapping/rules/0/when']);
  });
  test('refuses a rule for a source that is not there', async () => {
    const rules = draft.mapping.rules.map((rule) => ({ ...rule, sources: ['nowhere'] }));
    const answer = await problem(
      await admin('POST', '/policies', { ...draft, mapping: { ...draft.mapping, rules } }),
    );
    expect(answer.errors?.map(({ pointer }) => pointer)).toEqual(['/mapping/rules/0/sources/0']);
  });
  test('makes a version that waits to be built', async () => {
    expect(await (await admin('POST', '/policies', draft)).json()).toMatchObject({
      version: '1',
      state: 'building',
      rules: 1,
      competencies: 2,
    });
    expect((await problem(await admin('POST', '/policies', draft))).status).toBe(409);
    await own.store.policies.switchTo('1');
    const current = await own.store.policies.current();
    if (!current) throw new Error('nothing in force');
    policy = current;
  });
});

describe('a person', () => {
  const evidence = {
    id: 'ab'.repeat(16),
    statementId: '11111111-1111-4111-8111-111111111111',
    subject: 'account:https://hr.example|ann',
    competencyId: 'mooring',
    ruleId: 'r1',
    ruleDigest: '',
    dialect: `generic@${dialectById('generic')?.version}`,
    kind: 'knowledge-test' as const,
    polarity: 'positive' as const,
    value: 0.9,
    valuePath: 'raw' as const,
    success: null,
    levelId: null,
    weight: 1,
    occurredAt: Date.UTC(2026, 0, 10),
    recordedAt: Date.UTC(2026, 0, 11),
    seq: 1,
    validTo: null,
    sourceId: 'lms',
    activityId: 'https://lms.example/mooring',
    withdrawnAt: null,
  };
  const fold = async () => {
    const key = { policyVersion: '1', personId: 'ann', competencyId: 'mooring' };
    await own.store.mastery.markDirty([key]);
    const [dirty] = await own.store.mastery.dirty(1);
    const context = compilePolicy(policy).mastery('mooring');
    if (!dirty || !context) throw new Error('nothing to fold');
    const pieces = await own.store.evidence.ofSubjects([evidence.subject]);
    const timeline = foldMastery(pieces, context);
    await own.store.mastery.save([{ ...dirty, timeline, isChanged: true, nextChangeAt: null }]);
  };

  test('reads their own profile and gap; what nothing is known of is unknown', async () => {
    const ruleDigest = compilePolicy(policy).digestOf('r1');
    await own.store.evidence.add([{ ...evidence, ruleDigest }]);
    await fold();
    const client = createClient({ server: base, getToken: () => token() });
    const profile = await client.profile('me', {});
    expect(profile.competencies.map(({ id, state }) => [id, state.status, state.rank])).toEqual([
      ['mooring', 'proficient', 2],
      ['radio', 'unknown', null],
    ]);
    const gap = await client.gap('me', {});
    expect(gap.items.map(({ status, gap: steps }) => [status, steps])).toEqual([
      ['met', 0],
      ['unknown', null],
    ]);
    expect(gap).toMatchObject({ coverage: 0.5, fit: 1, role: { id: 'operator' } });
    expect(await client.me()).toMatchObject({
      person: { id: 'ann' },
      roles: [{ id: 'operator' }],
      policyVersion: '1',
    });
  });

  test('asks for the past: before it happened, and before it was known', async () => {
    const client = createClient({ server: base, getToken: () => token() });
    const statusAt = async (query: { at?: string; known?: string }) =>
      (await client.profile('me', query)).competencies[0]?.state.status;
    expect(await statusAt({ at: '2026-01-09T00:00:00Z' })).toBe('unknown');
    expect(await statusAt({ at: '2026-01-10T12:00:00Z' })).toBe('proficient');
    await expect(statusAt({ known: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({
      problem: { code: 'NOTHING_PUBLISHED' },
    });
  });

  test('sees why', async () => {
    const client = createClient({ server: base, getToken: () => token() });
    const why = await client.competency('me', 'mooring', {});
    expect(why.evidence).toMatchObject([
      {
        effect: 'counts',
        levelId: 'L2',
        value: 0.9,
        rule: { id: 'r1', title: en('Mooring test'), policyVersion: '1' },
      },
    ]);
    await expect(client.competency('me', 'nowhere', {})).rejects.toMatchObject({ status: 404 });
  });

  test('asks what lapses: as far ahead as there is sense in, and of roles that there are', async () => {
    const client = createClient({ server: base, getToken: () => token() });
    expect(await client.expiring('me', { within: '90' })).toMatchObject({
      person: { id: 'ann' },
      within: 90,
      role: { id: 'operator' },
      items: [],
    });
    expect((await client.expiring('me', {})).within).toBe(365);
    for (const within of ['-1', '1.5', '9999', 'soon'])
      await expect(client.expiring('me', { within })).rejects.toMatchObject({
        status: 400,
        problem: { code: 'QUERY', errors: [{ pointer: '/within' }] },
      });
    await expect(client.expiring('me', { role: 'pirate' })).rejects.toMatchObject({
      problem: { code: 'ROLE_UNKNOWN' },
    });
  });

  test('is told of a change at once, and of nobody else’s', async () => {
    const client = createClient({ server: base, getToken: () => token() });
    const stop = new AbortController();
    const events: string[] = [];
    let ready: () => void = () => undefined;
    const isReady = new Promise<void>((resolve) => (ready = resolve));
    const stream = client.live(
      'me',
      {
        onReady: ready,
        onChange: ({ person, competency }) => void events.push(`${person} ${competency}`),
        onPolicy: () => undefined,
      },
      stop.signal,
    );
    await isReady;
    await own.store.mastery.markDirty([{ policyVersion: '1', personId: 'bob', competencyId: 'radio' }]);
    const [dirty] = await own.store.mastery.dirty(1);
    if (dirty) await own.store.mastery.save([{ ...dirty, isChanged: true, nextChangeAt: null }]);
    await fold();
    await expect.poll(() => events).toEqual(['ann mooring']);
    stop.abort();
    await stream;
  });
});

describe('another person', () => {
  test.each(['bob', 'nobody-at-all'])(
    '%s is not shown to a learner, and no answer tells who exists',
    async (id) => {
      for (const path of ['profile', 'gap', 'competencies/mooring', 'expiring'])
        expect(await problem(await get(`/people/${id}/${path}`, await token()))).toMatchObject({
          status: 403,
          code: 'PERSON_FORBIDDEN',
        });
      expect((await get(`/live?person=${id}`, await token())).status).toBe(403);
    },
  );
  test('of a team is shown to who has the right, and no further', async () => {
    const lead = await token({ name: 'bob', rights: ['team:crew-a'] });
    expect((await get('/people/ann/profile', lead)).status).toBe(200);
    expect((await get('/people/bob/profile', lead)).status).toBe(403);
    expect((await get('/people/me/profile', lead)).status).toBe(403);
  });
  const annAtHr = 'account:https://hr.example|ann';
  test.each([
    ['ann', ['ann', annAtHr]],
    [annAtHr, ['ann', annAtHr]],
  ])('that the token names as %s is shown by id and by identifier, and nobody else', async (name, ways) => {
    const tutor = await token({ name: 'bob', rights: [`person:${name}`] });
    for (const way of ways) {
      for (const path of ['profile', 'gap', 'competencies/mooring'])
        expect((await get(`/people/${encodeURIComponent(way)}/${path}`, tutor)).status).toBe(200);
      const stop = new AbortController();
      const stream = await fetch(`${base}/api/v1/live?person=${encodeURIComponent(way)}`, {
        headers: { Authorization: `Bearer ${tutor}` },
        signal: stop.signal,
      });
      expect(stream.status).toBe(200);
      stop.abort();
    }
    for (const other of ['bob', 'me', 'nobody-at-all', 'account:https://hr.example|bob', '*'])
      expect(await problem(await get(`/people/${encodeURIComponent(other)}/profile`, tutor))).toMatchObject({
        status: 403,
        code: 'PERSON_FORBIDDEN',
      });
  });
  test('that the token names and nobody knows is told apart from one that it does not name', async () => {
    const tutor = await token({ name: 'bob', rights: ['person:account:https://hr.example|new'] });
    const way = encodeURIComponent('account:https://hr.example|new');
    expect(await problem(await get(`/people/${way}/profile`, tutor))).toMatchObject({
      status: 404,
      code: 'PERSON_UNKNOWN',
    });
  });
  test('a token cannot name everybody', async () => {
    const all = await token({ name: 'bob', rights: ['person:*'] });
    for (const one of ['ann', 'bob', '*'])
      expect((await get(`/people/${one}/profile`, all)).status).toBe(403);
  });
  test('is listed to who may read them, and to nobody else', async () => {
    const listed = async (rights: string[], query = '') =>
      (
        (await (await get(`/me/people${query}`, await token({ name: 'bob', rights }))).json()) as {
          items: unknown[];
        }
      ).items;
    expect(await listed(['self'])).toEqual([]);
    const ann = { id: 'ann', name: 'ANN', team: { id: 'crew-a', name: 'A' } };
    expect(await listed(['self', 'team:crew-a'])).toEqual([ann]);
    expect(await listed(['team:crew-a'], '?named=an')).toEqual([ann]);
    expect(await listed(['team:crew-a'], '?named=nn')).toEqual([]);
    expect(await listed(['team:crew-a'], `?named=${encodeURIComponent('.*(')}`)).toEqual([]);
    expect((await get('/me/people?team=crew-b', await token({ rights: ['team:crew-a'] }))).status).toBe(400);
  });
});

describe('a token', () => {
  test.each<[string, Claims, number, string]>([
    ['expired', { age: 400, life: 300 }, 401, 'TOKEN'],
    ['older than ten minutes', { age: 700, life: 3600 }, 401, 'TOKEN'],
    ['valid for more than ten minutes', { life: 3600 }, 401, 'TOKEN'],
    ['signed with another secret', { key: 'another secret of good length' }, 401, 'TOKEN'],
    ['for another Cairn', { aud: 'https://other.example' }, 401, 'TOKEN'],
    ['of an unknown portal', { iss: 'evil' }, 401, 'TOKEN'],
    ['asking for more than its portal may', { rights: ['team:crew-b'] }, 403, 'RIGHTS'],
    ['asking for what there is not', { rights: ['everything'] }, 401, 'TOKEN'],
  ])('%s is refused', async (_name, claims, status, code) => {
    expect(await problem(await get('/me', await token(claims)))).toMatchObject({ status, code });
  });
  test('without a signature, or no token at all, is refused', async () => {
    const unsigned = [{ alg: 'none' }, { iss: 'intranet', aud: url }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    for (const bad of [`${unsigned}.`, 'nonsense'])
      expect(await problem(await get('/me', bad))).toMatchObject({ status: 401, code: 'TOKEN' });
    expect(await problem(await get('/me'))).toMatchObject({ status: 401, code: 'SIGNED_OUT' });
  });
  test('of somebody nobody knows: says so, shows nothing', async () => {
    const stranger = await token({ name: 'stranger' });
    expect(await (await get('/me', stranger)).json()).toMatchObject({ person: null });
    expect(await problem(await get('/people/me/profile', stranger))).toMatchObject({
      status: 404,
      code: 'PERSON_UNKNOWN',
    });
  });
});

describe('every operation', () => {
  const all = Object.entries<Operation>(operations).filter(([, { access }]) => access !== 'anyone');
  test.each(all)('%s lets in only who may', async (_id, { method, path, access }) => {
    const address = `${base}/api/v1${path.replace('{person}', 'ann').replace('{competency}', 'mooring')}`;
    const call = (headers: Record<string, string>) =>
      fetch(address, {
        method,
        headers: { 'Content-Type': 'application/json', ...headers },
        ...(method === 'post' ? { body: '{}' } : {}),
      });
    expect((await call({})).status).toBe(401);
    expect((await call({ Cookie: 'cairn-session=guess' })).status).toBe(401);
    const { status } = await call({ Authorization: `Bearer ${await token()}` });
    expect(status === 403).toBe(access === 'admin');
  });
});

describe('pages elsewhere', () => {
  test('of a portal may read, others may not', async () => {
    const from = (origin: string) =>
      fetch(`${base}/api/v1/me`, {
        method: 'OPTIONS',
        headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' },
      });
    const allowed = (response: Response) => response.headers.get('access-control-allow-origin');
    expect(allowed(await from('https://intranet.example'))).toBe('https://intranet.example');
    expect(allowed(await from('https://evil.example'))).toBeNull();
  });
  test('change nothing with an administrator’s cookie', async () => {
    const response = await admin(
      'POST',
      '/sources',
      { id: 'x', title: 'X', dialect: 'generic' },
      { Origin: 'https://evil.example' },
    );
    expect(await problem(response)).toMatchObject({ status: 403, code: 'ORIGIN' });
  });
});

describe('bad input', () => {
  test.each<[string, unknown, string]>([
    ['no JSON', '{"id":', 'JSON'],
    ['another type', { id: 7, title: 'X', dialect: 'generic' }, 'BODY'],
    ['too much', { id: 'x', title: 'X', dialect: 'generic', more: 1 }, 'BODY'],
    ['__proto__', '{"id":"x","title":"X","dialect":"generic","__proto__":{"scopes":["all"]}}', 'BODY'],
  ])('%s', async (_name, body, code) => {
    expect(await problem(await admin('POST', '/sources', body))).toMatchObject({ status: 400, code });
    expect(await own.store.sources.list()).toEqual([]);
  });
  test('an instant that is none', async () => {
    const answer = await problem(await get('/people/me/profile?at=yesterday', await token()));
    expect(answer).toMatchObject({ status: 400, code: 'QUERY', errors: [{ pointer: '/at' }] });
    expect(answer.instance).toMatch(/^[0-9a-f-]{36}$/);
  });
  test('a client that is refused says with what', async () => {
    const client = createClient({ server: base, getToken: async () => token({ key: 'wrong wrong wrong' }) });
    const error = await client.me().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({ status: 401, problem: { code: 'TOKEN' } });
  });
});

test('describes itself', async () => {
  const document = (await (await fetch(`${base}/openapi.json`)).json()) as { paths: Record<string, object> };
  expect(Object.keys(document.paths)).toContain('/people/{person}/gap');
});

test('the session’s cookie is for no script and no other site', () => {
  expect(setCookie).toMatch(/HttpOnly; SameSite=Strict/);
});

test('an administrator sees what has come', async () => {
  expect(
    await (await admin('POST', '/sources', { id: 'lms', title: 'LMS', dialect: 'generic' })).json(),
  ).toMatchObject({
    id: 'lms',
    scaledRange: '0..1',
    secret: expect.stringMatching(/^[\w-]{32}$/) as string,
  });
  expect(await (await admin('GET', '/sources')).json()).toMatchObject({
    items: [{ id: 'lms', statements: 0 }],
  });
  for (const path of [
    '/activities',
    '/unresolved',
    '/quarantine',
    '/people?limit=1',
    '/portals',
    '/policies/current',
  ])
    expect((await admin('GET', path)).status).toBe(200);
  expect(await (await admin('GET', '/people?limit=1')).json()).toMatchObject({ next: '1' });
  expect((await admin('DELETE', '/session')).status).toBe(204);
  expect((await admin('GET', '/session')).status).toBe(401);
});

test('guessing a password is slowed down', async () => {
  const guess = () => admin('POST', '/session', { email: 'rita@example.org', password: 'guess' });
  let status = 0;
  for (let i = 0; i < 12 && status !== 429; i += 1) ({ status } = await guess());
  expect(status).toBe(429);
});
