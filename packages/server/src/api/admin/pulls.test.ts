// SPDX-License-Identifier: Apache-2.0
/** Pulling as an administrator sets it up and watches it over the API; and its settings, held to the store's and to the guide. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { sourceViewSchema } from '@cairn/api/contract';
import { pullRequestSchema, pullSettingsSchema } from '@cairn/api/pull';
import { type PullSettings, usualPullSettings } from '@cairn/store';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { type RunningServer, startServer } from '../../index.ts';

type View = z.output<typeof sourceViewSchema>;
const endpoint = 'https://lrs.example/xapi';
let own: TestStore;
let server: RunningServer;
let cookie: string;

beforeAll(async () => {
  own = await openTestStore();
  server = await startServer({
    store: own.store,
    url: 'http://cairn.example',
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port: 0,
    metricsToken: 'only-for-this-test',
  });
  await own.store.admins.addFirst('rita@example.org', 'a long password');
  const signedIn = await own.store.admins.signIn('rita@example.org', 'a long password');
  cookie = `cairn-session=${signedIn?.token ?? ''}`;
});
afterAll(async () => {
  await server.close();
  await own.drop();
});

const admin = async (method: string, at: string, body?: unknown) => {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/v1${at}`, {
    method,
    headers: { Cookie: cookie, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    text: await response.clone().text(),
    value: (await response.json()) as View & { readonly items: readonly View[] },
  };
};
const make = (id: string, preset = 'generic') => admin('POST', '/sources', { id, title: id, preset });

test('its settings mean in the API what they mean in the store', () => {
  const usual: z.output<typeof pullSettingsSchema> = { ...usualPullSettings, endpoint, verbs: [] };
  const stored: PullSettings = pullSettingsSchema.parse({ endpoint });
  expect(stored).toEqual(usual);
});

test('every setting stands in the guide with its default and meaning', () => {
  const guide = readFileSync(
    path.resolve(import.meta.dirname, '../../../../docs/guides/pull-from-an-lrs.md'),
    'utf8',
  );
  const cells = (line: string) => line.split('|').map((cell) => cell.trim());
  for (const [name, schema] of Object.entries(pullSettingsSchema.shape)) {
    const line = guide.split('\n').find((one) => one.startsWith(`| \`${name}\``));
    const usual: unknown = Reflect.get(usualPullSettings, name);
    const described = Reflect.get(pullRequestSchema.shape, name) as typeof schema | undefined;
    const inner = described && 'unwrap' in described ? (described.unwrap() as z.ZodType) : schema;
    expect(cells(line ?? name).slice(1, 4)).toEqual([
      `\`${name}\``,
      usual === undefined ? 'needed' : `\`${typeof usual === 'string' ? usual : JSON.stringify(usual)}\``,
      inner.meta()?.description,
    ]);
  }
});

test('is set up, changed, asked for and ended; credentials are never shown', async () => {
  await make('remote');
  const secret = 'a-very-secret-secret';
  const made = await admin('POST', '/sources/remote/pull', {
    endpoint: `${endpoint}/statements/`,
    credentials: { key: 'k', secret },
    proxy: `http://me:${secret}@proxy.example:3128`,
    since: '2026-01-01T00:00:00+01:00',
  });
  expect(made.status).toBe(200);
  expect(made.text).not.toContain(secret);
  expect(made.value.pull).toMatchObject({
    state: 'waiting',
    settings: { endpoint, schedule: '* * * * *', overlapSeconds: 60, orderedBy: 'stored' },
    lagSeconds: expect.any(Number) as number,
    cursor: '2025-12-31T23:00:00.000Z',
    backfill: { endedAt: null, statements: 0 },
  });
  expect(await own.store.pulls.secrets('remote')).toEqual({
    authorization: `Basic ${Buffer.from(`k:${secret}`).toString('base64')}`,
    proxy: `http://me:${secret}@proxy.example:3128`,
  });
  const changed = await admin('POST', '/sources/remote/pull', {
    pageSize: 20,
    credentials: { token: 'abc' },
  });
  expect(changed.value.pull?.settings).toMatchObject({ pageSize: 20, endpoint });
  expect((await own.store.pulls.secrets('remote')).authorization).toBe('Bearer abc');
  expect((await own.store.pulls.secrets('remote')).proxy).not.toBeNull();
  expect((await admin('POST', '/sources/remote/pull/now', { since: null })).value.pull?.cursor).toBeNull();
  expect((await admin('DELETE', '/sources/remote/pull')).value.pull).toBeNull();
  expect((await admin('DELETE', '/sources/remote/pull')).status).toBe(404);
});

test('one that has stopped says why, and goes on when its source is resumed', async () => {
  await make('refused');
  await admin('POST', '/sources/refused/pull', { endpoint });
  const { pulls } = own.store;
  const taken = await pulls.take('refused', 'me', { ms: 60_000, onlyDue: true });
  if (!taken) throw new Error('not due');
  const lease = { sourceId: 'refused', owner: 'me', revision: taken.revision };
  const lastError = { code: 'REMOTE_REFUSES', message: 'answered 401', at: Date.now() };
  await pulls.finish(lease, { ...taken, lastError, failures: 1 }, { afterMs: 0, isStopped: true });
  const shown = async () =>
    (await admin('GET', '/sources')).value.items.find(({ id }) => id === 'refused')?.pull;
  expect(await shown()).toMatchObject({
    state: 'stopped',
    nextAt: null,
    lastError: { message: 'answered 401' },
  });
  const metrics = await fetch(`http://127.0.0.1:${server.port}/metrics`, {
    headers: { Authorization: 'Bearer only-for-this-test' },
  });
  const text = await metrics.text();
  expect(text).toContain('cairn_pull_failures{source="refused"} +Inf');
  expect(text).not.toContain('cairn_pull_next_timestamp_seconds{source="refused"}');
  await admin('POST', '/sources/refused/pause');
  expect((await shown())?.state).toBe('paused');
  const resumed = await admin('POST', '/sources/refused/resume');
  expect(resumed.value.pull).toMatchObject({ state: 'waiting', failures: 0 });
});

test('what was pulled is told in the list and in /metrics, with bytes, reasons and how long it took', async () => {
  await make('told');
  await admin('POST', '/sources/told/pull', { endpoint });
  const note = own.store.sourceFigures.note;
  const refused = new Map([['REQUIRED', 2]]);
  const outcomes = new Map([
    ['stored', 5],
    ['quarantined', 2],
  ]);
  note('told', 'pull', { bytes: 1000, seconds: 0.2, code: null, outcomes, refused });
  const nothing = { outcomes: new Map<string, number>(), refused: new Map<string, number>() };
  note('told', 'pull', { bytes: 0, seconds: null, code: 'REMOTE_UNREACHABLE', ...nothing });
  await own.store.sourceFigures.flush();
  const { pulls } = own.store;
  const taken = await pulls.take('told', 'me', { ms: 60_000, onlyDue: true });
  if (!taken) throw new Error('not due');
  const lease = { sourceId: 'told', owner: 'me', revision: taken.revision };
  const counts = { ...taken.counts, bytes: 1000 };
  await pulls.finish(lease, { ...taken, counts }, { afterMs: 0, isStopped: false });
  const view = (await admin('GET', '/sources')).value.items.find(({ id }) => id === 'told');
  expect(view?.lately).toBeNull();
  expect(view?.pull?.lately).toMatchObject({ bytes: 1000, stored: 5, quarantined: 2 });
  expect(view?.pull?.lately?.refused).toEqual([
    { code: 'REQUIRED', requests: 0, statements: 2 },
    { code: 'REMOTE_UNREACHABLE', requests: 1, statements: 0 },
  ]);
  const metrics = await fetch(`http://127.0.0.1:${server.port}/metrics`, {
    headers: { Authorization: 'Bearer only-for-this-test' },
  });
  const lines = (await metrics.text()).split('\n');
  for (const line of [
    'cairn_pull_received_bytes{source="told"} 1000',
    'cairn_pull_refused_statements{source="told",code="REQUIRED"} 2',
    'cairn_pull_failed_requests{source="told",code="REMOTE_UNREACHABLE"} 1',
  ])
    expect(lines).toContain(line);
  const p99 = lines.find((line) => line.startsWith('cairn_pull_page_seconds{source="told",quantile="0.99"}'));
  expect(Number(p99?.split(' ')[1])).toBeGreaterThan(0.1);
  expect(Number(p99?.split(' ')[1])).toBeLessThanOrEqual(0.25);
});

test.each([
  [{}, 400],
  [{ endpoint: 'ftp://lrs.example' }, 400],
  [{ endpoint: 'https://key:secret@lrs.example/xapi' }, 400],
  [{ endpoint, schedule: 'hourly' }, 400],
  [{ endpoint, overlapSeconds: 0 }, 400],
  [{ endpoint, certificate: 'none' }, 400],
  [{ endpoint, credentials: { key: 'a' } }, 400],
  [{ endpoint, credentials: { token: 'a\r\nb: c' } }, 400],
])('%j is refused', async (body, status) => {
  await make('wrong');
  expect((await admin('POST', '/sources/wrong/pull', body)).status).toBe(status);
  expect(await own.store.pulls.find('wrong')).toBeNull();
});
test('nobody is pulled who is no source; Ralph is asked as Ralph understands it', async () => {
  expect((await admin('POST', '/sources/nobody/pull', { endpoint })).status).toBe(404);
  await make('ralph-lrs', 'ralph');
  const { value } = await admin('POST', '/sources/ralph-lrs/pull', { endpoint });
  expect(value.pull?.settings).toMatchObject({ orderedBy: 'timestamp', reconcileDays: 7 });
});
