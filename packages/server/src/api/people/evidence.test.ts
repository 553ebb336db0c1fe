// SPDX-License-Identifier: Apache-2.0
/** Evidence as an administrator and an observer enter it over HTTP, on a real database; who may not, and what is refused. */
import { entryKindSchema } from '@cairn/api/contract';
import { compilePolicy, entryKinds, mappingSchema } from '@cairn/engine';
import { ownIdentifier } from '@cairn/store';
import { openTestStore, quayFramework, type TestStore } from '@cairn/store/testing';
import { SignJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../index.ts';

const en = (text: string) => ({ en: text });
const url = 'http://cairn.example';
const actor = (name: string) => ({ account: { homePage: 'https://hr.example', name } });
const observation = {
  competency: 'mooring',
  kind: 'observation',
  occurredAt: '2026-03-01',
  assessor: 'Marta Lindqvist',
};

let own: TestStore;
let server: RunningServer;
let base: string;
let cookie = '';
let secret: string;

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & {
    readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
  };
}
const call = async (
  method: string,
  path: string,
  { body, bearer, cookie: own = cookie }: { body?: unknown; bearer?: string; cookie?: string } = {},
): Promise<Answer> => {
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(bearer === undefined ? { Cookie: own } : { Authorization: `Bearer ${bearer}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
};
const now = () => Math.floor(Date.now() / 1000);
const token = (
  name: string,
  rights: readonly string[],
  { issuer = 'intranet', key = secret }: { readonly issuer?: string; readonly key?: string } = {},
) =>
  new SignJWT({ cairn: { actor: actor(name), rights } })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setAudience(url)
    .setSubject(name)
    .setJti('one')
    .setIssuedAt(now())
    .setExpirationTime(now() + 300)
    .sign(new TextEncoder().encode(key));
const entriesOf = async (person: string) =>
  (await call('GET', `/people/${person}/evidence`)).body as unknown as {
    items: { statement: string; voided: boolean; enteredBy: string; assessor: string }[];
  };
const statements = async () => (await own.store.sources.activity()).get('cairn')?.statements ?? 0;

beforeAll(async () => {
  own = await openTestStore();
  const { store } = own;
  server = await startServer({ store, url, log: pino({ level: 'silent' }), host: '127.0.0.1', port: 0 });
  base = `http://127.0.0.1:${server.port}`;
  await store.admins.addFirst('rita@example.org', 'correct horse battery');
  const response = await fetch(`${base}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'rita@example.org', password: 'correct horse battery' }),
  });
  cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const someone = (id: string, team: string) => ({
    id,
    name: id.toUpperCase(),
    team,
    identifiers: [{ actor: actor(id) }],
  });
  await call('POST', '/people', {
    body: {
      teams: [{ id: 'crew-a', name: 'A' }],
      people: [someone('ann', 'crew-a'), someone('bob', 'crew-b'), someone('lea', 'crew-a')],
    },
  });
  const portal = await call('POST', '/portals', {
    body: { id: 'intranet', title: 'I', origins: [], rights: ['self', 'team:*', 'observe:*'] },
  });
  secret = String(portal.body['secret']);
});
afterAll(async () => {
  await server.close();
  await own.drop();
});

test('before anything is published there is nothing that could be entered', async () => {
  expect(await call('POST', '/people/ann/evidence', { body: observation })).toMatchObject({
    status: 404,
    body: { code: 'NOTHING_PUBLISHED' },
  });
});

describe('under a policy', () => {
  beforeAll(async () => {
    const { store } = own;
    const { version } = await store.policies.publish({
      publishedBy: 'test',
      timeZone: 'Europe/Oslo',
      frameworks: [quayFramework],
      roles: [],
      mapping: mappingSchema.parse({ title: en('M'), rules: [] }),
      dialects: { generic: 1 },
    });
    await store.policies.switchTo(version);
  });

  test('the kinds of the contract are those that there are rules for', () =>
    expect(entryKindSchema.options).toEqual(entryKinds));

  test('an administrator enters, sees and takes back; the same again adds nothing', async () => {
    const first = await call('POST', '/people/ann/evidence', {
      body: { ...observation, expiresAt: '2027-02-28' },
    });
    expect(first).toMatchObject({ status: 201, body: { existed: false } });
    const again = await call('POST', '/people/ann/evidence', {
      body: { ...observation, expiresAt: '2027-02-28' },
    });
    expect(again.body).toEqual({ statement: first.body['statement'], existed: true });
    const { items } = await entriesOf('ann');
    expect(items).toMatchObject([
      {
        statement: first.body['statement'],
        competency: 'mooring',
        kind: 'observation',
        level: 'L2',
        occurredAt: '2026-02-28T23:00:00.000Z',
        expiresAt: '2027-02-28T23:00:00.000Z',
        assessor: 'Marta Lindqvist',
        enteredBy: 'rita@example.org',
        voided: false,
      },
    ]);
    const path = `/people/ann/evidence/${String(first.body['statement'])}`;
    expect((await call('DELETE', path)).status).toBe(400);
    expect((await call('DELETE', path.replace('/ann/', '/bob/') + '?reason=x')).status).toBe(404);
    expect((await call('DELETE', `${path}?reason=mistyped`)).status).toBe(204);
    expect((await call('DELETE', `${path}?reason=again`)).status).toBe(204);
    expect((await entriesOf('ann')).items).toMatchObject([{ voided: true }]);
    expect((await call('DELETE', '/people/ann/evidence/none?reason=x')).body).toMatchObject({
      code: 'ENTRY_UNKNOWN',
    });
  });

  test('it is explained with who observed and who entered', async () => {
    const { store } = own;
    const entered = await call('POST', '/people/lea/evidence', {
      body: { ...observation, note: 'At quay 4', reference: 'B-12' },
    });
    const policy = await store.policies.current();
    const stored = await store.statements.find(String(entered.body['statement']));
    if (!policy || !stored) throw new Error('not stored');
    // What the processor makes of it is told elsewhere; here it is written as it writes it.
    const { dialectById } = await import('@cairn/dialects');
    const { deriveEvidence } = await import('@cairn/engine');
    const statement = { ...JSON.parse(stored.text), id: stored.id };
    const normal = dialectById('tla')?.normalise(statement, { id: 'cairn', scaledRange: '0..1' });
    if (!normal) throw new Error('no dialect');
    await store.evidence.add(
      deriveEvidence(compilePolicy(policy), normal, { seq: Number(stored.seq), recordedAt: stored.stored }),
    );
    const answer = await call('GET', '/people/lea/competencies/mooring');
    expect(answer.body).toMatchObject({
      state: { status: 'proficient', levelId: 'L2' },
      evidence: [
        {
          kind: 'observation',
          effect: 'counts',
          by: 'Marta Lindqvist',
          entry: { enteredBy: 'rita@example.org', note: 'At quay 4', reference: 'B-12', issuer: null },
          rule: { id: '@entered-observation', title: { de: 'Eingetragen: Beobachtung am Arbeitsplatz' } },
          source: { id: 'cairn', title: 'Entered in Cairn' },
        },
      ],
    });
  });

  test.each<[object, number, readonly string[]]>([
    [{ competency: 'nothing' }, 400, ['/competency']],
    [{ level: 'L9', expiresAt: '2020-01-01' }, 400, ['/level', '/expiresAt']],
    [{ kind: 'rumour', occurredAt: 'yesterday', weight: 1 }, 400, ['/kind', '/occurredAt', '/weight']],
    [{ value: 1.2 }, 400, ['/value']],
    [{ occurredAt: '2999-01-01' }, 400, ['/occurredAt']],
    [{ occurredAt: '2026-02-30' }, 400, ['/occurredAt']],
    [{ assessor: '   ' }, 400, ['/assessor']],
  ])('%j is refused with every fault, and nothing is stored', async (more, status, pointers) => {
    const before = await statements();
    const answer = await call('POST', '/people/ann/evidence', { body: { ...observation, ...more } });
    expect([answer.status, answer.body.errors?.map(({ pointer }) => pointer)]).toEqual([status, pointers]);
    expect(await statements()).toBe(before);
  });
  test('of whom nobody knows nothing is entered, and nobody is made known', async () => {
    const answer = await call('POST', '/people/eve/evidence', { body: observation });
    expect(answer).toMatchObject({ status: 404, body: { code: 'PERSON_UNKNOWN' } });
    expect(await own.store.people.find('eve')).toBeNull();
    expect(await own.store.people.linksOf([ownIdentifier('eve')])).toEqual([]);
  });

  describe('with a portal’s token', () => {
    const seen = { competency: 'radio', kind: 'observation', occurredAt: '2026-04-01' };
    test.each<[string, readonly string[], string, number]>([
      ['ann', ['self'], 'ann', 403],
      ['ann', ['self', 'team:*'], 'lea', 403],
      ['ann', ['observe:crew-a'], 'ann', 403],
      ['ann', ['observe:crew-a'], 'bob', 403],
      ['ann', ['observe:crew-a'], 'nobody', 403],
      ['nobody', ['observe:*'], 'ann', 404],
    ])('%s with %j may not write of %s', async (name, rights, person, status) => {
      const before = await statements();
      const bearer = await token(name, rights);
      expect((await call('POST', `/people/${person}/evidence`, { body: seen, bearer })).status).toBe(status);
      expect(await statements()).toBe(before);
    });
    test('who may observe a team enters observations of their own, and nothing else', async () => {
      const bearer = await token('ann', ['observe:crew-a']);
      const enter = (body: object) => call('POST', '/people/lea/evidence', { body, bearer });
      expect((await enter(seen)).status).toBe(201);
      expect((await entriesOf('lea')).items[0]).toMatchObject({ assessor: 'ANN', enteredBy: 'ANN (ann)' });
      for (const other of [
        { ...seen, kind: 'manual' },
        { ...seen, assessor: 'Somebody else' },
      ])
        expect(await enter(other)).toMatchObject({ status: 403, body: { code: 'OBSERVATION_ONLY' } });
      expect((await call('GET', '/people/lea/profile', { bearer })).status).toBe(403);
      expect((await call('GET', '/people/lea/evidence', { bearer })).status).toBe(403);
      expect((await call('POST', '/evidence-imports', { body: { text: 'x' }, bearer })).status).toBe(403);
      const [entry] = (await entriesOf('lea')).items;
      expect(
        (await call('DELETE', `/people/lea/evidence/${entry?.statement}?reason=x`, { bearer })).status,
      ).toBe(403);
    });
    test('the right must be one that the portal was given', async () => {
      const other = await call('POST', '/portals', {
        body: { id: 'other', title: 'O', origins: [], rights: ['self', 'team:*', 'observe:crew-b'] },
      });
      const of = (right: string) =>
        token('ann', [right], { issuer: 'other', key: String(other.body['secret']) });
      const enter = async (right: string, person: string) =>
        call('POST', `/people/${person}/evidence`, { body: seen, bearer: await of(right) });
      expect(await enter('observe:*', 'bob')).toMatchObject({ status: 403, body: { code: 'RIGHTS' } });
      expect(await enter('observe:crew-a', 'lea')).toMatchObject({ status: 403, body: { code: 'RIGHTS' } });
      expect((await enter('observe:crew-b', 'bob')).status).toBe(201);
    });
  });
  test('nobody who is not signed in enters anything', async () =>
    expect((await call('POST', '/people/ann/evidence', { body: observation, cookie: '' })).status).toBe(401));

  describe('an import', () => {
    const text = 'person;competency;issued;expires\nann;radio;01.03.2026;01.03.2028\nbob;radio;2026-03-01;\n';
    test('is a plan until it is applied, then done as a whole, once', async () => {
      const before = await statements();
      const plan = await call('POST', '/evidence-imports', { body: { text } });
      expect(plan).toMatchObject({
        status: 200,
        body: { applied: false, items: 2, people: 2, added: 2, faults: [] },
      });
      expect(await statements()).toBe(before);
      const base64 = Buffer.from(text).toString('base64');
      const done = await call('POST', '/evidence-imports', { body: { base64, apply: true } });
      expect(done.body).toMatchObject({ applied: true, added: 2, existing: 0 });
      expect(await statements()).toBe(before + 2);
      const again = await call('POST', '/evidence-imports', { body: { text, apply: true } });
      expect([again.body['added'], again.body['existing'], await statements()]).toEqual([0, 2, before + 2]);
    });
    test('with anything wrong in it is refused as a whole', async () => {
      const before = await statements();
      const wrong = `${text}eve;radio;2026-03-01;\nann;radio;tomorrow;\nann;mooring;2026-03-02;\n`;
      const answer = await call('POST', '/evidence-imports', { body: { text: wrong, apply: true } });
      expect(answer).toMatchObject({ status: 400, body: { code: 'IMPORT' } });
      expect(answer.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
        'line 5, column 3 NO_DAY',
        'line 4, column 1 PERSON_UNKNOWN',
      ]);
      expect(await statements()).toBe(before);
    });
    test('takes one file', async () => {
      for (const body of [{}, { text, base64: 'eA==' }, { text: '', apply: true }, { base64: '%' }])
        expect((await call('POST', '/evidence-imports', { body })).status).toBe(400);
    });
  });
});
