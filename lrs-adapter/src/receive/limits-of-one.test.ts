// SPDX-License-Identifier: Apache-2.0
/** What one request may hold: exactly the limit is taken, one more is 413 (or 400 where the standard knows no better) by its name. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  maxBatch,
  maxBodyBytes,
  maxDepth,
  maxDocumentBytes,
  maxFormBytes,
  maxParameters,
  maxParts,
  maxStatementCharacters,
  maxStringCharacters,
} from '../limits.ts';
import { type Endpoint, json, openEndpoint, type Sender, version103 } from '../testing/endpoint.ts';

let endpoint: Endpoint;
let sender: Sender;
beforeAll(async () => {
  endpoint = await openEndpoint();
  const made = await endpoint.own.store.sources.add({
    id: 'limited',
    title: 'limited',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  const authorization = `Basic ${Buffer.from(`${made.key}:${made.secret}`).toString('base64')}`;
  sender = { ...(await endpoint.sender('another', 'generic')), authorization };
});
afterAll(() => endpoint.close());

const call = (path: string, init: RequestInit): Promise<Response> =>
  fetch(`${endpoint.url}${path}`, {
    ...init,
    headers: {
      authorization: sender.authorization,
      ...version103,
      ...json,
      ...(init.headers as Record<string, string> | undefined),
    },
  });
const post = (body: string) => call('/statements', { method: 'POST', body });
/** The status, and the code of a problem. */
async function said(answer: Promise<Response> | Response): Promise<string> {
  const response = await answer;
  const text = await response.text();
  return response.ok
    ? String(response.status)
    : `${response.status} ${(JSON.parse(text) as { code: string }).code}`;
}

const core = {
  actor: { mbox: 'mailto:ann@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
  object: { id: 'https://x.example/a' },
};
const bare = JSON.stringify(core);
const withResult = (result: unknown) => JSON.stringify({ ...core, result });
const text = (length: number) => 'x'.repeat(length);

test('the body', async () => {
  expect(await said(post(bare.padEnd(maxBodyBytes)))).toBe('200');
  expect(await said(post(bare.padEnd(maxBodyBytes + 1)))).toBe('413 BODY_TOO_LARGE');
});
test('the batch', async () => {
  const batch = (count: number) => `[${Array.from({ length: count }, () => bare).join(',')}]`;
  expect(await said(post(batch(maxBatch)))).toBe('200');
  expect(await said(post(batch(maxBatch + 1)))).toBe('413 BATCH_TOO_LARGE');
});
test('a statement', async () => {
  const spaced = (length: number) => bare.replace('{', `{${' '.repeat(length - bare.length)}`);
  expect(await said(post(spaced(maxStatementCharacters)))).toBe('200');
  expect(await said(post(spaced(maxStatementCharacters + 1)))).toBe('413 STATEMENT_TOO_LARGE');
});
test('the depth of a statement', async () => {
  const deep = (levels: number) =>
    withResult({ extensions: { 'https://x.example/e': '|' } }).replace(
      '"|"',
      `${'['.repeat(levels)}${']'.repeat(levels)}`,
    );
  // The statement, its result and the extensions are levels themselves.
  expect(await said(post(deep(maxDepth - 3)))).toBe('200');
  expect(await said(post(deep(maxDepth - 2)))).toBe('413 JSON_TOO_DEEP');
  expect(await said(post(deep(100_000)))).toBe('413 JSON_TOO_DEEP');
});
test('a text, and a key', async () => {
  expect(await said(post(withResult({ response: text(maxStringCharacters) })))).toBe('200');
  const response = await post(withResult({ response: text(maxStringCharacters + 1) }));
  const { code, errors } = (await response.json()) as { code: string; errors: { pointer: string }[] };
  expect([response.status, code, errors[0]?.pointer]).toEqual([
    413,
    'JSON_STRING_TOO_LONG',
    '/result/response',
  ]);
  const key = (length: number) => withResult({ extensions: { [`https://x.example/${text(length)}`]: 1 } });
  expect(await said(post(key(maxStringCharacters)))).toBe('413 JSON_STRING_TOO_LONG');
});
test('what is too long or too deep in one statement does not stop the others of a lenient source', async () => {
  const lenient = await endpoint.sender('lenient', 'generic', { splitsBatches: true });
  const wrong = withResult({ response: text(maxStringCharacters + 1) });
  const answer = await lenient.send({
    headers: { ...json, ...version103 },
    body: `[${bare},${wrong},${bare}]`,
  });
  expect([answer.status, answer.headers.get('x-cairn-quarantined')]).toEqual([200, '1']);
});
test('parts of a multipart body', async () => {
  const contents = Array.from({ length: maxParts }, (_, i) => `content ${i}`);
  const sha2 = (content: string) => createHash('sha256').update(content).digest('hex');
  const attachment = (content: string) => ({
    usageType: 'http://x.example/u',
    display: { en: 'x' },
    contentType: 'text/plain',
    length: content.length,
    sha2: sha2(content),
  });
  const multipart = (some: readonly string[]) =>
    call('/statements', {
      method: 'POST',
      headers: { 'content-type': 'multipart/mixed; boundary=b' },
      body: [
        '--b',
        'Content-Type: application/json',
        '',
        JSON.stringify({ ...core, attachments: some.map(attachment) }),
        ...some.flatMap((content) => [
          '--b',
          'Content-Type: text/plain',
          'Content-Transfer-Encoding: binary',
          `X-Experience-API-Hash: ${sha2(content)}`,
          '',
          content,
        ]),
        '--b--',
        '',
      ].join('\r\n'),
    });
  expect(await said(multipart(contents.slice(1)))).toBe('200');
  expect(await said(multipart(contents))).toBe('413 TOO_MANY_PARTS');
});
test('a document, and what two become when they are merged', async () => {
  const agent = encodeURIComponent(JSON.stringify(core.actor));
  const path = `/activities/state?activityId=https://x.example/a&stateId=s&agent=${agent}`;
  const one = (key: string, length: number) => `{"${key}":"${text(length - 7 - key.length)}"}`.padEnd(length);
  const send = (method: string, body: string) => said(call(path, { method, body }));
  expect(await send('PUT', one('a', maxDocumentBytes))).toBe('204');
  expect(await send('PUT', one('a', maxDocumentBytes + 1))).toBe('413 DOCUMENT_TOO_LARGE');
  expect(await send('POST', one('b', 1000))).toBe('413 DOCUMENT_TOO_LARGE');
  expect(await send('POST', one('a', 1000))).toBe('204');
});
test('a form of the alternate syntax', async () => {
  const form = (length: number) =>
    call('/statements?method=POST', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `content=${encodeURIComponent(bare)}`.padEnd(length, '+'),
    });
  expect(await said(form(maxFormBytes))).toBe('200');
  expect(await said(form(maxFormBytes + 1))).toBe('413 BODY_TOO_LARGE');
});
test('parameters', async () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => `p${i}=1`).join('&');
  const message = async (count: number) =>
    ((await (await call(`/statements?${many(count)}`, {})).json()) as { detail: string }).detail;
  expect(await message(maxParameters)).not.toContain('more than');
  expect(await message(maxParameters + 1)).toContain(`one of more than ${maxParameters}`);
});
test('an address or headers beyond what Node reads', async () => {
  expect((await call(`/statements?verb=https://x.example/${text(20_000)}`, {})).status).toBe(431);
  expect((await call('/statements', { headers: { 'x-long': text(20_000) } })).status).toBe(431);
});
