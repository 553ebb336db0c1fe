// SPDX-License-Identifier: Apache-2.0
/** One connection for all elements of a page that ask the same server as the same reader: requests are shared, one stream of changes a person. */
import { type Client, createClient, type LiveHandlers, RequestError } from '@cairn/api/client';
import type { LiveEvent } from '@cairn/api/contract';

export type GetToken = () => Promise<string>;
export interface Watcher {
  /** null: something, we don't know what (a new policy, a stream that was away). */
  readonly onChange: (change: LiveEvent | null) => void;
  readonly onLive: () => void;
  /** The stream broke; it is opened again in so many seconds. */
  readonly onAway: (nextTrySeconds: number) => void;
  /** The reader may not, or may not any more: no waiting mends it. */
  readonly onRefused: (error: unknown) => void;
}
export interface Connection {
  readonly client: Client;
  /** The same question at the same time is asked once; an answer is kept until something changes. */
  readonly ask: <T>(key: string, question: () => Promise<T>) => Promise<T>;
  /** What has been answered is asked anew. */
  readonly forget: () => void;
  /** What waits for its next try does not wait any longer. */
  readonly tryNow: () => void;
  readonly watch: (person: string, watcher: Watcher) => () => void;
}

const firstRetryMs = 2000;
const lastRetryMs = 60_000;
/** A stream that ends well (its token ran out) is opened again at once; one that never lasts, later and later. */
const reopenMs = 50;
const lastingMs = 5000;

/** Waits; sooner when the browser is online again or the reader does not want to wait. */
const pause = (ms: number, signal: AbortSignal, impatience: EventTarget) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      impatience.removeEventListener('now', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    impatience.addEventListener('now', done);
    signal.addEventListener('abort', done);
  });

/** What no waiting mends: the reader may not. */
const isFinal = (error: unknown) =>
  error instanceof RequestError && [400, 401, 403, 404].includes(error.status);

async function follow(
  client: Client,
  person: string,
  watchers: ReadonlySet<Watcher>,
  signal: AbortSignal,
  impatience: EventTarget,
): Promise<void> {
  let wait = firstRetryMs;
  let reopen = reopenMs;
  let hasBeenAway = false;
  const tell = (change: LiveEvent | null) => {
    for (const { onChange } of watchers) onChange(change);
  };
  const handlers: LiveHandlers = {
    onReady: () => {
      wait = firstRetryMs;
      for (const { onLive } of watchers) onLive();
      if (hasBeenAway) tell(null);
      hasBeenAway = true;
    },
    onChange: tell,
    onPolicy: () => tell(null),
  };
  while (!signal.aborted) {
    const opened = performance.now();
    const end = await client.live(person, handlers, signal).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    if (signal.aborted) return;
    if (!end) {
      const hasLasted = performance.now() - opened >= lastingMs;
      reopen = hasLasted ? reopenMs : Math.min(lastRetryMs, reopen * 2);
      if (reopen >= firstRetryMs) for (const { onAway } of watchers) onAway(Math.round(reopen / 1000));
      await pause(reopen, signal, impatience);
      continue;
    }
    if (isFinal(end.error)) {
      // Each leaves when it hears of it; a later watcher opens a stream of its own.
      for (const { onRefused } of watchers) onRefused(end.error);
      return;
    }
    const ms = wait * (0.75 + Math.random() / 2);
    for (const { onAway } of watchers) onAway(Math.round(ms / 1000));
    await pause(ms, signal, impatience);
    wait = Math.min(lastRetryMs, wait * 2);
  }
}

function open(server: string, getToken: GetToken): Connection {
  const answers = new Map<string, Promise<unknown>>();
  const streams = new Map<string, { readonly watchers: Set<Watcher>; readonly stop: AbortController }>();
  const impatience = new EventTarget();
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
    forget: () => answers.clear(),
    tryNow: () => void impatience.dispatchEvent(new Event('now')),
    watch: (person, watcher) => {
      const stream = streams.get(person) ?? { watchers: new Set<Watcher>(), stop: new AbortController() };
      if (!streams.has(person)) {
        streams.set(person, stream);
        // First among the watchers: answers are forgotten before anybody asks again.
        const nothing = () => undefined;
        stream.watchers.add({
          onChange: () => answers.clear(),
          onLive: nothing,
          onAway: nothing,
          onRefused: nothing,
        });
        void follow(client, person, stream.watchers, stream.stop.signal, impatience).finally(() => {
          if (streams.get(person) === stream) streams.delete(person);
        });
      }
      stream.watchers.add(watcher);
      return () => {
        stream.watchers.delete(watcher);
        if (stream.watchers.size > 1) return;
        stream.stop.abort();
        if (streams.get(person) === stream) streams.delete(person);
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
