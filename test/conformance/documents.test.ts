// SPDX-License-Identifier: Apache-2.0
/** State, activity profile and agent profile, from the specification (Communication 2.2, 2.3, 2.6, 2.7, 3.1). */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ann, type Call, codeOf, type Endpoint, openEndpoint, type Version, versions } from './endpoint.ts';

let lrs: Endpoint;
beforeAll(async () => {
  lrs = await openEndpoint();
});
afterAll(() => lrs.close());

const agent = JSON.stringify(ann);
const resources = [
  {
    name: 'state',
    path: '/activities/state',
    id: 'stateId',
    owner: () => ({ activityId: activity(), agent }),
  },
  {
    name: 'activity profile',
    path: '/activities/profile',
    id: 'profileId',
    owner: () => ({ activityId: activity() }),
  },
  {
    name: 'agent profile',
    path: '/agents/profile',
    id: 'profileId',
    owner: () => ({ agent: JSON.stringify({ mbox: `mailto:${randomUUID()}@example.org` }) }),
  },
];
const activity = () => `https://example.org/${randomUUID()}`;
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const none = { 'if-none-match': '*' };
const plain = { 'content-type': 'text/plain' };
const json = { 'content-type': 'application/json' };

describe.each(resources)('$name', ({ path, id, owner, name }) => {
  const document = (version: Version = '1.0.3') => {
    const query = { ...owner(), [id]: 'bookmark' };
    return {
      query,
      call: (method: Call['method'], call: Call = {}) =>
        lrs.call(path, { method: method ?? 'GET', query, version, ...call }),
    };
  };
  const made = async (
    body: string,
    headers: Readonly<Record<string, string>> = plain,
    version: Version = '1.0.3',
  ) => {
    const one = document(version);
    expect((await one.call('PUT', { body, headers: { ...headers, ...none } })).status).toBe(204);
    return one;
  };

  test.each(versions)(
    'comes back with its bytes, its type, and the SHA-1 of its bytes as ETag: %s',
    async (version) => {
      const body = Uint8Array.from({ length: 256 }, (_, i) => i);
      const { call } = document(version);
      await call('PUT', { body, headers: { 'content-type': 'application/x-www-form-urlencoded', ...none } });
      const response = await call('GET');
      expect(response.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
      expect(response.headers.get('etag')).toBe(`"${createHash('sha1').update(body).digest('hex')}"`);
      expect(Date.parse(response.headers.get('last-modified') ?? '')).not.toBeNaN();
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(body);
      const head = await call('HEAD');
      expect([head.status, head.headers.get('etag')]).toEqual([200, response.headers.get('etag')]);
    },
  );
  test.each(versions)('If-Match and If-None-Match are held to on every change: %s', async (version) => {
    const { call } = await made('a', plain, version);
    const wrong = { 'if-match': `"${sha1('b')}"` };
    expect((await call('PUT', { body: 'b', headers: { ...plain, ...wrong } })).status).toBe(412);
    expect((await call('PUT', { body: 'b', headers: { ...plain, ...none } })).status).toBe(412);
    expect((await call('DELETE', { headers: wrong })).status).toBe(412);
    expect((await call('POST', { body: '{}', headers: { ...json, ...wrong } })).status).toBe(412);
    expect(await (await call('GET')).text()).toBe('a');
    const right = { 'if-match': `"${sha1('x')}", "${sha1('a')}"` };
    expect((await call('PUT', { body: 'b', headers: { ...plain, ...right } })).status).toBe(204);
    expect((await call('PUT', { body: 'c', headers: { ...plain, 'if-match': '*' } })).status).toBe(204);
    expect((await call('DELETE', { headers: { 'if-match': `"${sha1('c')}"` } })).status).toBe(204);
    expect((await call('GET')).status).toBe(404);
    expect((await call('DELETE')).status).toBe(204);
    expect((await call('PUT', { body: 'c', headers: { ...plain, 'if-match': '*' } })).status).toBe(412);
    expect((await call('PUT', { body: 'c', headers: { ...plain, ...none, 'if-match': '*' } })).status).toBe(
      400,
    );
  });
  test('a PUT without precondition is told what to do, where the version asks for one', async () => {
    const statuses = await Promise.all(
      versions.map(async (version) => {
        const { call } = document(version);
        const put = (body: string) => call('PUT', { body, headers: plain });
        const whenNone = (await put('a')).status;
        await call('PUT', { body: 'a', headers: { ...plain, ...none } });
        const response = await put('b');
        return [whenNone, response.status, await (await call('GET')).text()];
      }),
    );
    expect(statuses).toEqual(
      name === 'state'
        ? [
            [204, 204, 'b'],
            [204, 409, 'a'],
          ]
        : [
            [400, 409, 'a'],
            [204, 409, 'a'],
          ],
    );
  });
  test('POST merges at the top level only, and keeps numbers and odd keys as they were written', async () => {
    const { call } = await made('{"a":{"x":1,"y":2},"n":1.0,"__proto__":1,"a.b":12345678901234567890}', json);
    expect((await call('POST', { body: '{"a":{"z":3},"$k":null, "b" : [1]}', headers: json })).status).toBe(
      204,
    );
    expect(await (await call('GET')).text()).toBe(
      '{"a":{"z":3},"n":1.0,"__proto__":1,"a.b":12345678901234567890,"$k":null,"b":[1]}',
    );
  });
  test.each([
    ['text onto an object', '{"a":1}', json, 'x', plain],
    ['an object onto text', 'x', plain, '{"a":1}', json],
    ['an array onto an object', '{"a":1}', json, '[1]', json],
    ['an object onto an array', '[1]', json, '{"a":1}', json],
    ['what is no JSON onto an object', '{"a":1}', json, '{"a":', json],
  ])('POST of %s is refused and changes nothing', async (_name, stored, type, sent, sentType) => {
    const { call } = await made(stored, type);
    const response = await call('POST', { body: sent, headers: sentType });
    expect([response.status, await codeOf(response)]).toEqual([400, 'NOT_MERGEABLE']);
    expect(await (await call('GET')).text()).toBe(stored);
  });
  test('a first POST needs no precondition, and may be of any type but broken JSON', async () => {
    expect((await document().call('POST', { body: 'x', headers: plain })).status).toBe(204);
    expect((await document().call('POST', { body: '{', headers: json })).status).toBe(400);
  });
  test('of many at once one wins, and no merge is lost', async () => {
    const { call } = await made('{}', json);
    const put = (i: number) =>
      call('PUT', { body: `{"w":${i}}`, headers: { ...json, 'if-match': `"${sha1('{}')}"` } });
    const statuses = (await Promise.all(Array.from({ length: 15 }, (_, i) => put(i)))).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(14);
    await Promise.all(
      Array.from({ length: 8 }, (_, i) => call('POST', { body: `{"k${i}":${i}}`, headers: json })),
    );
    expect(Object.keys((await (await call('GET')).json()) as object).sort()).toEqual([
      'k0',
      'k1',
      'k2',
      'k3',
      'k4',
      'k5',
      'k6',
      'k7',
      'w',
    ]);
  });
  test('ids are listed, those that changed since a time alone when it is given', async () => {
    const whose = owner();
    const put = (one: string) =>
      lrs.call(path, {
        method: 'PUT',
        query: { ...whose, [id]: one },
        body: one,
        headers: { ...plain, ...none },
      });
    const ids = async (query: Readonly<Record<string, string>> = {}) =>
      (await (await lrs.call(path, { query: { ...whose, ...query } })).json()) as unknown;
    expect(await ids()).toEqual([]);
    await put('a ä/?&');
    const since = await lrs.store.now();
    while ((await lrs.store.now()) <= since);
    await put('b');
    expect(await ids()).toEqual(['a ä/?&', 'b']);
    const lastModified = async (query: Readonly<Record<string, string>>) =>
      (await lrs.call(path, { query: { ...whose, ...query } })).headers.get('last-modified');
    expect(await lastModified({})).toBe(await lastModified({ [id]: 'b' }));
    expect(await lastModified({ since: '2100-01-01T00:00:00Z' })).toBeNull();
    expect(await ids({ since: new Date(since).toISOString() })).toEqual(['b']);
    await lrs.call(path, { method: 'POST', query: { ...whose, [id]: 'c' }, body: '{}', headers: json });
    expect(await ids({ since: '2100-01-01T00:00:00Z' })).toEqual([]);
  });
  test('what is needed is needed, and nothing else is taken', async () => {
    const { query } = document();
    for (const missing of Object.keys(query).filter((key) => key !== id)) {
      const { [missing]: _left, ...rest } = query as Record<string, string>;
      expect((await lrs.call(path, { query: rest })).status).toBe(400);
    }
    const { [id]: _id, ...whose } = query as Record<string, string>;
    expect((await lrs.call(path, { method: 'PUT', query: whose, body: 'x', headers: plain })).status).toBe(
      400,
    );
    expect((await lrs.call(path, { method: 'POST', query: whose, body: '{}', headers: json })).status).toBe(
      400,
    );
    expect((await lrs.call(path, { query: { ...query, colour: 'red' } })).status).toBe(400);
    expect((await lrs.call(path, { query: { ...query, [id]: '' } })).status).toBe(400);
    const removed = await lrs.call(path, { method: 'DELETE', query: whose });
    expect(removed.status).toBe(name === 'state' ? 204 : 400);
  });
  test('one that is too large is refused', async () => {
    const body = new Uint8Array(10 * 1024 * 1024 + 1);
    const response = await document().call('PUT', { body, headers: { ...plain, ...none } });
    expect([response.status, await codeOf(response)]).toEqual([413, 'DOCUMENT_TOO_LARGE']);
  });
  test('one that would become too large by merging is refused and stays', async () => {
    const half = 'x'.repeat(6 * 1024 * 1024);
    const { call } = await made(`{"a":"${half}"}`, json);
    const response = await call('POST', { body: `{"b":"${half}"}`, headers: json });
    expect([response.status, await codeOf(response)]).toEqual([413, 'DOCUMENT_TOO_LARGE']);
    expect((await call('POST', { body: `{"a":"${half}"}`, headers: json })).status).toBe(204);
  });
});

describe('state', () => {
  test('is apart by registration; without one, all are listed and removed (Communication 2.3)', async () => {
    const whose = { activityId: activity(), agent };
    const [first, second] = [randomUUID(), randomUUID()];
    const call = (method: Call['method'], query: object, body?: string) =>
      lrs.call('/activities/state', {
        method: method ?? 'GET',
        query: { ...whose, ...query },
        ...(body === undefined ? {} : { body, headers: plain }),
      });
    await call('PUT', { stateId: 'a' }, 'none');
    await call('PUT', { stateId: 'a', registration: first }, 'first');
    await call('PUT', { stateId: 'b', registration: second.toUpperCase() }, 'second');
    expect(await (await call('GET', { stateId: 'a' })).text()).toBe('none');
    expect(await (await call('GET', { stateId: 'a', registration: first })).text()).toBe('first');
    expect((await call('GET', { stateId: 'b' })).status).toBe(404);
    expect(await (await call('GET', {})).json()).toEqual(['a', 'b']);
    expect(await (await call('GET', { registration: second })).json()).toEqual(['b']);
    await call('DELETE', { registration: first });
    expect((await call('GET', { stateId: 'a', registration: first })).status).toBe(404);
    expect((await call('GET', { stateId: 'a' })).status).toBe(200);
    await call('DELETE', {});
    expect(await (await call('GET', {})).json()).toEqual([]);
  });
  test('of an agent is the same by whatever name the agent goes', async () => {
    const query = { activityId: activity(), stateId: 's' };
    const put = {
      ...query,
      agent: JSON.stringify({ name: 'Ann', objectType: 'Agent', mbox: 'mailto:ann@EXAMPLE.org' }),
    };
    await lrs.call('/activities/state', { method: 'PUT', query: put, body: 'x', headers: plain });
    expect((await lrs.call('/activities/state', { query: { ...query, agent } })).status).toBe(200);
  });
});

test('nothing of all this surprised the endpoint', () => expect(lrs.unexpected).toEqual([]));
