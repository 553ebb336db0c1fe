// SPDX-License-Identifier: Apache-2.0
/** What the API says to a request that is wrong: never 500, never logged as ours, always where and what. */
import { gzipSync } from 'node:zlib';
import { problemSchema } from '@cairn/api/contract';
import { type Operation, operations } from '@cairn/api/operations';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { SignJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../index.ts';

let own: TestStore;
let server: RunningServer;
let base: string;
let cookie: string;
let basic: string;
const errors: string[] = [];

beforeAll(async () => {
  own = await openTestStore();
  const { store } = own;
  const log = pino({ level: 'error' }, { write: (line) => void errors.push(line) });
  server = await startServer({ store, url: 'http://cairn.example', log, host: '127.0.0.1', port: 0 });
  base = `http://127.0.0.1:${server.port}`;
  await store.admins.addFirst('rita@example.org', 'correct horse battery');
  const signedIn = await store.admins.signIn('rita@example.org', 'correct horse battery');
  cookie = `cairn-session=${signedIn?.token}`;
  const { key, secret } = await store.sources.add({
    id: 'lms',
    title: 'LMS',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  basic = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
});
afterAll(async () => {
  await server.close();
  await own.drop();
});
beforeEach(() => void (errors.length = 0));

type Body = string | Uint8Array<ArrayBuffer>;
const json = 'application/json';
const send = (path: string, body: Body, headers: Record<string, string> = {}) =>
  fetch(`${base}/api/v1${path}`, {
    method: 'POST',
    headers: { Cookie: cookie, 'Content-Type': json, ...headers },
    body,
  });
const sendStatement = (body: Body, headers: Record<string, string> = {}) =>
  fetch(`${base}/xapi/statements`, {
    method: 'POST',
    headers: { Authorization: basic, 'Content-Type': json, 'X-Experience-API-Version': '1.0.3', ...headers },
    body,
  });
const problem = async (response: Response) => {
  const { code, detail } = (await response.json()) as { code: string; detail: string };
  return { status: response.status, code, detail };
};
const source = (title: string) => JSON.stringify({ id: 'another', title, dialect: 'generic' });

describe('a body', () => {
  const packed = new Uint8Array(gzipSync(source('Another'.repeat(100))));
  test.each<[string, Body, Record<string, string>, number, string]>([
    ['that is no gzip', 'plain', { 'Content-Encoding': 'gzip' }, 400, 'ENCODING_BROKEN'],
    ['of half a gzip', packed.slice(0, -20), { 'Content-Encoding': 'gzip' }, 400, 'ENCODING_BROKEN'],
    ['that is no brotli', 'plain', { 'Content-Encoding': 'br' }, 400, 'ENCODING_BROKEN'],
    ['packed otherwise', 'plain', { 'Content-Encoding': 'snappy' }, 415, 'ENCODING'],
    ['that is no UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22]), {}, 400, 'NOT_UTF8'],
  ])('%s is the sender’s to mend, on every endpoint', async (_name, body, headers, status, code) => {
    expect(await problem(await send('/sources', body, headers))).toMatchObject({ status, code });
    expect(await problem(await sendStatement(body, headers))).toMatchObject({ status, code });
    expect(errors).toEqual([]);
  });

  test('of another type is refused: as HTTP says it, and as the xAPI standard does', async () => {
    const asXml = { 'Content-Type': 'text/xml' };
    const code = 'CONTENT_TYPE';
    expect(await problem(await send('/sources', '<x/>', asXml))).toMatchObject({ status: 415, code });
    expect(await problem(await sendStatement('<x/>', asXml))).toMatchObject({ status: 400, code });
  });

  test('in a charset that there is not, or that is not JSON’s, is refused', async () => {
    for (const charset of ['foo-1', 'iso-8859-1'])
      expect(
        await problem(await send('/sources', source('X'), { 'Content-Type': `${json}; charset=${charset}` })),
      ).toMatchObject({ status: 415, code: 'CHARSET' });
    expect(errors).toEqual([]);
  });

  test('that is wrong JSON is told where', async () => {
    expect(await problem(await send('/sources', '{\n  "id": "x",\n  "title": oops }'))).toMatchObject({
      code: 'JSON',
      detail: expect.stringContaining('line 3, column 12') as string,
    });
    expect((await problem(await send('/sources', '{"id":'))).detail).toContain('the end of the text');
  });

  test('that is too large is told the limit of the place that it was sent to', async () => {
    const big = source('x'.repeat(9_000_000));
    expect(await problem(await send('/sources', big))).toMatchObject({
      status: 413,
      detail: expect.stringContaining(String(8 * 1024 * 1024)) as string,
    });
    expect(await problem(await sendStatement('x'.repeat(17_000_000)))).toMatchObject({
      status: 413,
      detail: expect.stringContaining(String(16_000_000)) as string,
    });
  });

  test('is read of nobody who may not call', async () => {
    expect(await problem(await send('/sources', '{"id":', { Cookie: '' }))).toMatchObject({ status: 401 });
  });

  test('in UTF-8, packed, its charset said, is taken', async () => {
    const good = await send('/sources', new Uint8Array(gzipSync(source('Ålesund 🚢'))), {
      'Content-Encoding': 'gzip',
      'Content-Type': `${json}; charset=UTF-8`,
    });
    expect([good.status, await good.json()]).toMatchObject([201, { title: 'Ålesund 🚢' }]);
  });
});

test('a method that an address does not have is told which it has', async () => {
  const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;
  const all = Object.values<Operation>(operations);
  const paths = [...new Set(all.map(({ path }) => path))];
  const addressOf = (path: string) => path.replace(/\{\w+\}/g, 'x');
  const matches = (path: string, address: string) =>
    new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(address);
  for (const address of paths.map(addressOf)) {
    const has: readonly string[] = all
      .filter(({ path }) => matches(path, address))
      .map(({ method }) => method);
    const allowed = new Set(
      has.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])),
    );
    for (const method of methods.filter((one) => !has.includes(one))) {
      const response = await fetch(`${base}/api/v1${address}`, {
        method: method.toUpperCase(),
        headers: { Cookie: cookie },
      });
      expect([method, address, response.status]).toEqual([method, address, 405]);
      expect(new Set(response.headers.get('allow')?.split(', '))).toEqual(allowed);
      expect((await problem(response)).code).toBe('METHOD');
    }
  }
  for (const path of ['/healthz', '/readyz', '/openapi.json']) {
    const response = await fetch(`${base}${path}`, { method: 'POST' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  }
  expect((await fetch(`${base}/api/v1/nowhere`, { method: 'PUT' })).status).toBe(404);
  expect(errors).toEqual([]);
});

test('an address with half a character is the sender’s to mend', async () => {
  for (const path of ['/api/v1/people/%E0%A4%A/profile', '/xapi/%E0%A4%A'])
    expect((await fetch(base + path)).status).toBeLessThan(500);
  expect(await problem(await fetch(`${base}/api/v1/people/%E0%A4%A/profile`))).toMatchObject({
    status: 400,
    code: 'PATH',
  });
  expect(errors).toEqual([]);
});

describe('a portal', () => {
  const portal = (more: object) =>
    JSON.stringify({ id: 'intranet', title: 'Intranet', origins: ['https://intranet.example'], ...more });
  test.each<[string, object, string]>([
    ['of a data: page', { origins: ['data:text/plain,x'] }, '/origins/0'],
    ['of a file', { origins: ['https://a.example', 'file:///x'] }, '/origins/1'],
    ['of every page without an origin', { origins: ['null'] }, '/origins/0'],
    ['of a path', { origins: ['https://a.example/intranet'] }, '/origins/0'],
    ['with a password in it', { origins: ['https://a:b@a.example'] }, '/origins/0'],
    ['with rights that there are not', { rights: ['self', 'zzz'] }, '/rights/1'],
    ['with an administrator’s rights', { rights: ['admin'] }, '/rights/0'],
    ['with no rights', { rights: [] }, '/rights'],
  ])('%s is refused', async (_name, more, pointer) => {
    const response = await send('/portals', portal(more));
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: 'BODY', errors: [{ pointer }] },
    ]);
    expect(await own.store.portals.list()).toEqual([]);
  });

  test('of a good origin is made, and a page without an origin is still shut out', async () => {
    const origins = ['https://Intranet.example/', 'http://127.0.0.1:8080'];
    expect((await send('/portals', portal({ origins, rights: ['self', 'team:*'] }))).status).toBe(201);
    // As an earlier version kept "data:" and "file:" addresses.
    await own.store.portals.add({ id: 'old', title: 'Old', origins: ['null'], contact: null, rights: [] });
    const allowed = async (Origin: string) =>
      (await fetch(`${base}/api/v1/me`, { headers: { Origin } })).headers.get('access-control-allow-origin');
    expect(await allowed('https://intranet.example')).toBe('https://intranet.example');
    expect(await allowed('null')).toBeNull();
  });
});

describe('a refusal names whom to ask', () => {
  const token = async (iss: string, secret: string, name: string) => {
    const actor = { account: { homePage: 'https://hr.example', name } };
    return new SignJWT({ cairn: { actor, rights: ['self'] } })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(iss)
      .setAudience('http://cairn.example')
      .setSubject(name)
      .setJti('one')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode(secret));
  };
  const ask = async (path: string, bearer: string) => {
    const response = await fetch(`${base}/api/v1${path}`, { headers: { Authorization: `Bearer ${bearer}` } });
    const { code, contact } = problemSchema.parse(await response.json());
    return [response.status, code, contact];
  };

  test('where the portal has a contact; and nobody where it has none, or the token is not its own', async () => {
    const contact = 'mailto:skills@harbour.example';
    const common = { title: 'P', origins: [], rights: ['self'] };
    const { secret } = await own.store.portals.add({ ...common, id: 'with', contact });
    const without = await own.store.portals.add({ ...common, id: 'without', contact: null });
    const links = [{ identifier: 'account:https://hr.example|ann', from: null, to: null }];
    await own.store.people.import(
      [{ id: 'ann', name: 'Ann', teamId: null, roleIds: [], identifiers: links }],
      'test',
    );
    const ann = await token('with', secret, 'ann');
    expect(await ask('/people/bob/profile', ann)).toEqual([403, 'PERSON_FORBIDDEN', contact]);
    expect(await ask('/people/me/gap', ann)).toEqual([404, 'NOTHING_PUBLISHED', contact]);
    expect(await ask('/sources', ann)).toEqual([403, 'ADMIN_ONLY', contact]);
    const stranger = await token('with', secret, 'stranger');
    expect(await ask('/people/me/profile', stranger)).toEqual([404, 'PERSON_UNKNOWN', contact]);
    const elsewhere = await token('without', without.secret, 'stranger');
    expect(await ask('/people/me/profile', elsewhere)).toEqual([404, 'PERSON_UNKNOWN', undefined]);
    expect(await ask('/me', await token('with', 'forged forged forged', 'ann'))).toEqual([
      401,
      'TOKEN',
      undefined,
    ]);
  });
});

test('who is not let in is told the scheme, and whether it was the token', async () => {
  const challenge = async (headers: Record<string, string>) =>
    (await fetch(`${base}/api/v1/me`, { headers })).headers.get('www-authenticate');
  expect(await challenge({})).toBe('Bearer realm="Cairn"');
  expect(await challenge({ Authorization: 'Bearer nonsense' })).toContain('error="invalid_token"');
});

test('a name in the query that there is not is refused, not passed over', async () => {
  for (const path of ['/me?bogus=1', '/people/me/gap?bogus=1', '/people?limit=1&ofset=2', '/live?who=me']) {
    const response = await fetch(`${base}/api/v1${path}`, { headers: { Cookie: cookie } });
    expect([path, response.status, await response.json()]).toMatchObject([path, 400, { code: 'QUERY' }]);
  }
});
