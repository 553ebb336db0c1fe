// SPDX-License-Identifier: Apache-2.0
/** For tests: a small LRS of rows that answers as a given product does, and can be told to misbehave. Its clock is the test's. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Row {
  readonly id: string;
  /** ms */
  readonly stored: number;
  /** ms */
  readonly timestamp: number;
  readonly text: string;
}
export interface Manners {
  /** Order and `since` are by this. */
  readonly orderedBy: 'stored' | 'timestamp';
  readonly sendsConsistentThrough: boolean;
  readonly sendsDate: boolean;
  readonly more: 'relative' | 'absolute' | 'whole-url';
  /** At the end: "" or no member at all. */
  readonly lastMore: 'empty' | 'absent';
  /** One empty page after the last when the count divides evenly. */
  readonly hasEmptyPage: boolean;
  readonly descends: boolean;
}
export const good: Manners = {
  orderedBy: 'stored',
  sendsConsistentThrough: true,
  sendsDate: true,
  more: 'relative',
  lastMore: 'empty',
  hasEmptyPage: false,
  descends: false,
};
/** Answers a request itself, when it wants to; true: it has. */
export type Meddle = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface RowRemote {
  readonly endpoint: string;
  readonly rows: Row[];
  readonly requests: string[];
  /** Its clock, ms. */
  now: number;
  meddle: Meddle;
  readonly close: () => Promise<void>;
}

/** One that it could have received: exact text of its own, with what an LRS adds. */
export function rowOf(id: string, at: { readonly stored: number; readonly timestamp?: number }): Row {
  const { stored, timestamp = stored } = at;
  const text = `{ "id":"${id}", "actor":{"mbox":"mailto:ann@example.org"}, "verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},
  "object":{"id":"http://example.org/a"}, "result":{"extensions":{"http://example.org/dotted.key":1.50}}, "stored":"${new Date(stored).toISOString()}","timestamp":"${new Date(timestamp).toISOString()}" }`;
  return { id, stored, timestamp, text };
}

/** The page after the row that `from` names, as most of them do it: by its place, not by its number. */
function pageOf(rows: readonly Row[], query: URLSearchParams, manners: Manners) {
  const place = (row: Row) => row[manners.orderedBy];
  const since = query.has('since') ? Date.parse(query.get('since') ?? '') : -Infinity;
  const limit = Math.max(1, Number(query.get('limit') ?? 100));
  const sorted = rows
    .map((row, i) => ({ row, i }))
    .toSorted((a, b) => place(a.row) - place(b.row) || a.i - b.i)
    .filter(({ row }) => place(row) > since);
  if (manners.descends) sorted.reverse();
  const from = query.get('from');
  const start = from === null ? 0 : sorted.findIndex(({ i }) => String(i) === from) + 1;
  const page = sorted.slice(start, start + limit);
  const isFull = page.length === limit;
  const isLast = manners.hasEmptyPage ? !isFull : start + limit >= sorted.length;
  return { rows: page.map(({ row }) => row), from: isLast ? null : (page.at(-1)?.i ?? null) };
}

function answer(remote: RowRemote, manners: Manners, url: URL, response: ServerResponse): void {
  const { rows, from } = pageOf(remote.rows, url.searchParams, manners);
  const next = new URL(url);
  if (from !== null) next.searchParams.set('from', String(from));
  const address = {
    relative: `${next.pathname}${next.search}`,
    absolute: `//${next.host}${next.pathname}${next.search}`,
    'whole-url': next.href,
  }[manners.more];
  const more =
    from !== null ? `,"more":${JSON.stringify(address)}` : manners.lastMore === 'empty' ? ',"more":""' : '';
  response.sendDate = false;
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'X-Experience-API-Version': '1.0.3',
    ...(manners.sendsDate ? { Date: new Date(remote.now).toUTCString() } : {}),
    ...(manners.sendsConsistentThrough
      ? { 'X-Experience-API-Consistent-Through': new Date(remote.now).toISOString() }
      : {}),
  });
  response.end(`{"statements": [${rows.map(({ text }) => text).join(' ,\n')}]${more}}`);
}

export async function openRowRemote(given: Partial<Manners> = {}): Promise<RowRemote> {
  const manners = { ...good, ...given };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', remote.endpoint);
    remote.requests.push(url.pathname + url.search);
    if (!remote.meddle(request, response)) answer(remote, manners, url, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const remote: RowRemote = {
    endpoint: `http://127.0.0.1:${port}/xapi`,
    rows: [],
    requests: [],
    now: Date.parse('2026-03-01T08:00:00.000Z'),
    meddle: () => false,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  return remote;
}
