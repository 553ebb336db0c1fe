// SPDX-License-Identifier: Apache-2.0
/** The remote LRS, through the client of @xapi/xapi on our own transport. One request at a time, no faster than it is allowed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PullSecrets, PullSettings } from '@cairn/store';
import XAPI, { type GetStatementsParams } from '@xapi/xapi';
import { checkStatus, openAnswer, type Page, readPage } from './read-answer.ts';
import { type Answer, createTransport } from './transport.ts';

export interface PageQuery {
  readonly verb: string | null;
  readonly activity: string | null;
  /** ms by the remote's clock; null: from the beginning. */
  readonly since: number | null;
  readonly limit: number;
  readonly attachments: boolean;
}
export interface Remote {
  /** @throws {PullError} */
  readonly page: (query: PageQuery) => Promise<Page>;
  /** `address`: absolute, of the same origin. @throws {PullError} */
  readonly more: (address: string) => Promise<Page>;
  /** Contents of one statement's attachments; null: none came. @throws {PullError} */
  readonly contentsOf: (statementId: string) => Promise<Page['contents']>;
  /** ms until another request may go, whoever makes it. */
  readonly restsMs: () => number;
  readonly close: () => Promise<void>;
}
export interface RemoteOptions {
  readonly settings: PullSettings;
  readonly secrets: PullSecrets;
  readonly signal: AbortSignal;
  /** Told when nothing is done here but to wait for the remote, and when that is over. */
  readonly onWaiting?: ((isWaiting: boolean) => void) | undefined;
}

/** An answer that has not come by then is waited for. */
const promptMs = 1000;

interface Pace {
  readonly turn: () => Promise<void>;
  readonly restsMs: () => number;
}
/** Requests keep a distance of a minute by the number that is allowed in one. */
function createPace(perMinute: number | null, signal: AbortSignal): Pace {
  let next = 0;
  const restsMs = () => Math.max(0, next - performance.now());
  return {
    restsMs,
    turn: async () => {
      if (perMinute === null) return;
      const wait = restsMs();
      next = Math.max(next, performance.now()) + 60_000 / perMinute;
      if (wait > 0) await sleep(wait, undefined, { signal });
    },
  };
}

/** Says that it takes long, once it does. */
async function tellingWhenLong<T>(work: () => Promise<T>, onWaiting: RemoteOptions['onWaiting']): Promise<T> {
  let isTold = false;
  const timer = setTimeout(() => {
    isTold = true;
    onWaiting?.(true);
  }, promptMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    if (isTold) onWaiting?.(false);
  }
}

const queryOf = ({ verb, activity, since, limit, attachments }: PageQuery): GetStatementsParams => ({
  ascending: true,
  format: 'exact',
  limit,
  attachments,
  ...(since === null ? {} : { since: new Date(since).toISOString() }),
  ...(verb === null ? {} : { verb }),
  ...(activity === null ? {} : { activity }),
});

export function createRemote({ settings, secrets, signal: told, onWaiting }: RemoteOptions): Remote {
  const { endpoint, version, requestsPerMinute } = settings;
  // Whoever still waits for an answer, or for its turn, when nobody wants it any more.
  const closing = new AbortController();
  const signal = AbortSignal.any([told, closing.signal]);
  const transport = createTransport({ settings, proxy: secrets.proxy, signal });
  const pace = createPace(requestsPerMinute, signal);
  const client = new XAPI.default({
    endpoint,
    ...(secrets.authorization === null ? {} : { auth: secrets.authorization }),
    adapter: async ({ url, headers: given }: { url: string; headers?: Record<string, string> }) => {
      const { Authorization, 'Content-Type': _type, ...rest } = given ?? {};
      const headers = {
        ...rest,
        // The client knows no version after 1.0.3, and needs to know none.
        'X-Experience-API-Version': version,
        Accept: 'application/json, multipart/mixed',
        // Without credentials the client sends empty ones.
        ...(secrets.authorization === null || Authorization === undefined ? {} : { Authorization }),
      };
      const answer = await tellingWhenLong(async () => {
        await pace.turn();
        return transport.get(url, headers);
      }, onWaiting);
      // Without its content type: the client would take a multipart answer apart as text, and lose bytes and exact texts.
      return { data: answer as never, headers: {}, status: answer.status };
    },
  });
  // What comes back is what our transport has returned, whatever the client's types say.
  const answerOf = async (request: Promise<{ readonly data: unknown }>) => (await request).data as Answer;

  return {
    page: async (query) => readPage(await answerOf(client.getStatements(queryOf(query)))),
    more: async (address) => {
      const { pathname, search } = new URL(address);
      return readPage(await answerOf(client.getMoreStatements({ more: pathname + search })));
    },
    contentsOf: async (statementId) => {
      const answer = await answerOf(client.getStatement({ statementId, attachments: true, format: 'exact' }));
      if (answer.status === 404) return null;
      checkStatus(answer);
      return openAnswer(answer).contents;
    },
    restsMs: pace.restsMs,
    close: async () => {
      closing.abort();
      await transport.close();
    },
  };
}
