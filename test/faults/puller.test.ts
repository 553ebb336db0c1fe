// SPDX-License-Identifier: Apache-2.0
/**
 * kill -9 of a process that pulls: in the middle of an answer, and while a page is being stored. Nothing of the remote is lost or
 * doubled, whatever the moment, and what lies before the cursor is always there.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStore, type Pull, type Store } from '@cairn/store';
import { type Embedded, startEmbedded } from '@cairn/store/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';

const all = 2000;
const pageSize = 25;
const sourceId = 'remote';
const began = Date.parse('2026-03-01T08:00:00Z');
const statements = Array.from({ length: all }, (_, i) => {
  const id = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
  // Ten share their moment.
  const stored = began + Math.floor(i / 10) * 1000;
  const text = `{"id":"${id}","actor":{"mbox":"mailto:ann@example.org"},"verb":{"id":"http://example.org/did"},"object":{"id":"http://example.org/a"},"stored":"${new Date(stored).toISOString()}"}`;
  return { id, stored, text };
});

let data: string;
let embedded: Embedded;
let store: Store;
let remote: Server;
let child: ChildProcess;
/** Of the next answer that gets so far: kills there. */
let killAt: { readonly page: number; readonly where: 'in its middle' | 'at its end' } | null = null;
let pages = 0;

/** A page in two halves; between them, or after them, the one who asked may be dead. */
function answer(query: URLSearchParams, response: ServerResponse): void {
  const since = query.has('since') ? Date.parse(query.get('since') ?? '') : -Infinity;
  const from = Number(query.get('from') ?? 0);
  const left = statements.filter(({ stored }) => stored > since).slice(from);
  const page = left.slice(0, pageSize);
  query.set('from', String(from + pageSize));
  const more = left.length > pageSize ? `/xapi/statements?${query.toString()}` : '';
  const body = `{"statements":[${page.map(({ text }) => text).join(',')}],"more":${JSON.stringify(more)}}`;
  pages += 1;
  const kills = killAt !== null && pages >= killAt.page ? killAt.where : null;
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('X-Experience-API-Consistent-Through', new Date(began + all * 1000).toISOString());
  response.write(body.slice(0, body.length / 2), () => {
    if (kills === 'in its middle') child.kill('SIGKILL');
    response.end(body.slice(body.length / 2), () => {
      if (kills === 'at its end') child.kill('SIGKILL');
    });
  });
}

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cairn-puller-'));
  embedded = await startEmbedded({ dataDir: data });
  store = await openStore({ uri: embedded.uri, database: 'pulled', secretKey: 'only for tests' });
  remote = createServer((request, response) =>
    answer(new URL(request.url ?? '', 'http://remote').searchParams, response),
  ).listen(0, '127.0.0.1');
  await once(remote, 'listening');
});
afterAll(async () => {
  child.kill('SIGKILL');
  await new Promise((resolve) => {
    remote.close(resolve);
    remote.closeAllConnections();
  });
  await store.close();
  await embedded.stop();
  await rm(data, { recursive: true, force: true });
});

const start = () => {
  const program = path.join(import.meta.dirname, 'puller.mjs');
  child = spawn(process.execPath, [program, embedded.uri, 'pulled'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
};
const pull = async (): Promise<Pull> => {
  const found = await store.pulls.find(sourceId);
  if (!found) throw new Error('it does not pull');
  return found;
};
async function stored(): Promise<ReadonlyMap<string, string>> {
  const found: [string, string][] = [];
  for await (const { id, text } of store.statements.query({ limit: 10_000, ascending: true }))
    found.push([id, text]);
  expect(new Set(found.map(([id]) => id)).size).toBe(found.length);
  return new Map(found);
}

test('a killed puller loses and doubles nothing, whenever it dies', async () => {
  const { port } = remote.address() as AddressInfo;
  await store.sources.add({
    id: sourceId,
    title: 'R',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  await store.pulls.configure(sourceId, { endpoint: `http://127.0.0.1:${port}/xapi`, pageSize });
  // Of what it asks for no more than four pages are not yet committed.
  let cursor = -Infinity;
  for (let round = 0; round < 8; round += 1) {
    killAt = { page: pages + 1 + 4 * (round % 4), where: round % 2 === 0 ? 'in its middle' : 'at its end' };
    start();
    await once(child, 'exit');
    const now = (await pull()).streams[0]?.cursor ?? -Infinity;
    expect(now).toBeGreaterThanOrEqual(cursor);
    cursor = now;
    // By id: what a dead writer had begun hides from readers in order what came after it, for seconds.
    const before = statements.filter((one) => one.stored < cursor).map(({ id }) => id);
    const here = new Set((await store.statements.findMany(before)).map(({ id }) => id));
    expect(before.filter((id) => !here.has(id))).toEqual([]);
  }
  expect(cursor).toBeGreaterThan(began);
  killAt = null;
  start();
  await expect
    .poll(async () => (await pull()).streams[0]?.caughtUpAt ?? null, { timeout: 60_000, interval: 100 })
    .not.toBeNull();
  await expect.poll(async () => (await stored()).size, { timeout: 10_000, interval: 100 }).toBe(all);
  const here = await stored();
  expect([...here.values()].toSorted()).toEqual(statements.map(({ text }) => text).toSorted());
  expect((await pull()).counts).toMatchObject({ conflicts: 0, quarantined: 0 });
});
