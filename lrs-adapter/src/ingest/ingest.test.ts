// SPDX-License-Identifier: Apache-2.0
/** Taken one by one: exactly one outcome each, nothing lost, nothing twice; and what a source's settings change. */
import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IngestOutcome, ingestTexts, newSource, retryQuarantined } from '../index.ts';
import { cairnUrl, type Endpoint, json, openEndpoint, version103 } from '../testing/endpoint.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await openEndpoint();
});
afterAll(() => endpoint.close());
const storeOf = () => endpoint.own.store;

const statement = (more: object = {}) => ({
  id: randomUUID(),
  actor: { mbox: 'mailto:ann@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
  object: { id: 'https://example.org/a' },
  timestamp: '2026-03-01T09:00:00Z',
  ...more,
});
const voided = (target: string) =>
  statement({
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id: target },
  });
let last = 0;
async function sourceWith(settings: object = {}) {
  const asked = newSource({ id: `s${(last += 1)}`, title: 'S', preset: 'generic', settings });
  return (await storeOf().sources.add(asked)).source;
}
async function ingest(texts: readonly string[], settings: object = {}) {
  const source = await sourceWith(settings);
  const options = { store: storeOf(), url: cairnUrl, source, version: '1.0.3' as const };
  return { source, options, outcomes: await ingestTexts(texts, options) };
}
const waitingOf = (sourceId: string) => storeOf().quarantine.page({ sourceId, skip: 0, limit: 1000 });
const kinds = (outcomes: readonly IngestOutcome[]) => outcomes.map(({ kind }) => kind);

describe('each text', () => {
  test('ends in exactly one way, in its order', async () => {
    const [one, two, three] = [statement(), statement(), statement()];
    await ingest([JSON.stringify(three)]);
    const voiding = voided(two.id);
    const { source, outcomes } = await ingest([
      JSON.stringify(one),
      '{"no": "statement"',
      JSON.stringify({ ...three, object: { id: 'https://example.org/other' } }),
      JSON.stringify(three),
      JSON.stringify(two),
      JSON.stringify({ ...one, object: { id: 'https://example.org/other' } }),
      JSON.stringify(one),
      JSON.stringify(voiding),
      JSON.stringify(voided(voiding.id)),
      `{"id":"${randomUUID()}","id":"${randomUUID()}"}`,
      '[]',
    ]);
    expect(kinds(outcomes)).toEqual([
      'stored',
      'quarantined',
      'conflict',
      'duplicate',
      'stored',
      'conflict',
      'duplicate',
      'stored',
      'quarantined',
      'quarantined',
      'quarantined',
    ]);
    expect(outcomes.flatMap((one) => (one.kind === 'quarantined' ? [[one.code, one.pointer]] : []))).toEqual([
      ['JSON_INVALID', ''],
      ['VOID_REFUSED', '/object'],
      ['JSON_KEY_REPEATED', '/id'],
      ['BODY_NOT_STATEMENTS', ''],
    ]);
    // Every one that was not stored waits with its text.
    expect((await waitingOf(source.id)).length).toBe(6);
  });

  test('is told the same way when all come again, and nothing is there twice', async () => {
    const anything = fc.oneof(
      fc.constantFrom('{', '1', '{"id":3}', JSON.stringify(statement())),
      fc.boolean().map((isGood) => JSON.stringify(isGood ? statement() : { ...statement(), verb: {} })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 12 }), async (texts) => {
        const { source, options, outcomes } = await ingest(texts, { derivesIds: true });
        const [entries, count] = [
          await waitingOf(source.id),
          outcomes.filter(({ kind }) => kind === 'stored').length,
        ];
        const again = await ingestTexts(texts, options);
        expect(outcomes.length).toBe(texts.length);
        expect(kinds(again)).toEqual(kinds(outcomes).map((kind) => (kind === 'stored' ? 'duplicate' : kind)));
        expect((await waitingOf(source.id)).map(({ id, text }) => [id, text])).toEqual(
          entries.map(({ id, text }) => [id, text]),
        );
        for (const { text } of entries) expect(texts).toContain(text);
        expect((await storeOf().sources.activity()).get(source.id)?.statements).toBe(count);
      }),
      { numRuns: 15 },
    );
  });
});

describe('what waits', () => {
  test('goes the whole way when it is tried again, under the id that its sender was told', async () => {
    const { id: _id, ...bare } = statement();
    const texts = Array.from({ length: 2 }, () => JSON.stringify({ _id: 'x', statement: bare }));
    const { source, outcomes } = await ingest(texts, { derivesIds: true });
    expect(kinds(outcomes)).toEqual(['quarantined', 'quarantined']);
    const ids = (await waitingOf(source.id)).map(({ id }) => id);
    const options = { store: storeOf(), url: cairnUrl };
    expect(await retryQuarantined(options, ids)).toBe(0);
    expect((await waitingOf(source.id)).map(({ attempts }) => attempts)).toEqual([2, 2]);
    await storeOf().sources.configure(source.id, { settings: { unwrapsRecords: true } });
    expect(await retryQuarantined(options, ids)).toBe(2);
    expect(await waitingOf(source.id)).toEqual([]);
    for (const { id } of outcomes)
      expect((await storeOf().statements.find(id))?.text).toBe(JSON.stringify(bare));
  });
  test('keeps the attachments that came along', async () => {
    const sender = await endpoint.sender('with-file', 'lrspipe');
    const content = 'what was handed in';
    const sha2 = createHash('sha256').update(content).digest('hex');
    const attachments = [
      {
        usageType: 'http://x.example/a',
        display: { en: 'A' },
        contentType: 'text/plain',
        length: content.length,
        sha2,
      },
    ];
    const one = statement({ attachments });
    const before = await storeOf().statements.append([]);
    expect(before.kind).toBe('stored');
    const body = `--b\r\nContent-Type: application/json\r\n\r\n${JSON.stringify([{ statement: one }])}\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${sha2}\r\n\r\n${content}\r\n--b--\r\n`;
    const headers = { ...version103, 'content-type': 'multipart/mixed; boundary=b' };
    expect((await sender.send({ headers, body })).status).toBe(200);
    await storeOf().sources.configure('with-file', { settings: { unwrapsRecords: true } });
    const [entry] = await waitingOf('with-file');
    expect(await retryQuarantined({ store: storeOf(), url: cairnUrl }, [entry?.id ?? ''])).toBe(1);
    expect((await storeOf().statements.find(one.id))?.text).toBe(JSON.stringify(one));
  });
  test('is kept by its beginning alone when it is longer than a statement may be', async () => {
    const { source, outcomes } = await ingest([
      JSON.stringify({ ...statement(), filler: ['x'.repeat(512 * 1024), 'x'.repeat(512 * 1024)] }),
    ]);
    expect(outcomes).toMatchObject([{ kind: 'quarantined', code: 'STATEMENT_TOO_LARGE' }]);
    const [entry] = await waitingOf(source.id);
    expect([entry?.isCut, entry?.text.length]).toEqual([true, 64 * 1024]);
    expect(await retryQuarantined({ store: storeOf(), url: cairnUrl }, [entry?.id ?? ''])).toBe(0);
    expect(await waitingOf(source.id)).toMatchObject([{ code: 'TEXT_CUT', attempts: 2 }]);
    expect(await storeOf().quarantine.drop([entry?.id ?? ''])).toBe(1);
  });
});

describe('a source may be set', () => {
  const post = async (settings: object, body: unknown) => {
    const sender = await endpoint.sender(`p${(last += 1)}`, 'generic', settings);
    return {
      sender,
      response: await sender.send({ headers: { ...json, ...version103 }, body: JSON.stringify(body) }),
    };
  };

  test('to refuse a resend with another timestamp, which the standard lets pass', async () => {
    const one = statement();
    const later = { ...one, timestamp: '2026-03-02T09:00:00Z' };
    await ingest([JSON.stringify(one)]);
    expect((await post({}, later)).response.status).toBe(200);
    expect((await post({ acceptsChangedTimestamp: false }, later)).response.status).toBe(409);
    const sameMoment = { ...one, timestamp: '2026-03-01T10:00:00+01:00' };
    expect((await post({ acceptsChangedTimestamp: false }, sameMoment)).response.status).toBe(200);
    // In one request as in two.
    const twice = await post({ acceptsChangedTimestamp: false }, [{ ...later, id: one.id }, one]);
    expect(twice.response.status).toBe(409);
    const fresh = statement();
    const both = [fresh, { ...fresh, timestamp: later.timestamp }];
    expect((await post({ acceptsChangedTimestamp: false }, both)).response.status).toBe(409);
    expect((await post({}, both)).response.status).toBe(200);
  });
  test('so of many who send one id at once with times of their own only one is told that it was stored', async () => {
    const sender = await endpoint.sender(`p${(last += 1)}`, 'generic', { acceptsChangedTimestamp: false });
    const one = statement();
    const times = Array.from({ length: 20 }, (_, i) => `2026-03-01T09:00:${String(i).padStart(2, '0')}.000Z`);
    const statuses = await Promise.all(
      times.map(async (timestamp) => {
        const body = JSON.stringify({ ...one, timestamp });
        return (await sender.send({ headers: { ...json, ...version103 }, body })).status;
      }),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
    const told = times[statuses.indexOf(200)];
    expect(JSON.parse((await storeOf().statements.find(one.id))?.text ?? '')).toMatchObject({
      timestamp: told,
    });
  });
  test.each([
    ['by default not at all', {}, false],
    ['whatever it says', { trustsAuthority: true }, true],
    [
      'when it is one of those allowed',
      { trustsAuthority: true, authorities: ['mbox:lrs@example.org'] },
      true,
    ],
    ['not when it is another', { trustsAuthority: true, authorities: ['mbox:other@example.org'] }, false],
  ])('to have its authority believed: %s', async (_name, settings, isBelieved) => {
    const authority = { objectType: 'Agent', mbox: 'mailto:lrs@example.org' };
    const one = statement({ authority });
    const { sender } = await post(settings, one);
    const all = await storeOf().sources.configure(sender.id, { scopes: ['all'] });
    expect(all.scopes).toEqual(['all']);
    const reader = await endpoint.sender(`r${(last += 1)}`, 'generic');
    await storeOf().sources.configure(reader.id, { scopes: ['all'] });
    const ask = async (query: string) =>
      (await (await reader.send({ method: 'GET', headers: version103, query })).json()) as never;
    expect(Reflect.get(await ask(`?statementId=${one.id}`), 'authority')).toEqual(
      isBelieved ? authority : { objectType: 'Agent', account: { homePage: cairnUrl, name: sender.id } },
    );
    // It is found by the authority that it shows, and what was sent stays in the text.
    const agent = encodeURIComponent(JSON.stringify(authority));
    const found: { statements: { id: string }[] } = await ask(
      `?agent=${agent}&related_agents=true&limit=500`,
    );
    expect(found.statements.some(({ id }) => id === one.id)).toBe(isBelieved);
    expect((await storeOf().statements.find(one.id))?.text).toBe(JSON.stringify(one));
  });
  test('to have what is broken inside of one statement leave the others alone', async () => {
    const sender = await endpoint.sender(`k${(last += 1)}`, 'generic', { splitsBatches: true });
    const good = JSON.stringify(statement());
    const twice = '{"actor": {}, "actor": {}}';
    const send = (body: string) => sender.send({ headers: { ...json, ...version103 }, body });
    expect((await send(`[${good}, ${twice}]`)).status).toBe(200);
    expect(await waitingOf(sender.id)).toMatchObject([{ code: 'JSON_KEY_REPEATED', text: twice }]);
    // The whole that is no JSON cannot be split.
    expect((await send(`[${good}, `)).status).toBe(400);
  });
  test('to have a wrong part of a multipart body keep back only the statement that names it', async () => {
    const sender = await endpoint.sender(`k${(last += 1)}`, 'generic', { splitsBatches: true });
    const sha2 = createHash('sha256').update('as named').digest('hex');
    const attachment = {
      usageType: 'https://x.y/usage',
      display: { en: 'File' },
      contentType: 'text/plain',
      length: 8,
      sha2,
    };
    const pieces = [
      `Content-Type: application/json\r\n\r\n${JSON.stringify([statement(), statement({ attachments: [attachment] })])}`,
      `Content-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${sha2}\r\n\r\nanother`,
    ];
    const response = await sender.send({
      headers: { ...version103, 'Content-Type': 'multipart/mixed; boundary=b' },
      body: `${pieces.map((piece) => `--b\r\n${piece}\r\n`).join('')}--b--`,
    });
    expect([response.status, response.headers.get('x-cairn-quarantined')]).toEqual([200, '1']);
    expect(await waitingOf(sender.id)).toMatchObject([{ code: 'ATTACHMENT_MISSING' }]);
  });
});

test.each(['1.0.3', '2.0.0'])(
  'what was sent in %s and comes again in the other version is a resend, however finely it tells durations',
  async (first) => {
    const sender = await endpoint.sender(`both ${first}`, 'generic');
    const timed = (duration: string, id: string) => statement({ id, result: { duration } });
    const send = async (version: string, ...body: readonly object[]) =>
      (
        await sender.send({
          headers: { ...json, 'X-Experience-API-Version': version },
          body: JSON.stringify(body),
        })
      ).status;
    const [one, other] = [randomUUID(), randomUUID()];
    const second = first === '1.0.3' ? '2.0.0' : '1.0.3';
    expect(await send(first, timed('PT1.234S', one))).toBe(200);
    expect(await send(second, timed('PT1.234S', one), timed('PT2S', other))).toBe(200);
    expect(await send(first, timed('PT1.234S', one))).toBe(200);
    expect(await send(second, timed('PT1.5S', one))).toBe(409);
    expect((await storeOf().statements.findMany([one, other])).length).toBe(2);
  },
);

test('a lenient source whose quarantine is full is told to come again; nothing is taken and lost', async () => {
  const sender = await endpoint.sender('brimful', 'generic', { splitsBatches: true, quarantineEntries: 2 });
  const send = (...all: readonly object[]) =>
    sender.send({ headers: { ...json, ...version103 }, body: JSON.stringify(all) });
  const bad = () => ({ ...statement(), verb: {} });
  const [first, second, third, good] = [bad(), bad(), bad(), statement()];
  expect((await send(first, second)).status).toBe(200);
  for (let tries = 0; tries < 3; tries += 1) {
    const refused = await send(third, good);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
    expect(await refused.json()).toMatchObject({ code: 'QUARANTINE_FULL' });
  }
  // The good ones are stored all the same, and what was refused before may be sent again.
  expect(await storeOf().statements.find(good.id)).not.toBeNull();
  expect((await send(first, statement())).status).toBe(200);
  await send(third);
  await storeOf().sourceHealth.flush();
  expect((await storeOf().sourceHealth.all()).get('brimful')).toMatchObject({
    badInARow: 1,
    reason: { code: 'QUARANTINE_FULL' },
  });
  const waiting = await waitingOf('brimful');
  expect(waiting.map(({ text }) => text).sort()).toEqual(
    [first, second].map((one) => JSON.stringify(one)).sort(),
  );
  await storeOf().quarantine.drop(waiting.slice(0, 1).map(({ id }) => id));
  expect((await send(third, good)).status).toBe(200);
  expect((await waitingOf('brimful')).map(({ text }) => text)).toContain(JSON.stringify(third));
});

test('a lenient sender may mix statements of both versions', async () => {
  const sender = await endpoint.sender('mixed', 'ralph');
  const id = randomUUID();
  const agent = { objectType: 'contextAgent', agent: { mbox: 'mailto:bob@example.org' } };
  const body = JSON.stringify(statement({ id, version: '2.0.0', context: { contextAgents: [agent] } }));
  expect((await sender.send({ headers: json, body })).status).toBe(200);
  expect((await storeOf().statements.find(id))?.id).toBe(id);
});

test('a PUT without any id is refused, also of a sender whose good statements are taken apart from its bad ones', async () => {
  const sender = await endpoint.sender('without ids', 'ralph');
  const put = (body: object) => sender.send({ method: 'PUT', headers: json, body: JSON.stringify(body) });
  expect((await put(statement({ id: undefined }))).status).toBe(400);
  expect((await put(statement({ id: randomUUID() }))).status).toBe(204);
});

test('numbers of more digits than a double holds are compared to the last one, with an id and without', async () => {
  const headers = { ...json, 'X-Experience-API-Version': '1.0.3' };
  const numbers = ['12345678901234567890', '12345678901234567999'] as const;
  const text = (n: string, id?: string) =>
    JSON.stringify(statement({ id, result: { extensions: { 'http://q/n': 0 } } })).replace(
      '"http://q/n":0',
      `"http://q/n":${n}`,
    );
  const sender = await endpoint.sender('long numbers', 'generic');
  const status = async (body: string) => (await sender.send({ headers, body })).status;
  const id = randomUUID();
  expect(await status(text(numbers[0], id))).toBe(200);
  expect(await status(text(numbers[0], id))).toBe(200);
  expect(await status(text(numbers[1], id))).toBe(409);
  const deriving = await endpoint.sender('long numbers of a Moodle', 'moodle-logstore');
  const ids = async (n: string) =>
    (await (await deriving.send({ headers, body: text(n) })).json()) as readonly string[];
  const [first] = await ids(numbers[0]);
  expect(await ids(numbers[0])).toEqual([first]);
  expect(await ids(numbers[1])).not.toEqual([first]);
});

test('a source is failing after three requests that came to nothing, and no longer after one that did', async () => {
  const sender = await endpoint.sender('shaky', 'generic');
  const send = (body: unknown) =>
    sender.send({ headers: { ...json, ...version103 }, body: JSON.stringify(body) });
  const health = async () => {
    await storeOf().sourceHealth.flush();
    return (await storeOf().sourceHealth.all()).get('shaky');
  };
  for (let i = 0; i < 3; i += 1) expect((await send({ ...statement(), verb: {} })).status).toBe(400);
  expect(await health()).toMatchObject({ badInARow: 3, goodAt: null, reason: { code: 'STATEMENT_INVALID' } });
  await send({ ...statement(), verb: {} });
  expect(await health()).toMatchObject({ badInARow: 4 });
  await send(statement());
  expect(await health()).toMatchObject({ badInARow: 0 });
});

test('each request is told with what it came to', async () => {
  const sender = await endpoint.sender('told', 'lrspipe');
  const one = statement();
  const body = JSON.stringify([one, one, { ...statement(), verb: {} }]);
  await sender.send({ headers: { ...json, ...version103 }, body });
  await sender.send({ headers: { ...json, ...version103 }, body: '{' });
  const told = () => endpoint.measured.filter(({ sourceId }) => sourceId === 'told');
  await expect.poll(() => told().length).toBe(2);
  expect(told()).toMatchObject([
    {
      status: 200,
      code: null,
      bytes: body.length,
      outcomes: [{ kind: 'stored' }, { kind: 'duplicate' }, { kind: 'quarantined' }],
    },
    { status: 400, code: 'JSON_INVALID', bytes: 1, outcomes: [] },
  ]);
});
