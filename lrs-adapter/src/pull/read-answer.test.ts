// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkStatus, nextAddress, readPage } from './read-answer.ts';
import { PullError } from './pull-error.ts';
import type { Answer } from './transport.ts';

const url = 'https://lrs.example:8443/data/xapi/statements?limit=5';
const answer = (
  body: string | Buffer,
  rest: Partial<Omit<Answer, 'headers'>> & { headers?: Record<string, string> } = {},
): Answer => ({
  url,
  status: 200,
  seconds: 0.1,
  body: Buffer.isBuffer(body) ? body : Buffer.from(body),
  ...rest,
  headers: new Map(Object.entries({ 'content-type': 'application/json', ...rest.headers })),
});
const thrown = (act: () => unknown): PullError => {
  try {
    act();
  } catch (error) {
    if (error instanceof PullError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('the next page', () => {
  const of = (more: string | null) => nextAddress({ more, url });
  test.each([
    ['/data/xapi/more?x=1', 'https://lrs.example:8443/data/xapi/more?x=1'],
    ['more?x=1', 'https://lrs.example:8443/data/xapi/more?x=1'],
    ['?from=2', 'https://lrs.example:8443/data/xapi/statements?from=2'],
    ['//lrs.example:8443/a', 'https://lrs.example:8443/a'],
    ['https://lrs.example:8443/a#part', 'https://lrs.example:8443/a'],
    ['HTTPS://LRS.example:8443/a', 'https://lrs.example:8443/a'],
  ])('%s is seen from the page before', (more, address) => {
    expect(of(more)).toBe(address);
  });
  test.each([
    'https://evil.example/a',
    'http://lrs.example:8443/a',
    'https://lrs.example/a',
    '//lrs.example/a',
    'https://lrs.example:8443@evil.example/a',
    'https://someone:secret@lrs.example:8443/a',
    'file:///etc/passwd',
    'javascript:1',
    'http://[',
  ])('%s lies elsewhere and is not followed', (more) => {
    expect(thrown(() => of(more)).code).toBe('MORE_ELSEWHERE');
  });
  test('is none at the end, however the end is said', () => {
    for (const end of ['', ',"more":""', ',"more":null'])
      expect(nextAddress(readPage(answer(`{"statements":[]${end}}`)))).toBeNull();
  });
});

describe('a page', () => {
  test('has its statements in their exact text', () => {
    const texts = ['{ "id" : "a", "n":1.50 }', '{"stat\\u0065ments":[1,{"more":"x"}]}', '17'];
    const body = `{"more":"/m", "statements": [ ${texts.join(' ,')} ] }`;
    const page = readPage(answer(body));
    expect(page.statements.map(({ text }) => text)).toEqual(texts);
    expect(page.statements.map(({ value }) => value['id'])).toEqual(['a', undefined, undefined]);
  });
  test('says when it was answered, through when it is whole, and in which version', () => {
    const headers = {
      date: 'Sun, 01 Mar 2026 08:00:00 GMT',
      'x-experience-api-consistent-through': '2026-03-01T07:59:59.5Z',
      'x-experience-api-version': '2.0',
    };
    expect(readPage(answer('{"statements":[]}', { headers }))).toMatchObject({
      date: Date.parse('2026-03-01T08:00:00Z'),
      consistentThrough: Date.parse('2026-03-01T07:59:59.5Z'),
      version: '2.0.0',
    });
    expect(readPage(answer('{"statements":[]}', { headers: { date: 'yesterday' } })).date).toBeNull();
  });
  test('brings contents whose hash is right, and only those', () => {
    const [one, two] = [Buffer.from([0, 255, 13, 10, 1]), Buffer.from('two')];
    const sha2 = createHash('sha256').update(one).digest('hex');
    const body = Buffer.concat([
      Buffer.from('--b\r\nContent-Type:application/json\r\n\r\n{"statements":[{"a":1}],"more":""}'),
      Buffer.from(`\r\n--b\r\nX-Experience-API-Hash:${sha2.toUpperCase()}\r\n\r\n`),
      one,
      Buffer.from(`\r\n--b\r\nX-Experience-API-Hash:${'0'.repeat(64)}\r\n\r\n`),
      two,
      Buffer.from('\r\n--b--'),
    ]);
    const page = readPage(answer(body, { headers: { 'content-type': 'multipart/mixed; boundary=b' } }));
    expect([...(page.contents ?? [])]).toEqual([[sha2, one]]);
    expect(page.statements[0]?.text).toBe('{"a":1}');
  });
  test.each(['', '<html>', '{"statements":[{"id":', '[]', '{"items":[]}', 'null'])('is not %j', (body) => {
    expect(thrown(() => readPage(answer(body)))).toMatchObject({ code: 'REMOTE_ANSWER', remedy: 'retry' });
  });
});

test.each([
  [401, 'REMOTE_REFUSES', 'stop'],
  [403, 'REMOTE_REFUSES', 'stop'],
  [413, 'REMOTE_TOO_LARGE', 'smaller'],
  [302, 'REMOTE_MOVED', 'retry'],
  [429, 'REMOTE_BUSY', 'retry'],
  [500, 'REMOTE_FAILS', 'retry'],
  [404, 'REMOTE_FAILS', 'retry'],
])('an answer of %i is %s: %s', (status, code, remedy) => {
  const headers = { 'retry-after': '7' };
  const error = thrown(() => checkStatus(answer('no', { status, headers })));
  expect(error).toMatchObject({ code, remedy, status });
  expect(error.waitMs).toBe(status === 429 || status >= 500 || status === 404 ? 7000 : null);
});
