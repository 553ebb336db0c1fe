// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createXapiRouter } from './index.ts';

type Body = string | Uint8Array<ArrayBuffer>;
const unexpected: unknown[] = [];
let own: TestStore;
let url: string;
let close: () => Promise<unknown>;
let basic: string;
let moodle: string;
let reader: string;

beforeAll(async () => {
  own = await openTestStore();
  const { sources } = own.store;
  const add = async (id: string, dialect: string, scopes: string[]) => {
    const settings = { derivesIds: id === 'moodle' };
    const { key, secret } = await sources.add({
      id,
      title: id,
      dialect,
      scaledRange: '0..1',
      scopes,
      settings,
    });
    return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  };
  [basic, moodle, reader] = await Promise.all([
    add('lms', 'generic', ['all']),
    add('moodle', 'moodle-logstore', ['statements/write']),
    add('reader', 'generic', ['statements/read']),
  ]);
  const app = express().use(
    '/xapi',
    createXapiRouter({
      store: own.store,
      url: 'http://cairn.example',
      onUnexpected: (error) => unexpected.push(error),
    }),
  );
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/xapi`;
  close = () => new Promise((resolve) => server.close(resolve));
});
afterAll(async () => {
  await close();
  await own.drop();
});

const headers = (authorization = basic) => ({
  authorization,
  'content-type': 'application/json',
  'x-experience-api-version': '1.0.3',
});
const post = (body: Body, more: Record<string, string> = {}) =>
  fetch(`${url}/statements`, { method: 'POST', headers: { ...headers(), ...more }, body });
const get = (query: Record<string, string>) =>
  fetch(`${url}/statements?${new URLSearchParams(query).toString()}`, { headers: headers() });
const good = (more: object = {}) => ({
  id: randomUUID(),
  actor: { mbox: 'mailto:ann@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
  object: { id: 'https://example.org/a' },
  timestamp: '2026-03-01T09:00:00Z',
  ...more,
});
const count = async () => ((await (await get({})).json()) as { statements: unknown[] }).statements.length;

describe('what is good', () => {
  test('is stored, answered by its ids and given back as it was written', async () => {
    const { id, ...rest } = good();
    const text = `{"id":"${id}", "result":{"score":{"raw":1.0}},${JSON.stringify(rest).slice(1)}`;
    const response = await post(`[${text}]`);
    expect([response.status, await response.json()]).toEqual([200, [id]]);
    const back = await get({ statementId: id });
    const body = await back.text();
    expect(body.startsWith(text.slice(0, -1))).toBe(true);
    expect(JSON.parse(body)).toMatchObject({ version: '1.0.0', authority: { account: { name: 'lms' } } });
    expect(back.headers.get('x-experience-api-version')).toBe('1.0.3');
    expect(Date.parse(back.headers.get('x-experience-api-consistent-through') ?? '')).toBeGreaterThan(
      Date.parse((JSON.parse(body) as { stored: string }).stored) - 1,
    );
  });
  test('again is a no-op, with other content a conflict that stores nothing of its batch', async () => {
    const statement = good();
    expect((await post(JSON.stringify(statement))).status).toBe(200);
    expect(
      (await post(JSON.stringify({ ...statement, verb: { ...statement.verb, display: { en: 'passed' } } })))
        .status,
    ).toBe(200);
    const fresh = good();
    const conflict = await post(
      JSON.stringify([fresh, { ...statement, object: { id: 'https://example.org/b' } }]),
    );
    expect([conflict.status, ((await conflict.json()) as { code: string }).code]).toEqual([
      409,
      'STATEMENT_CONFLICT',
    ]);
    expect((await get({ statementId: fresh.id })).status).toBe(404);
  });
  test('of a real Moodle, 278 statements without ids, is taken once however often it is sent', async () => {
    const file = path.resolve(
      import.meta.dirname,
      '../../packages/dialects/src/moodle-logstore/fixtures/moodle-4.4-logstore-xapi.statements.jsonl',
    );
    const body = `[${readFileSync(file, 'utf8').trim().split('\n').join(',')}]`;
    const [first, second] = await Promise.all([
      post(body, { authorization: moodle }),
      post(body, { authorization: moodle }),
    ]);
    const ids = (await first.json()) as string[];
    expect([first.status, new Set(ids).size]).toEqual([200, 278]);
    expect(await second.json()).toEqual(ids);
    expect((await own.store.sources.activity()).get('moodle')?.statements).toBe(278);
  });
  test('of nothing is refused where it is not set otherwise', async () => {
    const response = await post('[]');
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
      400,
      'BATCH_EMPTY',
    ]);
  });
  test('may be put under its id', async () => {
    const { id, ...rest } = good();
    const put = (query: string, body: object) =>
      fetch(`${url}/statements?${query}`, { method: 'PUT', headers: headers(), body: JSON.stringify(body) });
    expect((await put(`statementId=${id}`, rest)).status).toBe(204);
    expect((await put(`statementId=${id}`, { ...rest, id: randomUUID() })).status).toBe(400);
    expect((await put('', rest)).status).toBe(400);
    expect((await get({ statementId: id })).status).toBe(200);
  });
  test('is hidden by a void, and found as voided', async () => {
    const statement = good();
    await post(JSON.stringify(statement));
    await post(
      JSON.stringify(
        good({
          verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
          object: { objectType: 'StatementRef', id: statement.id },
        }),
      ),
    );
    expect((await get({ statementId: statement.id })).status).toBe(404);
    expect((await get({ voidedStatementId: statement.id })).status).toBe(200);
  });
});

describe('a list', () => {
  test('is filtered, paged to its end, and ordered', async () => {
    const registration = randomUUID();
    const ids = Array.from({ length: 5 }, () => randomUUID());
    await post(
      JSON.stringify(
        ids.map((id) =>
          good({
            id,
            context: { registration, contextActivities: { parent: { id: 'https://example.org/course' } } },
          }),
        ),
      ),
    );
    const seen: string[] = [];
    let next = `/xapi/statements?${new URLSearchParams({ registration, limit: '2', agent: '{"mbox":"mailto:ann@EXAMPLE.org"}', verb: 'http://adlnet.gov/expapi/verbs/passed' }).toString()}`;
    while (next !== '') {
      const page = (await (await fetch(new URL(next, url), { headers: headers() })).json()) as {
        statements: { id: string }[];
        more: string;
      };
      seen.push(...page.statements.map(({ id }) => id));
      next = page.more;
    }
    expect(seen).toEqual(ids.toReversed());
    const related = await get({
      activity: 'https://example.org/course',
      related_activities: 'true',
      registration,
      ascending: 'true',
      format: 'ids',
    });
    expect(
      ((await related.json()) as { statements: { id: string }[] }).statements.map(({ id }) => id),
    ).toEqual(ids);
    expect(await (await get({ activity: 'https://example.org/course', registration })).json()).toMatchObject({
      statements: [],
      more: '',
    });
  });
  test.each([
    { limit: 'many' },
    { colour: 'red' },
    { agent: '{}' },
    { since: 'then' },
    { statementId: 'x' },
    { statementId: randomUUID(), verb: 'http://x.y/' },
  ])('refuses %j', async (query: object) => {
    const response = await get(query as Record<string, string>);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'PARAMETER']);
  });
});

describe('what is bad', () => {
  const long = 'x'.repeat(5 * 1024 * 1024);
  test.each<[string, Body, number, string, string?]>([
    ['no JSON', '{"actor":', 400, 'JSON_INVALID'],
    [
      'a wrong type',
      JSON.stringify([good(), good({ result: { success: 'yes' } })]),
      400,
      'STATEMENT_INVALID',
      '/1/result/success',
    ],
    ['a key twice', '{"actor":1,"actor":2}', 400, 'JSON_KEY_REPEATED', '/actor'],
    ['__proto__ as a property', '{"__proto__":{"actor":1}}', 400, 'STATEMENT_INVALID'],
    [
      'a statement of 5 MB',
      JSON.stringify(good({ result: { extensions: { 'https://x.example/e': long.match(/x{1,900000}/g) } } })),
      413,
      'STATEMENT_TOO_LARGE',
    ],
    ['a text of 5 MB', JSON.stringify(good({ result: { response: long } })), 413, 'JSON_STRING_TOO_LONG'],
    [
      'a body of 25 MB',
      `[${JSON.stringify(good({ result: { response: long.repeat(5) } }))}]`,
      413,
      'BODY_TOO_LARGE',
    ],
    [
      'a batch of 10,000',
      `[${Array(10_000)
        .fill(JSON.stringify({ a: 1 }))
        .join(',')}]`,
      413,
      'BATCH_TOO_LARGE',
    ],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 400, 'NOT_UTF8'],
    ['nothing at all', '', 400, 'BODY_EMPTY'],
  ])(
    '%s is refused, nothing is stored, and the next request works',
    async (_name, body, status, code, pointer) => {
      const before = await count();
      const response = await post(body);
      const problem = (await response.json()) as {
        code: string;
        detail: string;
        instance: string;
        errors?: { pointer: string }[];
      };
      expect([response.status, problem.code, response.headers.get('content-type')]).toEqual([
        status,
        code,
        'application/problem+json; charset=utf-8',
      ]);
      expect(problem.detail.length).toBeGreaterThan(20);
      expect(problem.instance).toBe(response.headers.get('x-request-id'));
      expect(problem.errors?.[0]?.pointer ?? '').toContain(pointer ?? '');
      expect(await count()).toBe(before);
      expect((await post(JSON.stringify(good({ id: '00000000-0000-4000-8000-00000000000a' })))).status).toBe(
        200,
      );
    },
  );
  test('keys with dots and __proto__ inside extensions are data, and come back as they were', async () => {
    const id = randomUUID();
    const text = JSON.stringify(good({ id })).replace(
      /}$/,
      ',"result":{"extensions":{"https://x.y/a.b$c":{"__proto__":{"a.b":1}}}}}',
    );
    expect((await post(text)).status).toBe(200);
    expect(
      (await (await get({ statementId: id })).text()).includes(
        '{"https://x.y/a.b$c":{"__proto__":{"a.b":1}}}',
      ),
    ).toBe(true);
  });
  test.each<[string, Record<string, string>, number, string]>([
    ['no credentials', { authorization: '' }, 401, 'CREDENTIALS'],
    [
      'wrong credentials',
      { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` },
      401,
      'CREDENTIALS',
    ],
    ['credentials that are none', { authorization: 'Basic ???' }, 401, 'CREDENTIALS'],
    ['a version of the future', { 'x-experience-api-version': '9.0' }, 400, 'VERSION'],
    ['another type', { 'content-type': 'text/plain' }, 400, 'CONTENT_TYPE'],
  ])('%s is refused', async (_name, more, status, code) => {
    const response = await post(JSON.stringify(good()), more);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });
  test('a source does only what it may', async () => {
    expect((await post(JSON.stringify(good()), { authorization: reader })).status).toBe(403);
    expect((await fetch(`${url}/statements`, { headers: headers(moodle) })).status).toBe(403);
    expect((await fetch(`${url}/nothing`, { headers: headers() })).status).toBe(404);
    expect(await (await fetch(`${url}/about`)).json()).toEqual({
      version: ['1.0.0', '1.0.1', '1.0.2', '1.0.3', '2.0.0'],
    });
  });
});

test('nothing of all this surprised the endpoint', () => expect(unexpected).toEqual([]));
