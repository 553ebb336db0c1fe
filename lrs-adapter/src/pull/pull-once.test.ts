// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openRowRemote, rowOf, type RowRemote } from './testing/row-remote.ts';
import { cursorOfPull } from './lag.ts';
import { openPulling, type Pulling } from './testing/pulling.ts';

let pulling: Pulling;
let remote: RowRemote;
let id: string;
beforeAll(async () => {
  pulling = await openPulling();
});
afterAll(() => pulling.close());
beforeEach(async () => {
  remote = await openRowRemote();
  id = `s-${randomUUID()}`;
});
afterEach(() => remote.close());

const add = (count: number) => {
  for (let i = 0; i < count; i += 1) {
    remote.now += 1000;
    remote.rows.push(rowOf(randomUUID(), { stored: remote.now }));
  }
};
const once = (answer: (response: ServerResponse) => void) => {
  remote.meddle = (_request, response) => {
    remote.meddle = () => false;
    answer(response);
    return true;
  };
};
const plain = (status: number, headers: Record<string, string> = {}) =>
  once((response) => response.writeHead(status, headers).end('no'));
const waitOf = async () => (await pulling.pull(id)).nextAt - Date.now();

describe('a remote that fails', () => {
  test('with 429 is left alone for as long as it wishes, and gone on with after that', async () => {
    add(7);
    await pulling.add(id, { endpoint: remote.endpoint, pageSize: 2 });
    await pulling.run(id, { sliceMs: 0 });
    plain(429, { 'Retry-After': '120' });
    expect(await pulling.run(id)).toMatchObject({ kind: 'failed', reason: { code: 'REMOTE_BUSY' } });
    expect(await waitOf()).toBeGreaterThan(119_000);
    expect(await pulling.run(id, { onlyDue: true })).toEqual({ kind: 'rests' });
    const asked = remote.requests.length;
    expect((await pulling.run(id)).kind).toBe('done');
    expect(remote.requests[asked]).toContain('from=');
    expect((await pulling.texts(id)).size).toBe(7);
    expect(await pulling.pull(id)).toMatchObject({ failures: 0, counts: { stored: 7, duplicates: 0 } });
  });
  test('again and again waits ever longer, and is shown as failing', async () => {
    await pulling.add(id, { endpoint: remote.endpoint });
    remote.meddle = (_request, response) => {
      response.writeHead(500).end('out of memory');
      return true;
    };
    for (const ms of [500, 1000, 2000, 4000]) {
      await pulling.run(id);
      expect(await waitOf()).toBeGreaterThan(ms - 500);
    }
    const { failures, lastError, lastSuccessAt, stoppedAt } = await pulling.pull(id);
    expect({ failures, lastSuccessAt, stoppedAt }).toEqual({
      failures: 4,
      lastSuccessAt: null,
      stoppedAt: null,
    });
    expect(lastError?.message).toMatch(/answered 500: out of memory/);
    await pulling.store.sourceHealth.flush();
    expect((await pulling.store.sourceHealth.all()).get(id)).toMatchObject({ badInARow: 4 });
  });
  test('and quotes what was sent to it shows no secret', async () => {
    const secret = 'a"very/long+secret';
    const authorization = `Basic ${Buffer.from(`key:${secret}`).toString('base64')}`;
    await pulling.add(id, { endpoint: remote.endpoint }, { authorization });
    remote.meddle = (request, response) => {
      response.writeHead(500).end(`${request.headers.authorization} of key:${secret}, again ${secret}`);
      return true;
    };
    await pulling.run(id);
    expect((await pulling.pull(id)).lastError?.message).toMatch(
      /answered 500: Basic \*\*\* of \*\*\*, again \*\*\*$/,
    );
  });
  test.each([401, 403])('with %i stops its source until it is resumed', async (status) => {
    add(1);
    await pulling.add(id, { endpoint: remote.endpoint });
    plain(status);
    expect(await pulling.run(id)).toMatchObject({ kind: 'stopped', reason: { code: 'REMOTE_REFUSES' } });
    expect((await pulling.pull(id)).stoppedAt).not.toBeNull();
    expect(await pulling.run(id, { onlyDue: true })).toEqual({ kind: 'rests' });
    expect(await pulling.store.pulls.due(1000)).not.toContain(id);
    await pulling.store.pulls.ask(id);
    expect(await pulling.store.pulls.due(1000)).toContain(id);
    expect((await pulling.run(id, { onlyDue: true })).kind).toBe('done');
    expect((await pulling.texts(id)).size).toBe(1);
  });
  test('by pointing elsewhere never sees its credentials used there', async () => {
    const elsewhere = await openRowRemote();
    await pulling.add(id, { endpoint: remote.endpoint });
    plain(302, { Location: `${elsewhere.endpoint}/statements` });
    expect(await pulling.run(id)).toMatchObject({ reason: { code: 'REMOTE_MOVED' } });
    once((response) =>
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(`{"statements":[],"more":"${elsewhere.endpoint}/statements"}`),
    );
    expect(await pulling.run(id)).toMatchObject({ kind: 'failed', reason: { code: 'MORE_ELSEWHERE' } });
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });
  test('by naming one page for ever is not asked for ever', async () => {
    await pulling.add(id, { endpoint: remote.endpoint });
    remote.meddle = (_request, response) => {
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end('{"statements":[],"more":"/xapi/same"}');
      return true;
    };
    expect(await pulling.run(id)).toMatchObject({ reason: { code: 'MORE_REPEATS' } });
    expect(remote.requests).toHaveLength(2);
  });
  test('by leading round in a circle is left alone for minutes, and what it has is here', async () => {
    await pulling.add(id, { endpoint: remote.endpoint });
    const rows = [0, 1].map(() => rowOf(randomUUID(), { stored: remote.now }));
    remote.meddle = (request, response) => {
      const i = (request.url ?? '').includes('p=1') ? 1 : 0;
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(`{"statements":[${rows[i]?.text}],"more":"/xapi/statements?p=${1 - i}"}`);
      return true;
    };
    expect(await pulling.run(id)).toMatchObject({ kind: 'failed', reason: { code: 'MORE_REPEATS' } });
    expect(remote.requests).toHaveLength(3);
    expect((await pulling.texts(id)).size).toBe(2);
    expect(await waitOf()).toBeGreaterThan(599_000);
    expect((await pulling.pull(id)).streams[0]?.walk).toBeNull();
  });
  test('by naming ever new pages with nothing new in them is not asked for ever', async () => {
    add(1);
    await pulling.add(id, { endpoint: remote.endpoint });
    await pulling.run(id);
    remote.meddle = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(
        `{"statements":[${remote.rows[0]?.text}],"more":"/xapi/statements?p=${remote.requests.length}"}`,
      );
      return true;
    };
    await pulling.run(id, { sliceMs: 0 });
    const taken = await pulling.store.pulls.take(id, 'test', { ms: 60_000, onlyDue: false });
    const walk = taken?.streams[0]?.walk;
    if (!taken || !walk) throw new Error('not under way');
    expect(walk.idlePages).toBeLessThan(10);
    // As after some minutes of this.
    const streams = taken.streams.map((one) => ({ ...one, walk: { ...walk, idlePages: 9995 } }));
    const lease = { sourceId: id, owner: 'test', revision: taken.revision };
    await pulling.store.pulls.finish(lease, { ...taken, streams }, { afterMs: 0, isStopped: false });
    const asked = remote.requests.length;
    expect(await pulling.run(id)).toMatchObject({ kind: 'failed', reason: { code: 'MORE_REPEATS' } });
    expect(remote.requests.length - asked).toBeLessThan(12);
    remote.meddle = () => false;
    add(1);
    expect((await pulling.run(id)).kind).toBe('done');
    expect((await pulling.texts(id)).size).toBe(2);
  });
  test('to know the address of a page goes on from the cursor', async () => {
    add(6);
    await pulling.add(id, { endpoint: remote.endpoint, pageSize: 2 });
    await pulling.run(id, { sliceMs: 0 });
    plain(404);
    expect((await pulling.run(id)).kind).toBe('done');
    expect((await pulling.texts(id)).size).toBe(6);
  });
  test('to keep its answers small is asked for fewer at once', async () => {
    add(6);
    await pulling.add(id, { endpoint: remote.endpoint, pageSize: 4 });
    remote.meddle = (request, response) => {
      const isLarge = !/limit=[12]\b/.test(request.url ?? '');
      if (isLarge) response.writeHead(413).end();
      return isLarge;
    };
    expect(await pulling.run(id)).toEqual({ kind: 'sliced' });
    expect(await pulling.pull(id)).toMatchObject({ pageSize: 2, failures: 0, lastError: null });
    expect((await pulling.run(id)).kind).toBe('done');
    expect((await pulling.texts(id)).size).toBe(6);
    expect((await pulling.pull(id)).pageSize).toBeNull();
  });
  test('to keep even each attachment alone small is shown as failing', async () => {
    await pulling.add(id, { endpoint: remote.endpoint, pageSize: 2 });
    remote.meddle = (_request, response) => {
      response.writeHead(413).end();
      return true;
    };
    expect(await pulling.runToEnd(id)).toMatchObject({
      kind: 'failed',
      reason: { code: 'REMOTE_TOO_LARGE' },
    });
    expect(remote.requests.map((one) => one.includes('attachments=true'))).toEqual([true, true, false]);
  });
  test('to be there says so', async () => {
    await pulling.add(id, { endpoint: remote.endpoint });
    await remote.close();
    expect(await pulling.run(id)).toMatchObject({ kind: 'failed', reason: { code: 'REMOTE_UNREACHABLE' } });
    remote = await openRowRemote();
  });
});

describe('a statement', () => {
  test('that is none waits in quarantine, and stops nobody', async () => {
    add(2);
    const { text } = rowOf(randomUUID(), { stored: (remote.now += 1000) });
    const bad = [text.replace('"verb"', '"werb"'), '17', text.replace('"actor"', '"id":"again","actor"')];
    for (const one of bad) remote.rows.push({ ...rowOf(randomUUID(), { stored: remote.now }), text: one });
    add(2);
    await pulling.add(id, { endpoint: remote.endpoint, pageSize: 3 });
    for (let round = 0; round < 2; round += 1) expect((await pulling.run(id)).kind).toBe('done');
    expect((await pulling.texts(id)).size).toBe(4);
    const waiting = await pulling.store.quarantine.page({ sourceId: id, skip: 0, limit: 9 });
    expect(waiting.map((one) => one.text).toSorted()).toEqual(bad.toSorted());
    expect(waiting.every(({ kind }) => kind === 'refused')).toBe(true);
    await pulling.store.sourceFigures.flush();
    const figures = (await pulling.store.sourceFigures.total('pull')).get(id);
    const { counts } = await pulling.pull(id);
    expect(figures).toMatchObject({ requests: counts.pages, bytes: counts.bytes });
    expect(figures?.outcomes.get('quarantined')).toBe(counts.quarantined);
    expect([...(figures?.refusedStatements.values() ?? [])].reduce((a, b) => a + b, 0)).toBe(
      counts.quarantined,
    );
    expect(figures?.latencies.reduce((a, b) => a + b, 0)).toBe(counts.pages);
  });
  test('that finds no room in quarantine holds the cursor until there is some, and none is lost', async () => {
    const bad = (n: number) => {
      const row = rowOf(randomUUID(), { stored: (remote.now += 1000) });
      const text = row.text.replace('"verb"', `"werb ${n}"`);
      remote.rows.push({ ...row, text });
      return text;
    };
    await pulling.add(id, { endpoint: remote.endpoint, pageSize: 2 });
    await pulling.store.sources.configure(id, { settings: { quarantineEntries: 1 } });
    add(2);
    const first = bad(1);
    add(1);
    const [second] = [bad(2), add(5)];
    expect(await pulling.run(id)).toMatchObject({ kind: 'failed', reason: { code: 'QUARANTINE_FULL' } });
    const held = await pulling.pull(id);
    expect(held).toMatchObject({ stoppedAt: null, failures: 1, lastError: { code: 'QUARANTINE_FULL' } });
    expect(held.counts.pages).toBe(2);
    expect(await pulling.run(id)).toMatchObject({ kind: 'failed', reason: { code: 'QUARANTINE_FULL' } });
    expect((await pulling.pull(id)).streams).toEqual(held.streams);
    const waiting = () => pulling.store.quarantine.page({ sourceId: id, skip: 0, limit: 9 });
    expect((await waiting()).map(({ text }) => text)).toEqual([first]);
    await pulling.store.quarantine.drop((await waiting()).map((one) => one.id));
    expect((await pulling.runToEnd(id)).kind).toBe('done');
    expect((await waiting()).map(({ text }) => text)).toEqual([second]);
    expect((await pulling.texts(id)).size).toBe(8);
  });
  test('of bytes that are no UTF-8 is not stored as what it is not; a mark before the text is none of it', async () => {
    const [good, spoiled, odd] = [0, 1, 2].map(() => rowOf(randomUUID(), { stored: remote.now }));
    const text = spoiled?.text.replace('ann@', 'a?n@') ?? '';
    const body = (isBroken: boolean) => {
      const all = isBroken ? [good?.text, text] : [odd?.text.replace('ann@', 'a\uFFFDn@')];
      const bytes = Buffer.from(`\uFEFF{"statements":[${all.join(',')}]}`);
      if (isBroken) bytes[bytes.indexOf('a?n@') + 1] = 0xe4;
      return bytes;
    };
    await pulling.add(id, { endpoint: remote.endpoint });
    for (const isBroken of [true, true, false]) {
      once((response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(body(isBroken)));
      expect((await pulling.run(id)).kind).toBe('done');
    }
    expect(new Set((await pulling.texts(id)).keys())).toEqual(new Set([good?.id, odd?.id]));
    const waiting = await pulling.store.quarantine.page({ sourceId: id, skip: 0, limit: 9 });
    expect(waiting).toMatchObject([
      { code: 'NOT_UTF8', text: text.replace('a?n@', 'a\uFFFDn@'), attempts: 2 },
    ]);
  });
  test('is new once: a source whose new ones are all refused is shown as failing, one old bad one does not make it so', async () => {
    await pulling.add(id, { endpoint: remote.endpoint });
    const health = async () => {
      await pulling.store.sourceHealth.flush();
      return (await pulling.store.sourceHealth.all()).get(id);
    };
    const addBad = () => {
      const row = rowOf(randomUUID(), { stored: (remote.now += 1000) });
      remote.rows.push({ ...row, text: row.text.replace('"verb"', '"werb"') });
      remote.now += 1000;
    };
    addBad();
    for (let round = 0; round < 4; round += 1) await pulling.run(id);
    expect(await health()).toMatchObject({ badInARow: 1, reason: { code: 'REQUIRED' } });
    for (let round = 0; round < 2; round += 1) {
      addBad();
      await pulling.run(id);
    }
    expect(await health()).toMatchObject({ badInARow: 3 });
    add(1);
    await pulling.run(id);
    expect(await health()).toMatchObject({ badInARow: 0 });
  });
  test('under the id of another is a conflict: logged, kept aside, nothing overwritten', async () => {
    add(1);
    const [row] = remote.rows;
    await pulling.add(id, { endpoint: remote.endpoint });
    await pulling.run(id);
    const text = row?.text.replace('example.org/a', 'example.org/b') ?? '';
    remote.rows[0] = { ...rowOf(row?.id ?? '', { stored: remote.now }), text };
    expect((await pulling.run(id)).kind).toBe('done');
    expect(pulling.conflicts).toContain(row?.id);
    expect((await pulling.texts(id)).get(row?.id ?? '')).toBe(row?.text);
    expect((await pulling.pull(id)).counts).toMatchObject({ stored: 1, conflicts: 1 });
  });
});

describe('a source', () => {
  test('has one runner among many', async () => {
    add(30);
    await pulling.add(id, { endpoint: remote.endpoint, pageSize: 2 });
    const ends = await Promise.all(Array.from({ length: 6 }, () => pulling.run(id)));
    expect(ends.map(({ kind }) => kind).toSorted()).toEqual(['done', ...Array<string>(5).fill('rests')]);
    expect((await pulling.pull(id)).counts).toMatchObject({ stored: 30, duplicates: 0, pages: 15 });
  });
  test('whose runner fell silent goes to another; the silent one writes no more', async () => {
    add(4);
    await pulling.add(id, { endpoint: remote.endpoint });
    const { pulls } = pulling.store;
    const first = await pulls.take(id, 'first', { ms: 1, onlyDue: false });
    const lease = { sourceId: id, owner: 'first', revision: first?.revision ?? 0 };
    await expect.poll(async () => (await pulling.run(id)).kind).toBe('done');
    const cursor = cursorOfPull(await pulling.pull(id));
    if (!first) throw new Error('not taken');
    expect(await pulls.save(lease, first, 1000)).toBe(false);
    expect(await pulls.renew(lease, 1000)).toBe(false);
    await pulls.finish(lease, first, { afterMs: 0, isStopped: true });
    expect(await pulling.pull(id)).toMatchObject({ stoppedAt: null, counts: { stored: 4 } });
    expect(cursorOfPull(await pulling.pull(id))).toBe(cursor);
  });
  test('keeps the distance of its requests over the end of a run', async () => {
    add(5);
    await pulling.add(id, { endpoint: remote.endpoint, pageSize: 4, requestsPerMinute: 2 });
    expect((await pulling.run(id, { sliceMs: 0 })).kind).toBe('sliced');
    // It has asked for the next one ahead already.
    expect(await waitOf()).toBeGreaterThan(25_000);
    expect((await pulling.run(id)).kind).toBe('done');
    expect(await waitOf()).toBeGreaterThan(25_000);
    plain(500);
    await pulling.run(id);
    expect(await waitOf()).toBeGreaterThan(25_000);
  });
  test('that is paused, or asked for otherwise, ends within a page', async () => {
    add(9);
    await pulling.add(id, { endpoint: remote.endpoint, pageSize: 3 });
    const pause = () => void pulling.store.sources.setPaused(id, true);
    remote.meddle = () => {
      pause();
      return false;
    };
    await expect.poll(async () => (await pulling.run(id)).kind, { timeout: 5000 }).toBe('lost');
    expect(await pulling.store.pulls.due(1000)).not.toContain(id);
    remote.meddle = () => false;
    await pulling.store.sources.setPaused(id, false);
    const taken = await pulling.store.pulls.take(id, 'old', { ms: 60_000, onlyDue: false });
    await pulling.store.pulls.configure(id, { since: new Date(remote.now - 2500).toISOString() });
    const lease = { sourceId: id, owner: 'old', revision: taken?.revision ?? 0 };
    if (!taken) throw new Error('not taken');
    expect(await pulling.store.pulls.save(lease, taken, 1000)).toBe(false);
    await pulling.store.pulls.finish(lease, taken, { afterMs: 0, isStopped: false });
    expect((await pulling.run(id)).kind).toBe('done');
    expect(decodeURIComponent(remote.requests.at(-1) ?? '')).toContain(
      `since=${new Date(remote.now - 2500).toISOString()}`,
    );
  });
  test('with a filter asks for voids beside it, each with a cursor of its own', async () => {
    await pulling.add(id, {
      endpoint: remote.endpoint,
      verbs: ['http://v/1', 'http://v/2'],
      activity: 'http://a/1',
    });
    await pulling.run(id);
    const asked = remote.requests.map((one) => new URL(one, remote.endpoint).searchParams);
    expect(asked.map((one) => [one.get('verb'), one.get('activity')])).toEqual([
      ['http://v/1', 'http://a/1'],
      ['http://v/2', 'http://a/1'],
      ['http://adlnet.gov/expapi/verbs/voided', null],
    ]);
    const query = ['ascending', 'format', 'attachments'].map((name) => asked[0]?.get(name));
    expect(query).toEqual(['true', 'exact', 'true']);
  });
  test('finds by reconciliation what no overlap can, once a day', async () => {
    add(3);
    await pulling.add(id, { endpoint: remote.endpoint, reconcileDays: 1 });
    await pulling.run(id);
    remote.rows.push(rowOf(randomUUID(), { stored: remote.now - 3_600_000 }));
    await pulling.run(id);
    expect((await pulling.texts(id)).size).toBe(3);
    // A day later, as far as it knows.
    const taken = await pulling.store.pulls.take(id, 'test', { ms: 60_000, onlyDue: false });
    if (!taken) throw new Error('not taken');
    const streams = taken.streams.map((one) => ({ ...one, reconciledAt: Date.now() - 86_400_000 }));
    const lease = { sourceId: id, owner: 'test', revision: taken.revision };
    await pulling.store.pulls.finish(lease, { ...taken, streams }, { afterMs: 0, isStopped: false });
    await pulling.run(id);
    expect((await pulling.texts(id)).size).toBe(4);
    expect((await pulling.pull(id)).counts).toMatchObject({ stored: 4, late: 1 });
  });
  test('tells how far the way from the beginning is', async () => {
    add(10);
    await pulling.add(id, { endpoint: remote.endpoint, pageSize: 4 });
    await pulling.run(id, { sliceMs: 0 });
    const { backfill } = await pulling.pull(id);
    expect(backfill).toMatchObject({
      endedAt: null,
      to: remote.now,
      from: remote.rows[0]?.stored,
      statements: 4,
    });
    await pulling.runToEnd(id);
    expect((await pulling.pull(id)).backfill).toMatchObject({ statements: 10 });
    expect((await pulling.pull(id)).backfill.endedAt).not.toBeNull();
  });
});

describe('an attachment', () => {
  const content = Buffer.from('a certificate\r\n\0\xff', 'latin1');
  const sha2 = createHash('sha256').update(content).digest('hex');
  const withAttachment = (fileUrl?: string) => {
    const row = rowOf(randomUUID(), { stored: (remote.now += 1000) });
    const attachment = {
      usageType: 'http://example.org/certificate',
      display: { en: 'Certificate' },
      contentType: 'text/plain',
      length: content.length,
      sha2,
      ...(fileUrl === undefined ? {} : { fileUrl }),
    };
    const text = row.text.replace('"verb"', `"attachments":[${JSON.stringify(attachment)}],"verb"`);
    remote.rows.push({ ...row, text });
    return { ...row, text };
  };
  const multipart = (response: ServerResponse, json: string, hasContent: boolean) => {
    const part = hasContent
      ? [
          `\r\n--x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${sha2}\r\n\r\n`,
          content,
        ]
      : [];
    const body = ['--x\r\nContent-Type: application/json\r\n\r\n', json, ...part, '\r\n--x--\r\n'];
    response.writeHead(200, {
      'Content-Type': 'multipart/mixed; boundary="x"',
      Date: new Date(remote.now).toUTCString(),
    });
    response.end(Buffer.concat(body.map((one) => Buffer.from(one))));
  };
  /** Content comes with the list; or only when the statement is asked for alone, from the n-th time on; or never. */
  const serve = (text: string, from: 'list' | number) => {
    let alone = 0;
    remote.meddle = (request, response) => {
      const isAlone = (request.url ?? '').includes('statementId');
      if (isAlone) alone += 1;
      const hasContent = from === 'list' || (isAlone && alone >= from);
      multipart(response, isAlone ? text : `{"statements":[${text}],"more":""}`, hasContent);
      return true;
    };
    return () => alone;
  };
  const clear = async () => {
    if ((await pulling.store.attachments.known([sha2])).size > 0)
      await pulling.store.attachments.release([sha2]);
  };
  beforeEach(clear);

  test('comes along and is kept', async () => {
    const alone = serve(withAttachment().text, 'list');
    await pulling.add(id, { endpoint: remote.endpoint });
    for (let round = 0; round < 2; round += 1) await pulling.run(id);
    expect((await pulling.texts(id)).size).toBe(1);
    expect((await pulling.store.attachments.known([sha2])).get(sha2)).toBe(content.length);
    expect(alone()).toBe(0);
  });
  test('that is not there yet is asked for alone, again, before it is given up', async () => {
    const alone = serve(withAttachment().text, 3);
    await pulling.add(id, { endpoint: remote.endpoint });
    await pulling.run(id);
    expect([alone(), (await pulling.texts(id)).size]).toEqual([3, 1]);
  });
  test('that never comes leaves its statement in quarantine', async () => {
    const row = withAttachment();
    serve(row.text, Infinity);
    await pulling.add(id, { endpoint: remote.endpoint });
    expect((await pulling.run(id)).kind).toBe('done');
    const [entry] = await pulling.store.quarantine.page({ sourceId: id, skip: 0, limit: 9 });
    expect(entry).toMatchObject({ code: 'ATTACHMENT_MISSING', text: row.text });
  });
  test('with a fileUrl, or one that nobody wants, need not come', async () => {
    const alone = serve(withAttachment('http://files.example/a').text, Infinity);
    await pulling.add(id, { endpoint: remote.endpoint });
    await pulling.run(id);
    serve(withAttachment().text, Infinity);
    const other = `${id}-other`;
    await pulling.add(other, { endpoint: remote.endpoint, attachments: false });
    await pulling.run(other);
    expect([alone(), (await pulling.texts(id)).size, (await pulling.texts(other)).size]).toEqual([0, 1, 1]);
  });
});
