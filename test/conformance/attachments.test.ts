// SPDX-License-Identifier: Apache-2.0
/** Attachments by multipart both ways (Communication 1.5, Data 2.4.11) and signed statements (Data 2.6). */
import { randomBytes, randomUUID, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSigner } from './certificate.ts';
import {
  attachment,
  codeOf,
  type Endpoint,
  filePiece,
  good,
  jsonPiece,
  multipart,
  openEndpoint,
  partsOf,
  sha2,
  versions,
} from './endpoint.ts';

let lrs: Endpoint;
beforeAll(async () => {
  lrs = await openEndpoint();
});
afterAll(() => lrs.close());

const post = (call: ReturnType<typeof multipart>, version = '1.0.3') =>
  lrs.call('/statements', { method: 'POST', version, ...call });
const get = (query: Readonly<Record<string, string>>) =>
  lrs.call('/statements', { query: { attachments: 'true', ...query } });
const isThere = async (id: string) =>
  (await lrs.call('/statements', { query: { statementId: id } })).status === 200;
const fileUrl = 'https://example.org/file';

describe('in', () => {
  test.each(versions)(
    'bytes of any kind come back as they were, each once however many name them: %s',
    async (version) => {
      const registration = randomUUID();
      const [text, binary] = ['\r\n--xy\r\n--xyzz\r\n--', new Uint8Array(randomBytes(700_000))];
      const statements = [
        good({ context: { registration }, attachments: [attachment(text), attachment(binary)] }),
        good({
          context: { registration },
          attachments: [attachment(text, { sha2: sha2(text).toUpperCase() })],
        }),
      ];
      const response = await post(
        multipart(jsonPiece(statements), filePiece(text), filePiece(binary)),
        version,
      );
      expect([response.status, await response.json()]).toEqual([200, statements.map(({ id }) => id)]);
      const [json, ...files] = await partsOf(await get({ registration }));
      expect(json).toMatch(/^\r\nContent-Type: application\/json\r\n\r\n\{"statements":\[/);
      expect(files).toHaveLength(2);
      expect(
        files.filter(
          (file) =>
            file.includes(`X-Experience-API-Hash: ${sha2(text)}\r\n`) && file.endsWith(`\r\n\r\n${text}\r\n`),
        ),
      ).toHaveLength(1);
      expect(
        files.filter((file) => file.endsWith(`\r\n\r\n${Buffer.from(binary).toString('latin1')}\r\n`)),
      ).toHaveLength(1);
    },
  );
  test.each([
    ['SHA-224', 'sha224'],
    ['SHA-384', 'sha384'],
    ['SHA-512', 'sha512'],
  ])('%s is a SHA-2 too', async (_name, algorithm) => {
    const hash = sha2('content', algorithm);
    const statement = good({ attachments: [attachment('content', { sha2: hash })] });
    expect(
      (await post(multipart(jsonPiece(statement), filePiece('content', { 'X-Experience-API-Hash': hash }))))
        .status,
    ).toBe(200);
    expect(await partsOf(await get({ statementId: statement.id }))).toHaveLength(2);
  });
  test('multipart without contents is taken, with a fileUrl or without any attachment', async () => {
    const statements = [good(), good({ attachments: [attachment('x', { fileUrl })] })];
    expect((await post(multipart(jsonPiece(statements)))).status).toBe(200);
  });
  test('a SubStatement may have attachments, and what is there is needed', async () => {
    const { id, timestamp: _timestamp, ...rest } = good();
    const statement = {
      id,
      ...rest,
      object: { objectType: 'SubStatement', ...rest, attachments: [attachment('sub')] },
    };
    const refused = await post(multipart(jsonPiece(statement)));
    expect(((await refused.json()) as { errors: { pointer: string }[] }).errors[0]?.pointer).toBe(
      '/object/attachments/0',
    );
    expect((await post(multipart(jsonPiece(statement), filePiece('sub')))).status).toBe(200);
    expect(await partsOf(await get({ statementId: id }))).toHaveLength(2);
  });
  test('the length that is said is not compared: senders count characters', async () => {
    expect(
      (
        await post(
          multipart(jsonPiece(good({ attachments: [attachment('äöü', { length: 3 })] })), filePiece('äöü')),
        )
      ).status,
    ).toBe(200);
  });
  const named = (more: object = {}) => good({ attachments: [attachment('named', more)] });
  test.each<[string, string, (statement: object) => ReturnType<typeof multipart>]>([
    [
      'whose content is not that of its hash',
      'ATTACHMENT_PART',
      (statement) =>
        multipart(jsonPiece(statement), filePiece('other', { 'X-Experience-API-Hash': sha2('named') })),
    ],
    [
      'that no statement names',
      'ATTACHMENTS',
      (statement) => multipart(jsonPiece(statement), filePiece('named'), filePiece('more')),
    ],
    [
      'without a hash',
      'ATTACHMENT_PART',
      (statement) => multipart(jsonPiece(statement), filePiece('named', { 'X-Experience-API-Hash': '' })),
    ],
    [
      'of another encoding',
      'ATTACHMENT_PART',
      (statement) =>
        multipart(jsonPiece(statement), filePiece('named', { 'Content-Transfer-Encoding': 'base64' })),
    ],
    [
      'before the statements',
      'ATTACHMENT_PART',
      (statement) => multipart(filePiece('named'), jsonPiece(statement)),
    ],
    ['that is missing', 'ATTACHMENTS', (statement) => multipart(jsonPiece(statement))],
  ])('a part %s is refused, and nothing is stored', async (_name, code, body) => {
    const statement = named();
    const response = await post(body(statement));
    expect([response.status, await codeOf(response)]).toEqual([400, code]);
    expect(await isThere(statement.id)).toBe(false);
    expect((await lrs.store.attachments.known([sha2('named')])).size).toBe(0);
  });
  test('JSON alone needs a fileUrl for each', async () => {
    expect((await lrs.call('/statements', { method: 'POST', body: named() })).status).toBe(400);
    expect((await lrs.call('/statements', { method: 'POST', body: named({ fileUrl }) })).status).toBe(200);
  });
  test('a request refused for another reason leaves no content behind', async () => {
    const stored = good();
    await lrs.call('/statements', { method: 'POST', body: stored });
    const content = randomUUID();
    const statements = [
      good({ attachments: [attachment(content)] }),
      { ...stored, result: { success: true } },
    ];
    expect((await post(multipart(jsonPiece(statements), filePiece(content)))).status).toBe(409);
    expect((await lrs.store.attachments.known([sha2(content)])).size).toBe(0);
  });
  test('a resend is accepted, and its content still there once', async () => {
    const content = randomUUID();
    const statement = good({ attachments: [attachment(content)] });
    const send = () => post(multipart(jsonPiece(statement), filePiece(content)));
    expect((await Promise.all([send(), send(), send()])).map(({ status }) => status)).toEqual([
      200, 200, 200,
    ]);
    expect(await partsOf(await get({ statementId: statement.id }))).toHaveLength(2);
  });
});

describe('as forwarders send it', () => {
  const body = (text: string) => new Uint8Array(Buffer.from(text));
  test('Learning Locker: its boundary last, no blank after colons, a wrong length, no line end at the close', async () => {
    const statement = good({ result: { response: 'größer' } });
    const json = JSON.stringify(statement);
    const text = `\r\n--zzzlearninglockerzzz\r\nContent-Type:application/json\r\nContent-Length:${json.length}\r\n\r\n${json}--zzzlearninglockerzzz--\r\n`;
    const headers = { 'content-type': 'multipart/mixed; charset=UTF-8; boundary=zzzlearninglockerzzz' };
    expect((await post({ body: body(text), headers })).status).toBe(200);
    expect(await isThere(statement.id)).toBe(true);
  });
  test('LRSPipe: always multipart, one content twice', async () => {
    const statements = [
      good({ attachments: [attachment('pipe')] }),
      good({ attachments: [attachment('pipe')] }),
    ];
    const file = `--B\r\nContent-Type:text/plain\r\nContent-Transfer-Encoding:binary\r\nX-Experience-API-Hash:${sha2('pipe')}\r\n\r\npipe\r\n`;
    const text = `--B\r\nContent-Type:application/json\r\n\r\n${JSON.stringify(statements)}\r\n${file}${file}--B--`;
    expect(
      (await post({ body: body(text), headers: { 'content-type': 'multipart/mixed; boundary=B' } })).status,
    ).toBe(200);
  });
});

describe('out', () => {
  test('attachments=true is multipart even with none, otherwise it is JSON', async () => {
    const statement = good();
    await lrs.call('/statements', { method: 'POST', body: statement });
    expect(await partsOf(await get({ statementId: statement.id }))).toHaveLength(1);
    expect(await partsOf(await get({ registration: randomUUID() }))).toHaveLength(1);
    for (const attachments of ['false', undefined]) {
      const query = { statementId: statement.id, ...(attachments === undefined ? {} : { attachments }) };
      expect((await lrs.call('/statements', { query })).headers.get('content-type')).toBe('application/json');
    }
  });
  test('a content type cannot break out of its part', async () => {
    const statement = good({ attachments: [attachment('x1', { contentType: 'text/plain\r\n\r\n;a' })] });
    const response = await post(multipart(jsonPiece(statement), filePiece('x1')));
    expect(response.status).toBe(200);
    const [, file] = await partsOf(await get({ statementId: statement.id }));
    expect(file).toMatch(/^\r\nContent-Type: text\/plain ;a\r\nContent-Transfer-Encoding/);
  });
});

describe('a signed statement', () => {
  const signer = makeSigner();
  const base64 = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const jws = (payload: unknown, header: object = {}, { key } = signer) => {
    const signed = `${base64({ alg: 'RS256', ...header })}.${base64(payload)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
  };
  const send = (statement: object, signature: string, more: object = {}, version = '1.0.3') => {
    const usageType = 'http://adlnet.gov/expapi/attachments/signature';
    const attachments = [
      attachment(signature, { usageType, contentType: 'application/octet-stream', ...more }),
    ];
    return post(multipart(jsonPiece({ ...statement, attachments }), filePiece(signature)), version);
  };
  const x5c = [signer.certificate];

  test('that signs itself is taken, with and without a certificate', async () => {
    for (const header of [{}, { x5c }]) {
      const statement = good();
      expect((await send(statement, jws(statement, header))).status).toBe(200);
      expect(await isThere(statement.id)).toBe(true);
    }
  });
  test('may differ from what it signs in what the LRS sets, and in 2.0.0 by less than 0.01 s', async () => {
    const { id, ...rest } = good({ result: { duration: 'PT1.234S' } });
    expect(
      (await send({ id, ...rest, stored: '2020-01-01T00:00:00Z', version: '1.0.0' }, jws(rest, { x5c })))
        .status,
    ).toBe(200);
    const other = { ...rest, result: { duration: 'PT1.239S' } };
    expect((await send(good(other), jws(rest), {}, '1.0.3')).status).toBe(400);
    expect((await send({ ...other, id: randomUUID() }, jws(rest), {}, '2.0.0')).status).toBe(200);
  });
  test.each<[string, (statement: object) => string, object?]>([
    [
      'signs another statement',
      (statement) => jws({ ...statement, object: { id: 'https://example.org/other' } }),
    ],
    ['signs no statement', () => jws({ a: 1 })],
    [
      'is signed by another key than its certificate has',
      (statement) => jws(statement, { x5c }, makeSigner()),
    ],
    ['brings what is no certificate', (statement) => jws(statement, { x5c: ['bm9uZQ=='] })],
    ['brings an empty list of certificates', (statement) => jws(statement, { x5c: [] })],
    ['has another algorithm', (statement) => jws(statement, { alg: 'HS256' })],
    ['has none', (statement) => jws(statement, { alg: 'none' })],
    ['is no JWS', () => 'not.a.jws'],
    ['is cut', (statement) => jws(statement).split('.').slice(0, 2).join('.')],
    ['has a payload that is no JSON', () => jws('text')],
    ['has another content type', (statement) => jws(statement), { contentType: 'text/plain' }],
  ])('that %s is refused, and nothing is stored', async (_name, signature, more) => {
    const statement = good();
    const response = await send(statement, signature(statement), more);
    expect([response.status, await codeOf(response)]).toEqual([400, 'SIGNATURE']);
    expect(await isThere(statement.id)).toBe(false);
  });
});

test('nothing of all this surprised the endpoint', () => expect(lrs.unexpected).toEqual([]));
