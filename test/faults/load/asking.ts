// SPDX-License-Identifier: Apache-2.0
/** Requests as a sender makes them who lets nothing go: the same again until there is an answer that is no fault of the server. */
import { setTimeout } from 'node:timers/promises';

export interface Target {
  readonly url: string;
  /** Other servers of the same Cairn: requests go to all of them in turn. */
  readonly others?: readonly string[];
  readonly authorization: string;
}
export interface Asked {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
}
export const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

/** A sender's patience; longer than any fault here, so that what hangs is seen. */
const patienceMs = 60_000;
const pauseMs = 50;

export interface Client {
  /** Once. null: no answer came, or none that says what has become of the request. */
  readonly once: (path: string, asked?: Asked) => Promise<Answer | null>;
  /** Until there is one. */
  readonly answer: (path: string, asked?: Asked) => Promise<Answer>;
  /** Requests that came to nothing, each time that they were sent. */
  readonly failures: () => number;
}

/** Paths begin below /xapi. */
export function createClient({ url, others = [], authorization }: Target): Client {
  const urls = [url, ...others];
  let [failures, sent] = [0, 0];
  async function send(path: string, { method = 'GET', headers, body }: Asked): Promise<Answer> {
    sent += 1;
    const response = await fetch(`${urls[sent % urls.length] ?? url}/xapi${path}`, {
      method,
      headers: {
        authorization,
        'content-type': 'application/json',
        'x-experience-api-version': '1.0.3',
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes, text: bytes.toString('utf8') };
  }
  async function once(path: string, asked: Asked = {}): Promise<Answer | null> {
    const answer = await send(path, asked).catch(() => null);
    if (answer && answer.status < 500) return answer;
    failures += 1;
    await setTimeout(pauseMs);
    return null;
  }
  return {
    once,
    answer: async (path, asked) => {
      for (;;) {
        const answer = await once(path, asked);
        if (answer) return answer;
      }
    },
    failures: () => failures,
  };
}
