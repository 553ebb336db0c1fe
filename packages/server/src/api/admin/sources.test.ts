// SPDX-License-Identifier: Apache-2.0
/** Sources and the quarantine as an administrator handles them over the API, and /metrics beside it. */
import { randomUUID } from 'node:crypto';
import { type Problem, quarantineViewSchema, sourceViewSchema } from '@cairn/api/contract';
import { sourceSettingsSchema } from '@cairn/api/source-settings';
import { presets } from '@cairn/lrs-adapter';
import { type SourceSettings, strictSettings } from '@cairn/store';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type RunningServer, sourceViews, startServer } from '../../index.ts';

const metricsToken = 'only-for-this-test';
let own: TestStore;
let server: RunningServer;
let base: string;
let cookie: string;

beforeAll(async () => {
  own = await openTestStore();
  server = await startServer({
    store: own.store,
    url: 'http://cairn.example',
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port: 0,
    metricsToken,
  });
  base = `http://127.0.0.1:${server.port}`;
  await own.store.admins.addFirst('rita@example.org', 'a long password');
  const signedIn = await own.store.admins.signIn('rita@example.org', 'a long password');
  cookie = `cairn-session=${signedIn?.token ?? ''}`;
});
afterAll(async () => {
  await server.close();
  await own.drop();
});

const admin = (method: string, path: string, body?: unknown) =>
  fetch(`${base}/api/v1${path}`, {
    method,
    headers: { Cookie: cookie, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const answer = async <T>(response: Response) => (await response.json()) as T;
interface Made extends z.output<typeof sourceViewSchema> {
  readonly key: string;
  readonly secret: string;
}
const make = async (body: object) => answer<Made>(await admin('POST', '/sources', { title: 'T', ...body }));
const send = ({ key, secret }: Pick<Made, 'key' | 'secret'>, body: unknown) =>
  fetch(`${base}/xapi/statements`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
      'Content-Type': 'application/json',
      'X-Experience-API-Version': '1.0.3',
    },
    body: JSON.stringify(body),
  });
const statement = () => ({
  id: randomUUID(),
  actor: { mbox: 'mailto:ann@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
  object: { id: 'https://example.org/a' },
  timestamp: new Date(Date.now() - 30_000).toISOString(),
});
const bad = () => ({ ...statement(), verb: {} });

describe('settings', () => {
  test('mean in the API what they mean in the store, and are strict by default', () => {
    const strict: z.output<typeof sourceSettingsSchema> = { ...strictSettings, authorities: [] };
    const stored: SourceSettings = sourceSettingsSchema.parse({});
    expect(stored).toEqual(strict);
  });
  test.each(presets)('of the preset $id are as the schema has them', ({ settings }) => {
    expect(sourceSettingsSchema.parse(settings)).toEqual({ ...strictSettings, ...settings });
  });
  test('are those of the preset but for what is said otherwise, and may be changed one by one', async () => {
    const made = await make({ id: 'pre', preset: 'ralph', settings: { splitsBatches: false } });
    expect(made).toMatchObject({
      preset: 'ralph',
      state: 'silent',
      settings: { assumedVersion: '1.0.3', putsWithoutId: true, splitsBatches: false },
    });
    expect(made.secret).toMatch(/^[\w-]{32}$/);
    const changed = await admin('POST', '/sources/pre', {
      title: 'Ralph',
      settings: { splitsBatches: true },
    });
    expect(await changed.json()).toMatchObject({
      title: 'Ralph',
      settings: { assumedVersion: '1.0.3', splitsBatches: true },
    });
  });
  test.each([
    [{ preset: 'nobody' }, 'PRESET_UNKNOWN', '/preset'],
    [{ dialect: 'klingon' }, 'DIALECT_UNKNOWN', '/dialect'],
    [{ settings: { derivesIds: 'yes' } }, 'BODY', '/settings/derivesIds'],
    [{ settings: { noSuch: true } }, 'BODY', '/settings/noSuch'],
    [{ scopes: ['everything'] }, 'BODY', '/scopes/0'],
  ])('%s is refused with its place', async (wrong, code, pointer) => {
    const problem = await answer<Problem>(
      await admin('POST', '/sources', { id: 'wrong', title: 'W', ...wrong }),
    );
    expect([problem.status, problem.code, problem.errors?.[0]?.pointer]).toEqual([400, code, pointer]);
  });
});

describe('credentials', () => {
  test('a new one beside the old; the old one until it is revoked', async () => {
    const made = await make({ id: 'keys' });
    const next = await answer<Made>(await admin('POST', '/sources/keys/credentials'));
    expect([(await send(made, statement())).status, (await send(next, statement())).status]).toEqual([
      200, 200,
    ]);
    const revoked = await admin('DELETE', `/sources/keys/credentials/${made.key}`);
    const { credentials } = sourceViewSchema.parse(await revoked.json());
    expect(credentials.map(({ key, revokedAt }) => [key, revokedAt !== null])).toEqual([
      [made.key, true],
      [next.key, false],
    ]);
    expect(JSON.stringify(credentials)).not.toContain(made.secret);
    expect([(await send(made, statement())).status, (await send(next, statement())).status]).toEqual([
      401, 200,
    ]);
  });
  test.each([
    ['POST', '/sources/nobody/credentials', 'SOURCE_UNKNOWN'],
    ['POST', '/sources/nobody/pause', 'SOURCE_UNKNOWN'],
    ['DELETE', '/sources/keys/credentials/none', 'CREDENTIAL_UNKNOWN'],
  ])('%s %s is not there', async (method, path, code) => {
    expect(await (await admin(method, path)).json()).toMatchObject({ status: 404, code });
  });
});

describe('state', () => {
  const stateOf = async (id: string) => {
    await own.store.sourceHealth.flush();
    const { items } = await answer<{ items: Made[] }>(await admin('GET', '/sources'));
    return sourceViewSchema.parse(items.find((one) => one.id === id));
  };
  test('one that fails again and again is shown as failing with the reason, and blocks nobody', async () => {
    const [shaky, other] = [await make({ id: 'shaky' }), await make({ id: 'other' })];
    for (let i = 0; i < 3; i += 1) await send(shaky, bad());
    expect((await send(other, statement())).status).toBe(200);
    expect(await stateOf('shaky')).toMatchObject({
      state: 'failing',
      lastFault: { code: 'STATEMENT_INVALID', inARow: 3 },
    });
    expect((await stateOf('other')).state).toBe('active');
    await send(shaky, statement());
    expect((await stateOf('shaky')).state).toBe('active');
  });
  test('a paused one is told to come again, until it is resumed', async () => {
    const made = await make({ id: 'resting' });
    await admin('POST', '/sources/resting/pause');
    expect((await stateOf('resting')).state).toBe('paused');
    const told = await send(made, statement());
    expect([told.status, told.headers.get('retry-after')]).toEqual([503, '60']);
    await admin('POST', '/sources/resting/resume');
    expect((await send(made, statement())).status).toBe(200);
  });
});

describe('quarantine', () => {
  const listed = async (query = '') =>
    (await answer<{ items: unknown[] }>(await admin('GET', `/quarantine?source=split${query}`))).items.map(
      (one) => quarantineViewSchema.parse(one),
    );
  test('holds both kinds in one list; tried again, exported line by line, dropped', async () => {
    const made = await make({ id: 'split', preset: 'lrspipe' });
    const [good, broken] = [statement(), bad()];
    expect((await send(made, [good, broken])).status).toBe(200);
    const [stored] = await own.store.statements.findMany([good.id]);
    if (!stored) throw new Error('it is not stored');
    await own.store.inbox.quarantine(stored, { code: 'PROCESSING_FAILED', message: 'It failed.' });
    const all = await listed();
    expect(all.map(({ kind, statement: text, reason }) => [kind, text, reason.pointer])).toEqual([
      ['refused', JSON.stringify(broken), '/verb/id'],
      ['processing', JSON.stringify(good), null],
    ]);
    expect((await listed('&kind=refused')).length).toBe(1);
    const exported = await admin('GET', '/quarantine/export?source=split');
    expect(exported.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = (await exported.text()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(all);
    const ids = all.map(({ id }) => id);
    // The stored one goes back into the inbox; the broken one is still broken.
    expect(await (await admin('POST', '/quarantine/retry', { ids })).json()).toEqual({ retried: 1 });
    expect(await own.store.inbox.isWaiting(good.id)).toBe(true);
    expect((await listed()).map(({ kind, attempts }) => [kind, attempts])).toEqual([['refused', 2]]);
    expect(await (await admin('POST', '/quarantine/drop', { ids })).json()).toEqual({ dropped: 1 });
    expect(await listed()).toEqual([]);
  });
});

test('a source whose quarantine is full is shown as failing, in the list and in /metrics', async () => {
  const made = await make({ id: 'full', preset: 'lrspipe', settings: { quarantineEntries: 1 } });
  const shown = async () => (await sourceViews(own.store)).find(({ id }) => id === 'full');
  const used = async () => {
    const headers = { authorization: `Bearer ${metricsToken}` };
    const text = await (await fetch(`${base}/metrics`, { headers })).text();
    return /cairn_source_quarantine_used\{source="full"\} (\S+)/.exec(text)?.[1];
  };
  expect([(await shown())?.isQuarantineFull, await used()]).toEqual([false, '0']);
  await send(made, [statement(), bad()]);
  expect(await shown()).toMatchObject({ state: 'failing', quarantined: 1, isQuarantineFull: true });
  expect(await used()).toBe('1');
  await admin('POST', '/sources/full', { settings: { quarantineEntries: 2 } });
  expect(await shown()).toMatchObject({ state: 'active', isQuarantineFull: false });
  expect(await used()).toBe('0.5');
});

describe('/metrics', () => {
  const read = (authorization?: string) =>
    fetch(`${base}/metrics`, authorization === undefined ? {} : { headers: { authorization } });
  test('are for who names the token', async () => {
    expect([(await read()).status, (await read('Bearer wrong')).status]).toEqual([401, 401]);
  });
  test('count for each source what its requests came to', async () => {
    const made = await make({ id: 'counted', preset: 'lrspipe' });
    const one = statement();
    await send(made, [one, one, bad()]);
    await send(made, []);
    const text = async () => (await read(`Bearer ${metricsToken}`)).text();
    await expect.poll(text).toContain('cairn_source_refused_total{source="counted",code="BATCH_EMPTY"} 1');
    const lines = (await text()).split('\n');
    for (const line of [
      'cairn_source_statements_total{source="counted",outcome="stored"} 1',
      'cairn_source_statements_total{source="counted",outcome="duplicate"} 1',
      'cairn_source_statements_total{source="counted",outcome="quarantined"} 1',
      'cairn_source_quarantined_total{source="counted",code="REQUIRED"} 1',
      'cairn_source_request_seconds_count{source="counted"} 2',
      // Half a minute old when it came.
      'cairn_source_lag_seconds_bucket{le="10",source="counted"} 0',
      'cairn_source_lag_seconds_bucket{le="60",source="counted"} 1',
      'cairn_source_quarantine_entries{source="counted"} 1',
    ])
      expect(lines).toContain(line);
    const bytes = lines.find((line) =>
      line.startsWith('cairn_source_received_bytes_total{source="counted"}'),
    );
    expect(Number(bytes?.split(' ')[1])).toBeGreaterThan(JSON.stringify(one).length * 2);
    await own.store.sourceFigures.flush();
    const counted = (await sourceViews(own.store)).find(({ id }) => id === 'counted');
    expect(counted?.lately).toMatchObject({ requests: 2, stored: 1, duplicates: 1, quarantined: 1 });
    expect(counted?.lately?.refused.map(({ code }) => code).sort()).toEqual(['BATCH_EMPTY', 'REQUIRED']);
    expect(counted?.lately?.p99Ms).toBeGreaterThan(0);
    expect(lines.some((line) => line.startsWith('process_resident_memory_bytes'))).toBe(true);
  });
});
