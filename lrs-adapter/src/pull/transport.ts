// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP below the client of @xapi/xapi, which takes a transport of one's own. Its own two give neither bytes nor, when something
 * fails, status and headers; know no proxy, no certificate, no limit and no end; and follow redirects with the credentials.
 */
import type { PullSettings } from '@cairn/store';
import { Agent, type Dispatcher, fetch, ProxyAgent, type Response } from 'undici';
import { PullError } from './pull-error.ts';

export interface Answer {
  /** Where it came from. */
  readonly url: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** From the request to the last byte. */
  readonly seconds: number;
}
export interface Transport {
  /** Whatever the status. @throws {PullError} when there is no answer, or it is too large. */
  readonly get: (url: string, headers: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly close: () => Promise<void>;
}
export interface TransportOptions {
  readonly settings: Pick<PullSettings, 'certificate' | 'checksCertificate'>;
  readonly proxy: string | null;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

/** Attachments come along in the same answer. */
export const maxAnswerBytes = 64 * 1024 * 1024;
const connectMs = 15_000;
/** A remote may have to search for long before it answers. */
const silenceMs = 60_000;
const wholeMs = 10 * 60_000;

function dispatcherOf({ settings, proxy }: TransportOptions): Dispatcher {
  const tls = {
    rejectUnauthorized: settings.checksCertificate,
    ...(settings.certificate === null ? {} : { ca: settings.certificate }),
  };
  const times = { headersTimeout: silenceMs, bodyTimeout: silenceMs, connectTimeout: connectMs };
  return proxy === null
    ? new Agent({ ...times, connect: tls })
    : new ProxyAgent({ ...times, uri: proxy, requestTls: tls });
}

function noAnswer(url: string, error: unknown): PullError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PullError('REMOTE_UNREACHABLE', `${new URL(url).origin} does not answer: ${why}`, {
    cause: error,
  });
}

async function bodyOf(response: Response, url: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    const part = chunk as Uint8Array;
    bytes += part.length;
    if (bytes > maxAnswerBytes)
      throw new PullError('REMOTE_TOO_LARGE', `An answer of ${new URL(url).origin} is too large.`, {
        remedy: 'smaller',
      });
    chunks.push(part);
  }
  return Buffer.concat(chunks, bytes);
}

export function createTransport(options: TransportOptions): Transport {
  const dispatcher = dispatcherOf(options);
  return {
    get: async (url, headers) => {
      const signal = AbortSignal.any([options.signal, AbortSignal.timeout(wholeMs)]);
      const started = performance.now();
      try {
        // A redirect is answered as it is: following one would show the credentials to whoever it names.
        const response = await fetch(url, { headers, dispatcher, signal, redirect: 'manual' });
        return {
          url,
          status: response.status,
          headers: new Map(response.headers),
          body: await bodyOf(response, url),
          seconds: (performance.now() - started) / 1000,
        };
      } catch (error) {
        throw error instanceof PullError ? error : noAnswer(url, error);
      }
    },
    close: () => dispatcher.destroy(),
  };
}
