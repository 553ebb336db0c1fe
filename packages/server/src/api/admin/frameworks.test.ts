// SPDX-License-Identifier: Apache-2.0
/** Frameworks over HTTP: compared, imported, exported, changed, and served as CASE. */
import { readFileSync } from 'node:fs';
import { plannedFrameworkSchema, problemSchema } from '@cairn/api/contract';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { SignJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../index.ts';

const url = 'http://cairn.example';
const fixture = (format: string, name: string, input: string) =>
  readFileSync(
    new URL(`../../../../frameworks/src/formats/${format}/fixtures/${name}/input.${input}`, import.meta.url),
  );
const safety = fixture('case', 'safety', 'json');
const documentId = '6f1b2c3d-0001-4a00-8a00-000000000001';

let own: TestStore;
let server: RunningServer;
let base: string;
let cookie: string;
let bearer: string;
let cookies: readonly string[];

const call = (method: string, path: string, body?: Uint8Array | string | object) =>
  fetch(`${base}${path}`, {
    method,
    headers: {
      Cookie: cookie,
      ...(typeof body === 'object' && !(body instanceof Uint8Array)
        ? { 'Content-Type': 'application/json' }
        : {}),
    },
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
  });
const api = (method: string, path: string, body?: Uint8Array | string | object) =>
  call(method, `/api/v1${path}`, body);
const plan = async (response: Response) => plannedFrameworkSchema.parse(await response.json());
const problem = async (response: Response) => problemSchema.parse(await response.json());
const inForce = async (version: string) => own.store.policies.switchTo(version);

beforeAll(async () => {
  own = await openTestStore();
  const log = pino({ level: 'silent' });
  server = await startServer({ store: own.store, url, log, host: '127.0.0.1', port: 0 });
  base = `http://127.0.0.1:${server.port}`;
  await own.store.admins.addFirst('rita@example.org', 'correct horse battery');
  cookie = '';
  const session = await api('POST', '/session', {
    email: 'rita@example.org',
    password: 'correct horse battery',
  });
  cookies = session.headers.getSetCookie();
  cookie = cookies[0]?.split(';')[0] ?? '';
  const { secret } = await own.store.portals.add({
    id: 'lms',
    title: 'LMS',
    origins: [],
    contact: null,
    rights: ['self'],
  });
  const actor = { account: { homePage: 'https://hr.example', name: 'lms' } };
  bearer = await new SignJWT({ cairn: { actor, rights: ['self'] } })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('lms')
    .setAudience(url)
    .setSubject('lms')
    .setJti('one')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secret));
});
afterAll(async () => {
  await server.close();
  await own.drop();
});

describe('a file', () => {
  test('is compared without anything applied, then imported as a whole; the second time nothing is otherwise', async () => {
    const compared = await plan(await api('POST', '/frameworks/diff', safety));
    expect(compared).toMatchObject({ format: 'case', encoding: 'utf-8', against: null, published: null });
    expect(compared.diff.added).toHaveLength(2);
    expect(await own.store.policies.building()).toBeNull();

    const imported = await plan(await api('POST', '/frameworks?against=', safety));
    expect(imported.published).toBe('1');
    await inForce('1');
    const again = await plan(await api('POST', '/frameworks', safety));
    expect([again.published, again.against, again.diff.unchanged]).toEqual([null, '1', 2]);
    expect(await (await api('GET', '/frameworks')).json()).toMatchObject({
      items: [{ id: documentId, competencies: 2, policyVersion: '1', status: 'draft' }],
    });
  });

  test('that is wrong is refused with every fault and its path, and nothing is applied', async () => {
    const wrong = await api('POST', '/frameworks', fixture('case', 'wrong', 'json'));
    const { status, code, errors } = await problem(wrong);
    expect([status, code, errors?.length]).toEqual([400, 'FRAMEWORK', 11]);
    expect(errors?.map(({ pointer }) => pointer)).toContain('/CFItems/1/fullStatement');
    expect(await own.store.policies.building()).toBeNull();
  });

  test('of another version than was looked at is refused', async () => {
    const { status, code } = await problem(await api('POST', '/frameworks?against=7', safety));
    expect([status, code]).toEqual([409, 'POLICY_CHANGED']);
  });

  test('of a table needs to be told what it is; what the user says of columns holds', async () => {
    const table = fixture('csv', 'german', 'csv');
    expect((await problem(await api('POST', '/frameworks/diff', table))).errors?.[0]?.code).toBe(
      'FRAMEWORK_UNNAMED',
    );
    const told = await plan(
      await api('POST', '/frameworks/diff?framework=hafen&column=context%3DBemerkung', table),
    );
    expect([told.format, told.notes, told.diff.added.length]).toEqual(['csv', [], 4]);
    const sheet = fixture('xlsx', 'formulas', 'xlsx');
    const { errors } = await problem(await api('POST', '/frameworks/diff?framework=port', sheet));
    expect(errors?.map(({ pointer }) => pointer)).toContain('/A3');
  });

  test('that is large is read in a thread, with the same answer', async () => {
    const rows = Array.from(
      { length: 6000 },
      (_one, i) => `c${i},Competency ${i},Does the ${i}th thing well`,
    );
    const table = `id,label,statement\n${rows.join('\n')}\n`;
    const told = await plan(await api('POST', '/frameworks/diff?framework=large', table));
    expect(told.diff.added).toHaveLength(6000);
    const { errors } = await problem(
      await api('POST', '/frameworks/diff?framework=large', `${table}c1,Again,Twice\n`),
    );
    expect(errors?.[0]).toMatchObject({ pointer: '/line 6002/column 1', code: 'ID_REPEATED' });
  });

  test('is for administrators only', async () => {
    const asPortal = (method: string, path: string) =>
      fetch(`${base}/api/v1${path}`, { method, headers: { Authorization: `Bearer ${bearer}` } });
    for (const [method, path] of [
      ['GET', '/frameworks'],
      ['POST', '/frameworks'],
      ['POST', `/frameworks/${documentId}/changes`],
    ] as const)
      expect([path, (await asPortal(method, path)).status]).toEqual([path, 403]);
  });
});

test('a framework goes out in every format, and says what was not held', async () => {
  const out = async (format: string) => api('GET', `/frameworks/${documentId}/export?format=${format}`);
  expect(await (await out('case')).json()).toEqual(JSON.parse(safety.toString('utf8')));
  const csv = await out('csv');
  expect([csv.headers.get('content-type'), csv.headers.get('content-disposition')]).toEqual([
    'text/csv; charset=utf-8',
    `attachment; filename="${documentId}.csv"`,
  ]);
  expect(csv.headers.get('x-cairn-not-held')).toContain('alignments');
  expect(new Uint8Array(await (await out('xlsx')).arrayBuffer()).subarray(0, 2)).toEqual(
    new Uint8Array([0x50, 0x4b]),
  );
  expect(await (await out('moodle-csv')).text()).toContain('"competency,competency');
  expect((await out('pdf')).status).toBe(400);
});

describe('an administrator’s steps', () => {
  const item = '6f1b2c3d-0002-4a00-8a00-000000000002';
  const changes = [
    { op: 'changeCompetency', id: item, set: { statement: { en: 'Isolates any plant safely' } } },
  ];

  test('are a draft first, then published, and are told by version', async () => {
    const path = `/frameworks/${documentId}/changes`;
    const draft = await plan(await api('POST', path, { changes }));
    expect([draft.published, draft.diff.reworded[0]?.id, draft.against]).toEqual([null, item, '1']);
    const done = await plan(await api('POST', path, { changes, publish: true, against: '1' }));
    expect(done.published).toBe('2');
    expect((await problem(await api('POST', path, { changes, publish: true }))).code).toBe(
      'PUBLISH_IN_PROGRESS',
    );
    await inForce('2');
    const versions = await (await api('GET', `/frameworks/${documentId}/versions`)).json();
    expect(versions).toMatchObject({
      items: [{ policyVersion: '2', by: 'rita@example.org' }, { policyVersion: '1' }],
    });
    const diff = await (await api('GET', `/frameworks/${documentId}/diff?from=1`)).json();
    expect(diff).toMatchObject({ reworded: [{ id: item, after: { en: 'Isolates any plant safely' } }] });
  });

  test('that are wrong are refused, each at its place', async () => {
    const wrong = { changes: [{ op: 'deprecateCompetency', id: 'nowhere' }] };
    const { code, errors } = await problem(await api('POST', `/frameworks/${documentId}/changes`, wrong));
    expect([code, errors?.[0]?.pointer]).toEqual(['FRAMEWORK', '/0/id']);
    expect((await problem(await api('POST', '/frameworks/nowhere/changes', { changes }))).code).toBe(
      'FRAMEWORK_UNKNOWN',
    );
    expect(
      (await problem(await api('POST', `/frameworks/${documentId}/changes`, { changes: [] }))).code,
    ).toBe('BODY');
  });
});

describe('CASE', () => {
  const ask = (path: string, headers: Record<string, string> = { Authorization: `Bearer ${bearer}` }) =>
    fetch(`${base}/ims/case/v1p1${path}`, { headers });
  const minor = async (response: Response) => {
    const body = (await response.json()) as {
      imsx_codeMajor: string;
      imsx_codeMinor: { imsx_codeMinorField: { imsx_codeMinorFieldValue: string }[] };
    };
    return [
      response.status,
      body.imsx_codeMajor,
      body.imsx_codeMinor.imsx_codeMinorField[0]?.imsx_codeMinorFieldValue,
    ];
  };
  const read = async (path: string) => (await (await ask(path)).json()) as Record<string, unknown>;

  test('is where an administrator’s session is sent along to', () => {
    expect(cookies.map((one) => /Path=([^;]+)/.exec(one)?.[1])).toEqual(['/api/v1', '/ims/case']);
  });

  test('gives each resource by its identifier, alone with its links', async () => {
    expect(await read(`/CFPackages/${documentId}`)).toMatchObject({ CFItems: [{}, {}], CFRubrics: [{}] });
    expect(await read(`/CFDocuments/${documentId}`)).toMatchObject({
      title: 'Safety',
      CFPackageURI: { uri: `${url}/ims/case/v1p1/CFPackages/${documentId}` },
    });
    const item = '6f1b2c3d-0002-4a00-8a00-000000000002';
    expect(await read(`/CFItems/${item.toUpperCase()}`)).toMatchObject({
      fullStatement: 'Isolates any plant safely',
      CFDocumentURI: { identifier: documentId },
    });
    const set = (await read(`/CFItemAssociations/${item}`)) as { CFAssociations: object[] };
    expect([set, set.CFAssociations.length]).toMatchObject([{ CFItem: { identifier: item } }, 3]);
    expect(await read('/CFAssociations/6f1b2c3d-0006-4a00-8a00-000000000006')).toMatchObject({
      associationType: 'ext:practised-with',
    });
    expect(await read('/CFItemTypes/6f1b2c3d-0010-4a00-8a00-000000000010')).toMatchObject({
      CFItemTypes: [{ title: 'Competency' }],
    });
    expect(await read('/CFRubrics/6f1b2c3d-0011-4a00-8a00-000000000011')).toHaveProperty('CFRubricCriteria');
  });

  test('lists, pages, sorts, filters and selects documents', async () => {
    const response = await ask(
      "/CFDocuments?limit=1&filter=title~'safe' AND language='en'&fields=title,identifier&sort=title&orderBy=desc",
    );
    expect([response.headers.get('x-total-count'), await response.json()]).toEqual([
      '1',
      { CFDocuments: [{ title: 'Safety', identifier: documentId }] },
    ]);
    expect(response.headers.get('link')).toContain('rel="first"');
    expect(await read("/CFDocuments?filter=title='nothing'")).toEqual({ CFDocuments: [] });
    for (const [query, code] of [
      ['limit=0', 'invalid_selection_field'],
      ['fields=colour', 'invalid_selection_field'],
      ['filter=colour', 'invalid_selection_field'],
      ['sort=colour', 'invalid_sort_field'],
    ])
      expect(await minor(await ask(`/CFDocuments?${query}`))).toEqual([400, 'failure', code]);
  });

  test('refuses in the standard’s words', async () => {
    expect(await minor(await ask('/CFItems/6f1b2c3d-0002-4a00-8a00-00000000ffff'))).toEqual([
      404,
      'failure',
      'unknownobject',
    ]);
    expect(await minor(await ask('/CFItems/x'))).toEqual([404, 'failure', 'invalid_uuid']);
    expect(await minor(await ask('/CFNothing'))).toEqual([404, 'failure', 'unknownobject']);
    expect(await minor(await ask('/CFDocuments', {}))).toEqual([401, 'failure', 'unauthorised_request']);
    expect(await minor(await ask('/CFDocuments', { Authorization: 'Bearer nonsense' }))).toEqual([
      401,
      'failure',
      'unauthorised_request',
    ]);
    const posted = await fetch(`${base}/ims/case/v1p1/CFDocuments`, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await ask('/CFDocuments', { Cookie: cookie })).status).toBe(200);
  });

  test('is open to anyone where the organisation says so', async () => {
    const log = pino({ level: 'silent' });
    const open = await startServer({
      store: own.store,
      url,
      log,
      host: '127.0.0.1',
      port: 0,
      publicFrameworks: true,
    });
    const response = await fetch(`http://127.0.0.1:${open.port}/ims/case/v1p1/CFPackages/${documentId}`);
    expect(response.status).toBe(200);
    await open.close();
  });
});
