// SPDX-License-Identifier: Apache-2.0
/** An xAPI endpoint over HTTP with a database of its own, and what the tests of this folder send to it. */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createXapiRouter } from '@cairn/lrs-adapter';
import type { Store } from '@cairn/store';
import { openTestStore } from '@cairn/store/testing';
import express from 'express';

export type Version = '1.0.3' | '2.0.0';
export const versions: readonly Version[] = ['1.0.3', '2.0.0'];

export interface Call {
  readonly method?: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS';
  readonly query?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, with its type. */
  readonly body?: object | string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  /** null: without the header. */
  readonly version?: string | null;
  /** Value of Authorization; default: a source that may do everything. */
  readonly as?: string;
}

export interface Endpoint {
  readonly url: string;
  readonly store: Store;
  /** What the endpoint did not expect; every test ends with this empty. */
  readonly unexpected: readonly unknown[];
  readonly call: (path: string, call?: Call) => Promise<Response>;
  readonly addSource: (
    id: string,
    scopes: readonly string[],
    settings?: { readonly assumedVersion?: Version },
  ) => Promise<string>;
  readonly close: () => Promise<void>;
}

const isPlain = (body: Call['body']): body is object =>
  typeof body === 'object' && !(body instanceof Uint8Array);

export async function openEndpoint(): Promise<Endpoint> {
  const { store, drop } = await openTestStore();
  const unexpected: unknown[] = [];
  const onUnexpected = (error: unknown) => unexpected.push(error);
  const app = express().use(
    '/xapi',
    createXapiRouter({ store, url: 'https://cairn.example/lrs', onUnexpected }),
  );
  const server = app.listen(0, '127.0.0.1');
  // A connection that the server lets go while a slow machine takes it up again would fail a test.
  server.keepAliveTimeout = 120_000;
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/xapi`;
  const addSource: Endpoint['addSource'] = async (id, scopes, settings = {}) => {
    const { key, secret } = await store.sources.add({
      id,
      title: id,
      dialect: 'generic',
      scaledRange: '0..1',
      scopes,
      settings,
    });
    return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  };
  const all = await addSource('all', ['all']);
  return {
    url,
    store,
    unexpected,
    addSource,
    call: (path, { method = 'GET', query = {}, body, headers = {}, version = '1.0.3', as = all } = {}) => {
      const search = new URLSearchParams(query).toString();
      return fetch(`${url}${path}${search === '' ? '' : `?${search}`}`, {
        method,
        headers: {
          ...(as === '' ? {} : { authorization: as }),
          ...(version === null ? {} : { 'x-experience-api-version': version }),
          ...(isPlain(body) ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isPlain(body) ? JSON.stringify(body) : body }),
      });
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await drop();
    },
  };
}

export const ann = { mbox: 'mailto:ann@example.org' };
export const good = (more: object = {}) => ({
  id: randomUUID(),
  actor: ann,
  verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
  object: { id: 'https://example.org/a' },
  timestamp: '2026-03-01T09:00:00.000Z',
  ...more,
});

export interface StatementList {
  readonly statements: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[];
  readonly more: string;
}
export const listOf = async (response: Response) => (await response.json()) as StatementList;
export const idsOf = async (response: Response) => (await listOf(response)).statements.map(({ id }) => id);
export const codeOf = async (response: Response) =>
  ((await response.json()) as { readonly code: string }).code;

export const sha2 = (content: Uint8Array | string, algorithm = 'sha256') =>
  createHash(algorithm).update(content).digest('hex');
export const attachment = (content: Uint8Array | string, more: object = {}) => ({
  usageType: 'https://example.org/usage',
  display: { en: 'A file' },
  contentType: 'text/plain',
  length: 1,
  sha2: sha2(content),
  ...more,
});

export interface Piece {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Uint8Array | string;
}
export const jsonPiece = (value: unknown): Piece => ({
  headers: { 'Content-Type': 'application/json' },
  content: JSON.stringify(value),
});
export const filePiece = (
  content: Uint8Array | string,
  more: Readonly<Record<string, string>> = {},
): Piece => ({
  headers: {
    'Content-Type': 'text/plain',
    'Content-Transfer-Encoding': 'binary',
    'X-Experience-API-Hash': sha2(content),
    ...more,
  },
  content,
});
/** Body and type of a multipart request. */
export function multipart(...pieces: readonly Piece[]): Pick<Call, 'body' | 'headers'> {
  const body = Buffer.concat([
    ...pieces.flatMap(({ headers, content }) => [
      Buffer.from(
        `--xyz\r\n${Object.entries(headers)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join('')}\r\n`,
      ),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
    Buffer.from('--xyz--\r\n'),
  ]);
  return { body: new Uint8Array(body), headers: { 'content-type': 'multipart/mixed; boundary=xyz' } };
}
/** A read body as text of one character a byte, and how often each hash stands in it. */
export async function partsOf(response: Response): Promise<readonly string[]> {
  const boundary = /^multipart\/mixed; boundary=(\w+)$/.exec(response.headers.get('content-type') ?? '')?.[1];
  const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
  if (boundary === undefined || !text.endsWith(`--${boundary}--\r\n`))
    throw new Error(`no multipart: ${text}`);
  return text.split(`--${boundary}`).slice(1, -1);
}
