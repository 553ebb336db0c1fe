// SPDX-License-Identifier: Apache-2.0
/** Requests as each sender really makes them (see the READMEs of the presets), against its preset. */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Endpoint, json, openEndpoint, type Sender, version103 } from '../testing/endpoint.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await openEndpoint();
});
afterAll(() => endpoint.close());

const statement = (more: object = {}) => ({
  id: randomUUID(),
  actor: { account: { homePage: 'https://lms.example', name: '17' }, objectType: 'Agent' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/completed', display: { en: 'completed' } },
  object: { id: 'https://lms.example/course/4', objectType: 'Activity' },
  timestamp: '2026-03-01T09:00:00.000Z',
  stored: '2026-03-01T09:00:01.000Z',
  authority: { objectType: 'Agent', account: { homePage: 'https://lrs.example', name: 'client' } },
  version: '1.0.0',
  ...more,
});
const bad = (more: object = {}) => ({ ...statement(more), verb: { id: 'no IRI' } });
const countOf = async (id: string) => (await endpoint.own.store.sources.activity()).get(id)?.statements;
const waitingOf = ({ id }: Sender) =>
  endpoint.own.store.quarantine.page({ sourceId: id, skip: 0, limit: 100 });
const storedText = async (id: string) => (await endpoint.own.store.statements.find(id))?.text;

describe('Moodle logstore', () => {
  const events = readFileSync(
    path.resolve(
      import.meta.dirname,
      '../../../packages/dialects/src/moodle-logstore/fixtures/moodle-4.4-logstore-xapi.statements.jsonl',
    ),
    'utf8',
  )
    .trim()
    .split('\n');
  const run = (texts: readonly string[]) => ({
    headers: { ...json, ...version103 },
    body: `[${texts.join(',')}]`,
  });

  test('a run without events is taken for done', async () => {
    const moodle = await endpoint.sender('moodle-idle', 'moodle-logstore');
    const response = await moodle.send(run([]));
    expect([response.status, await response.text()]).toEqual([200, '[]']);
  });
  test('a batch whose answer was lost is sent by another run, and stored once', async () => {
    const moodle = await endpoint.sender('moodle', 'moodle-logstore');
    const batch = events.slice(0, 30);
    // The registration is that of the run of the task.
    const again = batch.map((text) => text.replaceAll(/("registration":\s*")[^"]+/g, `$1${randomUUID()}`));
    expect(again).not.toEqual(batch);
    const first = await moodle.send(run(batch));
    const second = await moodle.send(run(again));
    expect([first.status, second.status, await second.json()]).toEqual([200, 200, await first.json()]);
    expect(await countOf('moodle')).toBe(30);
    expect(await waitingOf(moodle)).toEqual([]);
  });
  test('what the plugin looks up only when it sends may differ in a resend: the first stands, nothing is there twice', async () => {
    const moodle = await endpoint.sender('moodle-later', 'moodle-logstore');
    const later = events.map((text) => {
      const one = JSON.parse(text) as Record<string, never>;
      const { context, actor, verb, object } = one as Record<string, Record<string, unknown>>;
      const event = JSON.stringify(context?.['extensions']);
      const isGrade = /attempt_submitted|submission_graded|manually_graded/.test(event);
      return JSON.stringify({
        ...one,
        actor: { ...actor, name: 'Married since' },
        verb: { ...verb, display: { en: 'Another language pack' } },
        object: { ...object, definition: { ...(object?.['definition'] as object), name: { en: 'Renamed' } } },
        context: {
          ...context,
          platform: 'Campus',
          registration: randomUUID(),
          extensions: JSON.parse(event.replaceAll('5.0.1', '5.0.2').replaceAll('4.4.1', '4.5')) as object,
        },
        ...(isGrade ? { result: { score: { raw: 9.5, min: 0, max: 10 }, success: true } } : {}),
      });
    });
    const [first, second] = [await moodle.send(run(events)), await moodle.send(run(later))];
    const ids = (await first.json()) as string[];
    expect([first.status, second.status, await second.json()]).toEqual([200, 200, ids]);
    expect([new Set(ids).size, await countOf('moodle-later')]).toEqual([events.length, events.length]);
    expect(await waitingOf(moodle)).toEqual([]);
    expect(await storedText(ids[0] ?? '')).toBe(events[0]);
  });
  test('an event of the same words a second later is another one, and so is another state of a completion', async () => {
    const moodle = await endpoint.sender('moodle-other', 'moodle-logstore');
    const done = events.find((text) => text.includes('course_module_completion_updated')) ?? '';
    const others = [
      done.replace(/("timestamp":"[^"]*?)\d\.000Z/, (_all, before: string) => `${before}7.123Z`),
      JSON.stringify({ ...(JSON.parse(done) as object), result: { completion: true, success: false } }),
    ];
    const ids: unknown[] = [];
    for (const text of [done, ...others])
      ids.push(...((await (await moodle.send(run([text]))).json()) as []));
    expect(new Set(ids).size).toBe(3);
  });
  test('an id that was made for an event is no other statement’s', async () => {
    const moodle = await endpoint.sender('moodle-claim', 'moodle-logstore');
    const [event = ''] = events;
    const [id] = (await (await moodle.send(run([event]))).json()) as string[];
    const response = await moodle.send(run([JSON.stringify({ ...statement(), id })]));
    expect([response.status, response.headers.get('x-cairn-quarantined')]).toEqual([200, '1']);
    expect((await waitingOf(moodle)).map(({ code }) => code)).toEqual(['STATEMENT_CONFLICT']);
  });
  test('equal events of one batch stay apart', async () => {
    const moodle = await endpoint.sender('moodle-equal', 'moodle-logstore');
    const [event = ''] = events;
    const ids = (await (await moodle.send(run([event, event, event]))).json()) as string[];
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab]/.test(id))).toBe(true);
    expect(await countOf('moodle-equal')).toBe(3);
  });
  test('one bad statement does not fail its batch, and is one entry however often it is sent', async () => {
    const moodle = await endpoint.sender('moodle-bad', 'moodle-logstore');
    const batch = [...events.slice(0, 2), '{"actor":{"name":"nobody"}}', ...events.slice(2, 4)];
    const response = await moodle.send(run(batch));
    const ids = (await response.json()) as string[];
    expect([response.status, ids.length, response.headers.get('x-cairn-quarantined')]).toEqual([200, 5, '1']);
    expect((await moodle.send(run(batch))).status).toBe(200);
    const [entry, ...others] = await waitingOf(moodle);
    expect([await countOf('moodle-bad'), entry?.attempts, others]).toEqual([4, 2, []]);
    expect(entry).toMatchObject({
      kind: 'refused',
      code: 'REQUIRED',
      pointer: '/verb',
      text: '{"actor":{"name":"nobody"}}',
      givenId: ids[2],
    });
  });
});

describe('Learning Locker', () => {
  const boundary = 'zzzlearninglockerzzz';
  const multipart = (text: string, parts: readonly string[] = []) => ({
    headers: { ...version103, 'content-type': `multipart/mixed; charset=UTF-8; boundary=${boundary}` },
    // A CRLF before the first boundary, no space after the colon, a length in characters, none before the last boundary.
    body: `\r\n--${boundary}\r\nContent-Type:application/json\r\nContent-Length:${text.length}\r\n\r\n${text}${parts.join('')}--${boundary}--`,
  });

  test('one statement a request; a slow answer is sent again, whatever the form', async () => {
    const locker = await endpoint.sender('locker', 'learning-locker');
    const one = statement();
    const requests = [
      { headers: { ...json, 'x-experience-api-version': '1.0.0' }, body: JSON.stringify(one) },
      {
        headers: { 'content-type': 'application/json;charset=utf-8', ...version103 },
        body: JSON.stringify(one),
      },
      multipart(JSON.stringify(one)),
    ];
    for (const request of requests) {
      const response = await locker.send(request);
      expect([response.status, await response.json()]).toEqual([200, [one.id]]);
    }
    expect(await countOf('locker')).toBe(1);
  });
  test('the statement of a full document is stored by its exact text', async () => {
    const locker = await endpoint.sender('locker-full', 'learning-locker');
    const one = statement({ result: { score: { scaled: 1 } } });
    const text = JSON.stringify(one).replace('"scaled":1', '"scaled": 1.0');
    const record = `{"_id":"5f","organisation":"5e","active":true,"statement": ${text} ,"voided":false,"hash":"ab"}`;
    const response = await locker.send({ headers: { ...json, ...version103 }, body: record });
    expect([response.status, await storedText(one.id)]).toEqual([200, text]);
  });
  test('a full document may be PUT too, with its id in itself alone where that is set', async () => {
    const locker = await endpoint.sender('locker-put', 'generic', {
      unwrapsRecords: true,
      putsWithoutId: true,
    });
    const one = statement();
    const response = await locker.send({
      method: 'PUT',
      headers: { ...json, ...version103 },
      body: JSON.stringify({ _id: '5f', statement: one }),
    });
    expect([response.status, await storedText(one.id)]).toEqual([204, JSON.stringify(one)]);
  });
  test('a full document is refused in clear words where it is not expected', async () => {
    const generic = await endpoint.sender('strict-full', 'generic');
    const response = await generic.send({
      headers: { ...json, ...version103 },
      body: JSON.stringify({ _id: '5f', statement: statement() }),
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { errors: [{ code: 'RECORD_WRAPPED', pointer: '' }] },
    ]);
  });
  test('another statement under a known id is answered with 200 and waits', async () => {
    const locker = await endpoint.sender('locker-conflict', 'learning-locker');
    const one = statement();
    const other = { ...one, object: { id: 'https://lms.example/course/5' } };
    for (const body of [one, other, other])
      expect(
        (await locker.send({ headers: { ...json, ...version103 }, body: JSON.stringify(body) })).status,
      ).toBe(200);
    expect(JSON.parse((await storedText(one.id)) ?? '')).toEqual(one);
    expect(await waitingOf(locker)).toMatchObject([
      { code: 'STATEMENT_CONFLICT', pointer: '/id', attempts: 2 },
    ]);
  });
  test('an attachment comes along', async () => {
    const locker = await endpoint.sender('locker-file', 'learning-locker');
    const content = 'a certificate';
    const sha2 = createHash('sha256').update(content).digest('hex');
    const attachment = {
      usageType: 'http://x.example/certificate',
      display: { en: 'Certificate' },
      contentType: 'text/plain',
      length: content.length,
      sha2,
    };
    const part = `\r\n--${boundary}\r\nContent-Type:text/plain\r\nContent-Transfer-Encoding:binary\r\nX-Experience-API-Hash:${sha2}\r\n\r\n${content}\r\n`;
    const response = await locker.send(
      multipart(JSON.stringify(statement({ attachments: [attachment] })), [part]),
    );
    expect([response.status, [...(await endpoint.own.store.attachments.known([sha2])).keys()]]).toEqual([
      200,
      [sha2],
    ]);
  });
});

describe('LRSPipe', () => {
  const batch = (statements: readonly object[]) => {
    const boundary = 'xapipe-boundary';
    return {
      headers: { ...version103, 'content-type': `multipart/mixed; boundary=${boundary}` },
      body: `--${boundary}\r\nContent-Type:application/json\r\n\r\n${JSON.stringify(statements)}\r\n--${boundary}--\r\n`,
    };
  };

  test('a batch of fifty, sent again after a crash, is stored once and never refused', async () => {
    const pipe = await endpoint.sender('pipe', 'lrspipe');
    const statements = Array.from({ length: 50 }, () => statement());
    const [first, second] = [await pipe.send(batch(statements)), await pipe.send(batch(statements))];
    expect([first.status, second.status, await second.json()]).toEqual([
      200,
      200,
      statements.map(({ id }) => id),
    ]);
    expect(await countOf('pipe')).toBe(50);
  });
  test('a batch with a bad statement does not stop the job', async () => {
    const pipe = await endpoint.sender('pipe-bad', 'lrspipe');
    const response = await pipe.send(batch([statement(), bad(), statement()]));
    expect([response.status, await countOf('pipe-bad')]).toEqual([200, 2]);
    expect(await waitingOf(pipe)).toMatchObject([{ pointer: '/verb/id', attempts: 1 }]);
  });
  test('what is refused and has no id is one entry however often it is sent, two of one request are two', async () => {
    const pipe = await endpoint.sender('pipe-again', 'lrspipe');
    for (const _time of [1, 2, 3]) await pipe.send(batch([{ a: 1 }, { a: 1 }, statement()]));
    expect((await waitingOf(pipe)).map(({ attempts }) => attempts)).toEqual([3, 3]);
  });
  test('while its source is paused it is told to come again, which it understands', async () => {
    const pipe = await endpoint.sender('pipe-paused', 'lrspipe');
    await endpoint.own.store.sources.setPaused('pipe-paused', true);
    const response = await pipe.send(batch([statement()]));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
    await endpoint.own.store.sources.setPaused('pipe-paused', false);
    expect((await pipe.send(batch([statement()]))).status).toBe(200);
  });
});

describe('Ralph', () => {
  test('an array without version header is taken', async () => {
    const ralph = await endpoint.sender('ralph', 'ralph');
    const response = await ralph.send({ headers: json, body: JSON.stringify([statement(), statement()]) });
    expect([response.status, await countOf('ralph')]).toEqual([200, 2]);
  });
  test('PUT has its id in the body alone, and no authority', async () => {
    const ralph = await endpoint.sender('ralph-put', 'ralph');
    const one = statement({ authority: undefined });
    for (const _again of [1, 2])
      expect((await ralph.send({ method: 'PUT', headers: json, body: JSON.stringify(one) })).status).toBe(
        204,
      );
    expect([await countOf('ralph-put'), await storedText(one.id)]).toEqual([1, JSON.stringify(one)]);
  });
  test('what it would never send again waits in quarantine', async () => {
    const ralph = await endpoint.sender('ralph-bad', 'ralph');
    const put = await ralph.send({ method: 'PUT', headers: json, body: JSON.stringify(bad()) });
    const post = await ralph.send({ headers: json, body: JSON.stringify([bad(), statement()]) });
    expect([put.status, post.status, (await waitingOf(ralph)).length]).toEqual([204, 200, 2]);
  });
  test('the same requests are refused where they are not expected', async () => {
    const generic = await endpoint.sender('strict-put', 'generic');
    const one = JSON.stringify(statement());
    expect((await generic.send({ headers: json, body: one })).status).toBe(400);
    expect(
      (await generic.send({ method: 'PUT', headers: { ...json, ...version103 }, body: one })).status,
    ).toBe(400);
  });
});

describe.each(['rustici', 'sql-lrs'])('%s', (preset) => {
  test('statements of another LRS are taken, one by one', async () => {
    const sender = await endpoint.sender(`${preset}-1`, preset);
    const response = await sender.send({
      headers: { ...json, ...version103 },
      body: JSON.stringify([statement(), bad()]),
    });
    expect([response.status, await countOf(`${preset}-1`), (await waitingOf(sender)).length]).toEqual([
      200, 1, 1,
    ]);
  });
});
