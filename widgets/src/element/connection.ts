// SPDX-License-Identifier: Apache-2.0
/** One connection for all elements of a page that ask the same server as the same reader: requests are shared, one stream of changes a person. */
import { type Client, createClient, type LiveHandlers, RequestError } from '@cairn/api/client';
import type { LiveEvent } from '@cairn/api/contract';

export type GetToken = () => Promise<string>;
export interface Watcher {
  /** null: something, we don't know what (a new policy, a stream that was away). */
  readonly onChange: (change: LiveEvent | null) => void;
  readonly onLive: (isLive: boolean) => void;
}
export interface Connection {
  readonly client: Client;
  /** The same question at the same time is asked once; an answer is kept until something changes. */
  readonly ask: <T>(key: string, question: () => Promise<T>) => Promise<T>;
  readonly watch: (person: string, watcher: Watcher) => () => void;
}

const firstRetryMs = 2000;
const lastRetryMs = 60_000;
/** A stream that ends well (its token ran out) is opened again at once. */
const reopenMs = 50;

/** Waits; sooner when the browser is online again. */
const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    signal.addEventListener('abort', done, { once: true });
  });

/** What no waiting mends: the reader may not. */
const isFinal = (error: unknown) =>
  error instanceof RequestError && [400, 401, 403, 404].includes(error.status);

async function follow(
  client: Client,
  person: string,
  watchers: ReadonlySet<Watcher>,
  signal: AbortSignal,
): Promise<void> {
  let wait = firstRetryMs;
  let hasBeenAway = false;
  const tell = (change: LiveEvent | null) => {
    for (const { onChange } of watchers) onChange(change);
  };
  const tellLive = (isLive: boolean) => {
    for (const { onLive } of watchers) onLive(isLive);
  };
  const handlers: LiveHandlers = {
    onReady: () => {
      wait = firstRetryMs;
      tellLive(true);
      if (hasBeenAway) tell(null);
      hasBeenAway = true;
    },
    onChange: tell,
    onPolicy: () => tell(null),
  };
  while (!signal.aborted) {
    const isOver = await client.live(person, handlers, signal).then(
      () => true,
      (error: unknown) => (isFinal(error) ? null : false),
    );
    if (signal.aborted || isOver === null) return;
    if (isOver) await pause(reopenMs, signal);
    else {
      tellLive(false);
      await pause(wait * (0.75 + Math.random() / 2), signal);
      wait = Math.min(lastRetryMs, wait * 2);
    }
  }
}

function open(server: string, getToken: GetToken): Connection {
  const answers = new Map<string, Promise<unknown>>();
  const streams = new Map<string, { readonly watchers: Set<Watcher>; readonly stop: AbortController }>();
  let token: Promise<string> | null = null;
  const client = createClient({
    server,
    getToken: (isRefused) => {
      if (isRefused) token = null;
      token ??= getToken();
      token.catch(() => (token = null));
      return token;
    },
  });
  return {
    client,
    ask: <T>(key: string, question: () => Promise<T>) => {
      const known = answers.get(key) as Promise<T> | undefined;
      if (known) return known;
      const answer = question();
      answers.set(key, answer);
      answer.catch(() => answers.get(key) === answer && answers.delete(key));
      return answer;
    },
    watch: (person, watcher) => {
      const stream = streams.get(person) ?? { watchers: new Set<Watcher>(), stop: new AbortController() };
      if (!streams.has(person)) {
        streams.set(person, stream);
        // First among the watchers: answers are forgotten before anybody asks again.
        stream.watchers.add({ onChange: () => answers.clear(), onLive: () => undefined });
        void follow(client, person, stream.watchers, stream.stop.signal);
      }
      stream.watchers.add(watcher);
      return () => {
        stream.watchers.delete(watcher);
        if (stream.watchers.size > 1) return;
        stream.stop.abort();
        streams.delete(person);
        answers.clear();
      };
    },
  };
}

const connections = new Map<string, Connection>();
const bySource = new WeakMap<GetToken, Map<string, Connection>>();

/** `key` names the reader where a function does not: the token's text or the address that gives one. */
export function connectionTo(
  server: string,
  source: { readonly key: string; readonly getToken: GetToken } | GetToken,
): Connection {
  if (typeof source === 'function') {
    const own = bySource.get(source) ?? new Map<string, Connection>();
    bySource.set(source, own);
    const found = own.get(server) ?? open(server, source);
    own.set(server, found);
    return found;
  }
  const key = JSON.stringify([server, source.key]);
  const found = connections.get(key) ?? open(server, source.getToken);
  connections.set(key, found);
  return found;
}
