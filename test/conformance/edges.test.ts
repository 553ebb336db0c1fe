// SPDX-License-Identifier: Apache-2.0
/** What a full pass of the public suite does not prove, and what the standard leaves open: each by a request of its own. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ann,
  attachment,
  codeOf,
  type Endpoint,
  filePiece,
  good,
  jsonPiece,
  listOf,
  multipart,
  openEndpoint,
  partsOf,
  type Piece,
  versions,
} from './endpoint.ts';

let lrs: Endpoint;
beforeAll(async () => {
  lrs = await openEndpoint();
});
afterAll(() => lrs.close());

const post = (body: object, version = '1.0.3') => lrs.call('/statements', { method: 'POST', body, version });
const read = async (id: string, version = '1.0.3') =>
  (await (await lrs.call('/statements', { query: { statementId: id }, version })).json()) as Record<
    string,
    unknown
  >;

test('numbers keep their digits in every format', async () => {
  const id = randomUUID();
  const numbers = '"http://q/n":[1.50,1e3,12345678901234567890]';
  const body = JSON.stringify(good({ id, result: { extensions: { 'http://q/n': 0 } } })).replace(
    '"http://q/n":0',
    numbers,
  );
  expect(
    (await lrs.call('/statements', { method: 'POST', body, headers: { 'content-type': 'application/json' } }))
      .status,
  ).toBe(200);
  for (const format of ['exact', 'ids', 'canonical']) {
    const answer = await lrs.call('/statements', { query: { statementId: id, format } });
    expect(await answer.text()).toContain(numbers);
  }
});

describe('language tags (RFC 5646)', () => {
  const places: readonly (readonly [string, (tag: string) => object])[] = [
    ['verb.display', (tag) => ({ verb: { ...good().verb, display: { [tag]: 'x' } } })],
    ['definition.name', (tag) => ({ object: { id: 'https://x.y/o', definition: { name: { [tag]: 'x' } } } })],
    ['context.language', (tag) => ({ context: { language: tag } })],
    [
      'attachments',
      (tag) => ({
        attachments: [attachment('x', { fileUrl: 'https://x.y/f', display: { [tag]: 'x' } })],
      }),
    ],
  ];
  test.each(places)('in %s: form counts, a singleton or variant twice is refused', async (_name, of) => {
    for (const tag of ['zh-Hans-CN', 'de-CH-1996', 'en-a-bbb-x-a-ccc', 'tlh', 'i-klingon'])
      expect([tag, (await post(good(of(tag)))).status]).toEqual([tag, 200]);
    for (const tag of ['en-a-bbb-a-ccc', 'de-1996-1996', 'en-something-AU', 'e', 'en_US', ''])
      expect([tag, (await post(good(of(tag)))).status]).toEqual([tag, 400]);
  });
});

describe('what the standard leaves open is decided', () => {
  test('a time without a zone: 1.0.3 reads it as UTC and answers it as sent, 2.0.0 refuses it', async () => {
    const statement = good({ timestamp: '2026-03-01T09:00:00' });
    expect((await post(statement, '2.0.0')).status).toBe(400);
    expect((await post(statement)).status).toBe(200);
    expect((await read(statement.id))['timestamp']).toBe('2026-03-01T09:00:00');
    expect(Date.parse((await read(statement.id, '2.0.0'))['timestamp'] as string)).toBe(
      Date.parse('2026-03-01T09:00:00Z'),
    );
  });
  test.each(['-00', '-0000', '-00:00'])('the offset %s is refused everywhere', async (offset) => {
    const time = `2026-03-01T09:00:00.000${offset}`;
    for (const version of versions) {
      expect((await post(good({ timestamp: time }), version)).status).toBe(400);
      expect((await post(good({ stored: time }), version)).status).toBe(400);
      expect((await lrs.call('/statements', { query: { since: time }, version })).status).toBe(400);
    }
  });
  test('a group without members is somebody only when it has an identifier', async () => {
    const group = { objectType: 'Group', member: [] };
    for (const version of versions) {
      expect((await post(good({ actor: group }), version)).status).toBe(400);
      expect((await post(good({ actor: { ...group, ...ann } }), version)).status).toBe(200);
    }
  });
});

test('of a batch each says when it was stored, with milliseconds, and none is before the one ahead of it', async () => {
  const registration = randomUUID();
  await post(Array.from({ length: 20 }, () => good({ context: { registration } })));
  const { statements } = await listOf(
    await lrs.call('/statements', { query: { registration, ascending: 'true' } }),
  );
  const stored = statements.map((one) => one['stored'] as string);
  expect(stored.every((time) => /T\d\d:\d\d:\d\d\.\d{3,}Z$/.test(time))).toBe(true);
  expect(stored).toEqual(stored.toSorted((a, b) => Date.parse(a) - Date.parse(b)));
});
test('5,000 statements are taken as one, and not when one of them is wrong', async () => {
  const registration = randomUUID();
  const many = Array.from({ length: 5000 }, () => good({ context: { registration } }));
  const wrong = many.with(4321, good({ context: { registration }, result: { score: { scaled: 2 } } }));
  const refused = await post(wrong);
  const problem = (await refused.json()) as { errors: { pointer: string }[] };
  expect([refused.status, problem.errors[0]?.pointer]).toEqual([400, '/4321/result/score/scaled']);
  const count = async () =>
    (await listOf(await lrs.call('/statements', { query: { registration, limit: '1' } }))).statements.length;
  expect(await count()).toBe(0);
  const taken = await post(many);
  expect([taken.status, ((await taken.json()) as string[]).join()]).toEqual([
    200,
    many.map(({ id }) => id).join(),
  ]);
});
test('a void that is wrong, or a content that is missing, leaves nothing of its batch behind', async () => {
  const [one, two] = [good(), good()];
  const verb = { id: 'http://adlnet.gov/expapi/verbs/voided' };
  const first = good({ verb, object: { objectType: 'StatementRef', id: one.id } });
  await post(first);
  const bad = good({ verb, object: { objectType: 'StatementRef', id: first.id } });
  expect((await post([two, bad])).status).toBe(400);
  expect((await post([two, good({ attachments: [attachment('nowhere')] })])).status).toBe(400);
  expect((await lrs.call('/statements', { query: { statementId: two.id } })).status).toBe(404);
});
test('PUT takes contents by multipart as POST does', async () => {
  const { id, ...rest } = good({ attachments: [attachment('put')] });
  const put = (...pieces: readonly Piece[]) =>
    lrs.call('/statements', { method: 'PUT', query: { statementId: id }, ...multipart(...pieces) });
  expect((await put(jsonPiece(rest))).status).toBe(400);
  expect((await put(jsonPiece(rest), filePiece('put'))).status).toBe(204);
  const query = { statementId: id, attachments: 'true' };
  expect(await partsOf(await lrs.call('/statements', { query }))).toHaveLength(2);
});
test.each(versions)(
  'contextActivities of one: taken, and answered as an array, nothing else of exact changes: %s',
  async (version) => {
    const statement = good({
      actor: { name: 'Ann', ...ann },
      context: {
        contextActivities: { parent: { id: 'https://x.y/p' } },
        extensions: { 'https://x.y/e': { a: [1] } },
      },
    });
    await post(statement, version);
    const { stored: _s, authority: _a, version: _v, ...back } = await read(statement.id, version);
    expect(back).toEqual({
      ...statement,
      context: {
        ...(statement as { context?: object }).context,
        contextActivities: { parent: [{ id: 'https://x.y/p' }] },
      },
    });
  },
);
test('half of a character, escaped, comes back as it was written', async () => {
  const statement = good();
  const text = JSON.stringify(statement).replace(/}$/, ',"result":{"response":"\\ud800"}}');
  const headers = { 'content-type': 'application/json' };
  expect((await lrs.call('/statements', { method: 'POST', body: text, headers })).status).toBe(200);
  const back = await lrs.call('/statements', { query: { statementId: statement.id } });
  expect(await back.text()).toContain(text.slice(0, -1));
});
test('a number that no reader could hold is refused', async () => {
  const text = JSON.stringify(good()).replace(/}$/, ',"result":{"score":{"raw":1e999}}}');
  const headers = { 'content-type': 'application/json' };
  const response = await lrs.call('/statements', { method: 'POST', body: text, headers });
  expect([response.status, await codeOf(response)]).toEqual([400, 'STATEMENT_INVALID']);
});

test('nothing of all this surprised the endpoint', () => expect(lrs.unexpected).toEqual([]));
