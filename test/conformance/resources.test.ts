// SPDX-License-Identifier: Apache-2.0
/** What holds for every resource: versions, credentials, scopes, parameters, the alternate syntax; and the small resources. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ann, type Call, codeOf, type Endpoint, good, idsOf, openEndpoint } from './endpoint.ts';

let lrs: Endpoint;
beforeAll(async () => {
  lrs = await openEndpoint();
});
afterAll(() => lrs.close());

const activity = () => `https://example.org/${randomUUID()}`;
const agent = JSON.stringify(ann);
const post = (body: object, call: Call = {}) => lrs.call('/statements', { method: 'POST', body, ...call });

describe('versions (Communication 3.3)', () => {
  test.each([
    ['1.0', '1.0.3'],
    ['1.0.0', '1.0.3'],
    ['1.0.4', '1.0.3'],
    ['1.0.99', '1.0.3'],
    ['2.0', '2.0.0'],
    ['2.0.7', '2.0.0'],
  ])('%s is answered in %s', async (version, answer) => {
    const response = await lrs.call('/statements', { version });
    expect([response.status, response.headers.get('x-experience-api-version')]).toEqual([200, answer]);
  });
  test.each(['0.9', '0.95', '1.1.0', '1', '2', '2.1.0', '3.0.0', 'BAD', '1.0.', '1.0.3-beta'])(
    '%s is refused',
    async (version) => {
      const response = await lrs.call('/statements', { version });
      expect([response.status, await codeOf(response)]).toEqual([400, 'VERSION']);
    },
  );
  test('none is refused, in the version that the sender spoke last; a source may have one assumed', async () => {
    for (const version of ['2.0.0', '1.0.3']) {
      await lrs.call('/statements', { version });
      const response = await lrs.call('/statements', { version: null });
      expect([response.status, response.headers.get('x-experience-api-version')]).toEqual([400, version]);
    }
    const lenient = await lrs.addSource('ralph', ['all'], { assumedVersion: '2.0.0' });
    const response = await lrs.call('/statements', { version: null, as: lenient });
    expect([response.status, response.headers.get('x-experience-api-version')]).toEqual([200, '2.0.0']);
  });
  test('about is for anyone, and says which there are', async () => {
    const response = await lrs.call('/about', { version: null, as: '' });
    expect(await response.json()).toEqual({
      version: expect.arrayContaining(['1.0.3', '2.0.0']) as string[],
    });
    expect((await lrs.call('/about', { query: { colour: 'red' } })).status).toBe(400);
  });
});

describe('who may do what (Communication 4.2)', () => {
  const as = async (scope: string) => lrs.addSource(`may-${scope.replaceAll('/', '-')}`, [scope]);
  const asked = (key: string): ((source: string) => Promise<Response>) => {
    const document = { activityId: 'https://example.org/d', agent, stateId: 's', profileId: 'p' };
    const { activityId, stateId, profileId } = document;
    const put = (path: string, query: Readonly<Record<string, string>>, source: string) =>
      lrs.call(path, {
        method: 'PUT',
        query,
        body: 'x',
        version: '2.0.0',
        as: source,
        headers: { 'if-none-match': '"0"' },
      });
    const all: Readonly<Record<string, (source: string) => Promise<Response>>> = {
      'write statements': (source) => post(good(), { as: source }),
      'read statements': (source) => lrs.call('/statements', { as: source }),
      'read activities': (source) => lrs.call('/activities', { query: { activityId }, as: source }),
      'read agents': (source) => lrs.call('/agents', { query: { agent }, as: source }),
      'write state': (source) => put('/activities/state', { activityId, agent, stateId }, source),
      'read state': (source) => lrs.call('/activities/state', { query: { activityId, agent }, as: source }),
      'write profiles': async (source) => {
        await put('/agents/profile', { agent, profileId }, source);
        return put('/activities/profile', { activityId, profileId }, source);
      },
      'read profiles': (source) => lrs.call('/agents/profile', { query: { agent }, as: source }),
    };
    return all[key] ?? (() => Promise.reject(new Error(`no such call: ${key}`)));
  };
  const everything = [
    'write statements',
    'read statements',
    'read activities',
    'read agents',
    'write state',
    'read state',
    'write profiles',
    'read profiles',
  ];
  const reading = everything.filter((key) => key.startsWith('read'));
  test.each<[string, readonly string[]]>([
    ['statements/write', ['write statements']],
    ['statements/read/mine', ['read statements', 'read activities', 'read agents']],
    ['statements/read', ['read statements', 'read activities', 'read agents']],
    ['state', ['write state', 'read state']],
    ['define', []],
    ['profile', ['write profiles', 'read profiles']],
    ['all/read', reading],
    ['all', everything],
  ])('%s', async (scope, allowed) => {
    const source = await as(scope);
    const statuses = new Map<string, number>();
    for (const key of everything) {
      const { status } = await asked(key)(source);
      statuses.set(key, status);
    }
    const refused = everything.filter((key) => statuses.get(key) === 403);
    expect(refused).toEqual(everything.filter((key) => !allowed.includes(key)));
    expect(Math.max(0, ...allowed.map((key) => statuses.get(key) ?? 500))).toBeLessThan(300);
  });
  test('statements/read/mine sees what the source itself sent, nothing else', async () => {
    const source = await lrs.addSource('mine', ['statements/write', 'statements/read/mine']);
    const [mine, other] = [good(), good({ actor: { ...ann, name: 'Told by another' } })];
    await post(mine, { as: source });
    await post(other);
    const get = (query: Readonly<Record<string, string>> = {}) =>
      lrs.call('/statements', { query, as: source });
    expect(await idsOf(await get())).toEqual([mine.id]);
    expect((await get({ statementId: mine.id })).status).toBe(200);
    expect((await get({ statementId: other.id })).status).toBe(404);
    expect(await (await lrs.call('/agents', { query: { agent }, as: source })).json()).not.toHaveProperty(
      'name',
    );
  });
  test('without define, what a source says of an activity stays in its statements', async () => {
    const object = { id: activity(), definition: { name: { en: 'Knots' } } };
    const writer = await lrs.addSource('writer', ['statements/write']);
    await post(good({ object }), { as: writer });
    const get = async () => (await lrs.call('/activities', { query: { activityId: object.id } })).json();
    expect(await get()).toEqual({ objectType: 'Activity', id: object.id });
    const definer = await lrs.addSource('definer', ['statements/write', 'define']);
    await post(good({ object }), { as: definer });
    expect(await get()).toEqual({ objectType: 'Activity', ...object });
  });
  test('without define, what a source says of a person stays in its statements', async () => {
    const account = { homePage: 'https://lms.example', name: randomUUID() };
    const query = { agent: JSON.stringify({ account }) };
    const names = async () =>
      ((await (await lrs.call('/agents', { query })).json()) as { readonly name?: string[] }).name;
    const writer = await lrs.addSource('names-nobody', ['statements/write']);
    await post(good({ actor: { account, name: 'Somebody' } }), { as: writer });
    expect(await names()).toBeUndefined();
    const definer = await lrs.addSource('names', ['statements/write', 'define']);
    await post(good({ actor: { account, name: 'Ann' } }), { as: definer });
    expect(await names()).toEqual(['Ann']);
  });
});

describe('activities and agents (Communication 2.4, 2.5)', () => {
  test('an activity is what all statements say of it, in a context and a SubStatement too', async () => {
    const id = activity();
    const defined = (definition: object) => ({ id, definition });
    await post(good({ object: defined({ name: { en: 'Knots' } }) }));
    await post(good({ context: { contextActivities: { parent: defined({ name: { de: 'Knoten' } }) } } }));
    await post(
      good({
        object: {
          objectType: 'SubStatement',
          actor: ann,
          verb: { id: 'https://x.y/v' },
          object: defined({ description: { en: 'Rope' } }),
        },
      }),
    );
    const response = await lrs.call('/activities', { query: { activityId: id } });
    expect(await response.json()).toEqual({
      objectType: 'Activity',
      id,
      definition: { name: { en: 'Knots', de: 'Knoten' }, description: { en: 'Rope' } },
    });
  });
  test('a definition of a refused statement is not taken over', async () => {
    const id = activity();
    await post([
      good({ object: { id, definition: { name: { en: 'Knots' } } } }),
      good({ verb: { id: 'no IRI' } }),
    ]);
    expect(await (await lrs.call('/activities', { query: { activityId: id } })).json()).toEqual({
      objectType: 'Activity',
      id,
    });
  });
  test('a person has arrays, of an agent never seen too, and the names that it went by', async () => {
    const account = { homePage: 'https://lms.example', name: randomUUID() };
    const get = async (asked: object) =>
      (await lrs.call('/agents', { query: { agent: JSON.stringify(asked) } })).json() as Promise<unknown>;
    expect(await get({ account })).toEqual({ objectType: 'Person', account: [account] });
    await post(good({ actor: { account, name: 'Ann' } }));
    await post(
      good({
        actor: {
          objectType: 'Group',
          member: [
            { account, name: 'Ann B.' },
            { ...ann, name: 'Other' },
          ],
        },
      }),
    );
    expect(await get({ account })).toEqual({
      objectType: 'Person',
      name: ['Ann B.', 'Ann'],
      account: [account],
    });
  });
});

test.each([
  '/statements',
  '/activities',
  '/agents',
  '/activities/state',
  '/activities/profile',
  '/agents/profile',
])('%s refuses what it does not know: credentials, parameters, methods', async (path) => {
  expect((await lrs.call(path, { as: '' })).status).toBe(401);
  expect((await lrs.call(path, { as: 'Bearer x' })).status).toBe(401);
  const query = { activityId: 'https://example.org/a', agent, StateId: 'x' };
  const unknown = await lrs.call(path, { query });
  expect([unknown.status, await codeOf(unknown)]).toEqual([400, 'PARAMETER']);
  const response = await fetch(`${lrs.url}${path}`, { method: 'PATCH' });
  expect([response.status, response.headers.get('allow')?.startsWith('GET, HEAD')]).toEqual([405, true]);
  expect((await lrs.call(path.toUpperCase())).status).toBe(404);
});

test('a page of anywhere may call: preflight, and headers that it may read', async () => {
  const origin = 'https://content.example';
  const preflight = await lrs.call('/statements', {
    method: 'OPTIONS',
    as: '',
    headers: {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-experience-api-version, authorization',
    },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
    204,
    'x-experience-api-version, authorization',
  ]);
  const response = await lrs.call('/statements', { headers: { origin } });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-expose-headers')).toContain(
    'X-Experience-API-Consistent-Through',
  );
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
});

describe('alternate request syntax (1.0.3 Communication 1.3)', () => {
  const form = (
    method: string,
    fields: Readonly<Record<string, string>>,
    call: Call = {},
    path = '/statements',
  ) =>
    lrs.call(path, {
      method: 'POST',
      query: { method },
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      ...call,
    });
  test('everything may be in the form alone, and the form wins', async () => {
    const { id, ...statement } = good();
    const source = await lrs.addSource('page', ['all']);
    await post(good());
    const inForm = { Authorization: source, 'X-Experience-API-Version': '1.0.3' };
    const put = await form(
      'PUT',
      {
        ...inForm,
        statementId: id,
        content: JSON.stringify(statement),
        'Content-Type': 'application/json',
        'Content-Length': '1',
      },
      { as: '', version: null },
    );
    expect(put.status).toBe(204);
    const get = await form('GET', { ...inForm, agent, limit: '1' }, { as: 'Basic wrong', version: '9' });
    const { more, statements } = (await get.json()) as { more: string; statements: { id: string }[] };
    expect(statements[0]?.id).toBe(id);
    expect((await lrs.call(more.slice('/lrs/xapi'.length))).status).toBe(200);
    expect((await form('GET', { ...inForm, 'X-Experience-API-Version': '0.8' })).status).toBe(400);
    expect((await form('GET', { ...inForm, Authorization: 'Basic wrong' })).status).toBe(401);
  });
  test('documents with their preconditions', async () => {
    const query = { activityId: activity(), agent, stateId: 's' };
    const state = (method: string, fields: Readonly<Record<string, string>>) =>
      form(method, { ...query, ...fields }, {}, '/activities/state');
    expect(
      (await state('PUT', { content: 'a=b&c ä', 'Content-Type': 'text/x', 'If-None-Match': '*' })).status,
    ).toBe(204);
    expect((await state('PUT', { content: 'b', 'If-None-Match': '*' })).status).toBe(412);
    const read = await lrs.call('/activities/state', { query });
    expect([await read.text(), read.headers.get('content-type')]).toEqual(['a=b&c ä', 'text/x']);
    expect((await state('DELETE', {})).status).toBe(204);
  });
  const content = JSON.stringify(good());
  test.each<[string, () => Promise<Response>]>([
    ['another query parameter', () => form('GET', {}, { query: { method: 'GET', limit: '1' } })],
    ['a PUT without content', () => form('PUT', { statementId: randomUUID() })],
    ['no form', () => form('POST', { content }, { headers: { 'content-type': 'application/json' } })],
    ['another method', () => form('PATCH', { content })],
    ['no POST', () => lrs.call('/statements', { method: 'PUT', query: { method: 'PUT' }, body: good() })],
    ['a field twice', () => form('POST', {}, { body: `content=${encodeURIComponent(content)}&content=x` })],
    [
      'a form of very many fields',
      () => form('GET', Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`f${i}`, '']))),
    ],
    ['a header that is none', () => form('PUT', { content, 'Content-Type': 'a\r\nb: c' })],
    ['2.0.0', () => form('POST', { content }, { version: '2.0.0' })],
    ['2.0.0 in the form', () => form('POST', { content, 'X-Experience-API-Version': '2.0.0' })],
  ])('%s is refused', async (_name, send) => {
    expect((await send()).status).toBe(400);
  });
});

test('nothing of all this surprised the endpoint', () => expect(lrs.unexpected).toEqual([]));
