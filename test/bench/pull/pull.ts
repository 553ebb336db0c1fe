// SPDX-License-Identifier: Apache-2.0
/**
 * Statements a second pulled from a second Cairn, from the first to the last, beside merely paging through that same remote: the
 * same pages, read and thrown away. Once as fast as it answers, once behind a line that holds each page back, as a remote that has
 * more to search does. Both Cairns, their two mongods and the reader share this machine.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '@cairn/store';
import { type RunningCairn, startCairn, workspace } from '../../running-cairn/running-cairn.ts';

const usual = 100_000;
const [remotePort, port, linePort] = [18_710, 18_711, 18_712];
const heldBackMs = [0, 250] as const;
const pageSize = 500;
const secretKey = 'only for this benchmark, which keeps nothing';
const fixture = path.join(
  workspace,
  'packages/dialects/src/moodle-logstore/fixtures/moodle-4.4-logstore-xapi.statements.jsonl',
);

async function fill(url: string, headers: Record<string, string>, count: number): Promise<void> {
  const lines = (await readFile(fixture, 'utf8')).trim().split('\n');
  const send = async (from: number) => {
    const body = Array.from(
      { length: Math.min(pageSize, count - from) },
      (_, i) => `{"id":"${randomUUID()}",${(lines[(from + i) % lines.length] ?? '{}').slice(1)}`,
    );
    const response = await fetch(`${url}/xapi/statements`, {
      method: 'POST',
      headers,
      body: `[${body.join(',')}]`,
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  };
  for (let from = 0; from < count; from += 2 * pageSize)
    await Promise.all([from, from + pageSize].filter((one) => one < count).map(send));
}

/** Seconds that it takes to have seen every page, and how many statements stood in them. */
async function page(url: string, headers: Record<string, string>): Promise<readonly [number, number]> {
  const started = performance.now();
  let count = 0;
  let more = `/xapi/statements?ascending=true&format=exact&attachments=true&limit=${pageSize}`;
  while (more !== '') {
    const text = await (await fetch(url + more, { headers })).text();
    // As multipart or not: the JSON stands in one line of its own.
    const json = text.slice(text.indexOf('{"'), text.lastIndexOf('}') + 1);
    const answer = JSON.parse(json) as { readonly statements: readonly unknown[]; readonly more?: string };
    count += answer.statements.length;
    more = answer.more ?? '';
  }
  return [(performance.now() - started) / 1000, count];
}

async function pull(uri: string, remote: { readonly url: string; readonly authorization: string }) {
  const store = await openStore({ uri, secretKey });
  try {
    await store.sources.add({
      id: 'remote',
      title: 'R',
      dialect: 'generic',
      scaledRange: '0..1',
      scopes: ['define'],
    });
    const started = performance.now();
    await store.pulls.configure(
      'remote',
      { endpoint: `${remote.url}/xapi`, pageSize },
      { authorization: remote.authorization },
    );
    for (;;) {
      const found = await store.pulls.find('remote');
      if (found?.lastError) throw new Error(found.lastError.message);
      const seconds = (performance.now() - started) / 1000;
      if (found && found.backfill.endedAt !== null) return { seconds, counts: found.counts };
      await sleep(50);
    }
  } finally {
    await store.close();
  }
}

/** Passes requests on and holds each answer back. Returns its address and how to end it. */
async function openLine(to: string, waitMs: number) {
  const pass = async (path: string, authorization: string, response: ServerResponse) => {
    const headers = { authorization, 'x-experience-api-version': '1.0.3' };
    const [answer] = await Promise.all([fetch(to + path, { headers }), sleep(waitMs)]);
    for (const name of ['content-type', 'x-experience-api-consistent-through', 'x-experience-api-version'])
      response.setHeader(name, answer.headers.get(name) ?? '');
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => {
    // A line that breaks is an answer that never comes.
    pass(request.url ?? '', request.headers.authorization ?? '', response).catch(() => response.destroy());
  }).listen(linePort, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${linePort}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function stop({ child, ended }: RunningCairn): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

const env = { CAIRN_LOG: 'warn', CAIRN_SECRET_KEY: secretKey };
/** Of an empty Cairn beside the remote. */
async function measure(data: string, headers: Record<string, string>, at: { url: string; count: number }) {
  const { url, count } = at;
  const [pagingSeconds, seen] = await page(url, headers);
  if (seen !== count) throw new Error(`the remote answered ${seen} of ${count} statements`);
  const own = await startCairn({ data, port, env });
  try {
    const { uri } = JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as { uri: string };
    const { seconds, counts } = await pull(uri, { url, authorization: headers['authorization'] ?? '' });
    if (counts.stored !== count) throw new Error(`${counts.stored} of ${count} statements were stored`);
    return {
      'pulled/s': Math.round(count / seconds),
      'paged/s': Math.round(count / pagingSeconds),
      'share %': Math.round((100 * pagingSeconds) / seconds),
      duplicates: counts.duplicates,
    };
  } finally {
    await stop(own);
  }
}

export async function* pullBench(options: {
  readonly statements: number;
}): AsyncGenerator<Readonly<Record<string, string | number>>> {
  const count = Math.min(options.statements, usual);
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-bench-'));
  const remote = await startCairn({ data: path.join(data, 'remote'), port: remotePort, env });
  try {
    const headers = {
      authorization: `Basic ${Buffer.from(await remote.firstSource()).toString('base64')}`,
      'content-type': 'application/json',
      'x-experience-api-version': '1.0.3',
    };
    await fill(remote.url, headers, count);
    await page(remote.url, headers);
    for (const waitMs of heldBackMs) {
      const line = waitMs === 0 ? null : await openLine(remote.url, waitMs);
      const at = { url: line?.url ?? remote.url, count };
      yield {
        statements: count,
        'held back ms': waitMs,
        ...(await measure(path.join(data, `own-${waitMs}`), headers, at)),
      };
      line?.close();
    }
  } finally {
    await stop(remote);
    await rm(data, { recursive: true, force: true });
  }
}
