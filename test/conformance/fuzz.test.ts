// SPDX-License-Identifier: Apache-2.0
/**
 * Whatever is sent, the endpoint answers by itself: never a 5xx, every refusal a problem document, and nothing of a refused
 * request is stored. `CAIRN_FUZZ_CASES` says how many cases each property gets in the nightly form.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ann,
  attachment,
  type Call,
  type Endpoint,
  filePiece,
  good,
  jsonPiece,
  listOf,
  multipart,
  openEndpoint,
} from './endpoint.ts';

const numRuns = Number(process.env['CAIRN_FUZZ_CASES'] ?? 400);
const long = Math.max(60_000, numRuns * 40);

let lrs: Endpoint;
beforeAll(async () => {
  lrs = await openEndpoint();
});
afterAll(() => lrs.close());

const stored = async () => (await listOf(await lrs.call('/statements'))).statements.length;
/** The status; of a refusal, only when it is a whole problem document. */
async function statusOf(path: string, call: Call): Promise<number> {
  const response = await lrs.call(path, call);
  const text = await response.text();
  if (response.status < 400 || call.method === 'HEAD') return response.status;
  const { status, code, detail, title } = JSON.parse(text) as Record<string, unknown>;
  const isWhole =
    status === response.status && [code, detail, title].every((one) => typeof one === 'string' && one !== '');
  return isWhole && response.headers.get('content-type') === 'application/problem+json; charset=utf-8'
    ? response.status
    : 599;
}
const isAnswered = (status: number) => status < 500;

const paths = [
  '/statements',
  '/activities',
  '/agents',
  '/activities/state',
  '/activities/profile',
  '/agents/profile',
  '/about',
];
const parameter = fc.constantFrom(
  'statementId',
  'voidedStatementId',
  'agent',
  'verb',
  'activity',
  'registration',
  'related_agents',
  'related_activities',
  'since',
  'until',
  'limit',
  'format',
  'attachments',
  'ascending',
  'after',
  'activityId',
  'stateId',
  'profileId',
  'method',
  'x',
);
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    JSON.stringify(ann),
    '{}',
    '[]',
    'null',
    '"',
    '{"mbox":1}',
    '{"account":{}}',
    'true',
    'false',
    '0',
    '-1',
    '99999999999999999999',
    '1e9',
    '2026-01-01',
    '2026-01-01T00:00:00Z',
    '0000-00-00',
    '9999999-01-01',
    'https://x.y/',
    'exact',
    'ids',
    'canonical',
    '00000000-0000-4000-8000-000000000000',
    'PUT',
    'GET',
    '\u0000',
    '\ud800',
    '__proto__',
    'constructor',
  ),
  fc.json({ maxDepth: 3 }),
);
/** Half a surrogate pair cannot be sent. */
const wellFormed = (text: string) => Buffer.from(text, 'utf8').toString('utf8');
const query = fc
  .dictionary(parameter, value, { maxKeys: 4, noNullPrototype: true })
  .map((one) => Object.fromEntries(Object.entries(one).map(([key, text]) => [key, wellFormed(text)])));
const method = fc.constantFrom<NonNullable<Call['method']>>('GET', 'HEAD', 'DELETE', 'OPTIONS');
const version = fc.constantFrom('1.0.3', '2.0.0', '1.0', '3', '', 'x');

test('query parameters', { timeout: long }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      method,
      query,
      version,
      async (path, method, query, version) => {
        expect(await statusOf(path, { method, query, version })).toSatisfy(isAnswered);
      },
    ),
    { numRuns },
  );
});

test('query strings of any characters', { timeout: long }, async () => {
  const piece = fc.oneof(
    parameter,
    fc.constantFrom('=', '&', '%', '%E0%A4', '+', '%00', '?', '[', ']', '%2525', '__proto__'),
  );
  const search = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), search, async (path, search) => {
      expect(await statusOf(`${path}?${search}`, {})).toSatisfy(isAnswered);
    }),
    { numRuns },
  );
});

test('headers', { timeout: long }, async () => {
  const name = fc.constantFrom(
    'content-type',
    'if-match',
    'if-none-match',
    'accept-language',
    'authorization',
    'x-experience-api-version',
    'content-encoding',
    'range',
    'origin',
    'accept',
  );
  const text = fc.oneof(
    fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
    fc.constantFrom(
      '*',
      '"',
      '"a", W/"b"',
      ',,',
      'application/json',
      'application/json;charset=x',
      'multipart/mixed',
      'multipart/mixed; boundary="',
      'gzip',
      'br',
      'en;q=2, *;q=x',
      'Basic Og==',
      'Basic ====',
      'a'.repeat(5000),
    ),
  );
  const headers = fc.dictionary(name, text, { maxKeys: 4, noNullPrototype: true });
  const calls = fc.constantFrom<readonly [string, Call]>(
    ['/statements', {}],
    ['/statements', { query: { format: 'canonical', limit: '3' } }],
    ['/statements', { method: 'POST', body: '{}' }],
    [
      '/activities/state',
      {
        method: 'PUT',
        body: 'x',
        query: { activityId: 'https://x.y/', agent: JSON.stringify(ann), stateId: 's' },
      },
    ],
    [
      '/agents/profile',
      { method: 'POST', body: '{"a":1}', query: { agent: JSON.stringify(ann), profileId: 'p' } },
    ],
    ['/agents/profile', { method: 'DELETE', query: { agent: JSON.stringify(ann), profileId: 'p' } }],
    ['/agents/profile', { query: { agent: JSON.stringify(ann), profileId: 'p' } }],
  );
  await fc.assert(
    fc.asyncProperty(calls, headers, async ([path, call], headers) => {
      expect(await statusOf(path, { ...call, headers })).toSatisfy(isAnswered);
    }),
    { numRuns },
  );
  expect(await stored()).toBe(0);
});

/** Bytes with some taken out, doubled or replaced. */
const mutation = fc.record({
  at: fc.nat(),
  length: fc.nat({ max: 30 }),
  by: fc.uint8Array({ maxLength: 8 }),
});
const mutated = (
  bytes: Uint8Array,
  changes: readonly { readonly at: number; readonly length: number; readonly by: Uint8Array }[],
) =>
  changes.reduce((before, { at, length, by }) => {
    const from = at % (before.length + 1);
    return new Uint8Array([...before.subarray(0, from), ...by, ...before.subarray(from + length)]);
  }, bytes);

test(
  'multipart bodies with anything wrong in them; what is refused is not there',
  { timeout: long },
  async () => {
    let count = await stored();
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { maxLength: 4 }), fc.uuid({ version: 4 }), async (changes, id) => {
        const statement = good({ id, attachments: [attachment('content')] });
        const { body, headers } = multipart(jsonPiece([statement]), filePiece('content'));
        const call = {
          method: 'POST',
          body: mutated(body as Uint8Array, changes),
          headers: headers ?? {},
        } as const;
        const status = await statusOf('/statements', call);
        expect([200, 400, 409]).toContain(status);
        const isKept = (await lrs.call('/statements', { query: { statementId: id } })).status === 200;
        // A mutation may have changed the id itself, or have left another good statement.
        count += status === 200 ? 1 : 0;
        expect(isKept && status !== 200).toBe(false);
      }),
      { numRuns },
    );
    expect(await lrs.store.statements.order()).toMatchObject({ next: BigInt(count + 1) });
  },
);

test('forms of the alternate syntax', { timeout: long }, async () => {
  const name = fc.oneof(
    parameter,
    fc.constantFrom(
      'content',
      'Authorization',
      'X-Experience-API-Version',
      'Content-Type',
      'If-Match',
      'Content-Length',
      'If-None-Match',
    ),
  );
  const fields = fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true });
  const methods = fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH', '');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), methods, fields, async (path, method, fields) => {
      const given = Object.entries(fields).map(([key, text]) => [key, wellFormed(text)]);
      const body = new URLSearchParams(given).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const response = await lrs.call(path, { method: 'POST', query: { method }, body, headers });
      await response.arrayBuffer();
      expect(response.status).toSatisfy(isAnswered);
    }),
    { numRuns },
  );
});

test('nothing of all this surprised the endpoint', () => expect(lrs.unexpected).toEqual([]));
