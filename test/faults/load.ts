// SPDX-License-Identifier: Apache-2.0
/**
 * Senders and a reader for fault tests, as they are outside: senders send each batch until it is acknowledged, some batches are
 * wrong and must be refused, and the reader follows Consistent-Through and never looks back. Repeatable from a seed.
 */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { expect } from 'vitest';

/** Another by CAIRN_SEED. */
export const seed = Number(process.env['CAIRN_SEED'] ?? 20_261_125);

/** mulberry32: 0..1. */
export function random(from: number): () => number {
  let next = from >>> 0;
  return () => {
    next = (next + 0x6d2b79f5) >>> 0;
    let t = Math.imul(next ^ (next >>> 15), 1 | next);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const uuid = (text: string) => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
/** With number forms, key order and keys that only an exact text keeps. */
export const textOf = (id: string, extra: string) =>
  `{"id" : "${id}","verb":{"id":"http://adlnet.gov/expapi/verbs/answered"}, "actor":{"mbox":"mailto:ann@example.org"},` +
  `"object":{"id":"https://x.example/a"},"result":{"score":{"raw":1.50e1},"extensions":{"https://x.example/a.b":{"$c.d":1.0}}}${extra}}`;

export interface Target {
  readonly url: string;
  readonly authorization: string;
}
const headers = ({ authorization }: Target) => ({
  authorization,
  'content-type': 'application/json',
  'x-experience-api-version': '1.0.3',
});
export const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

/** A sender's patience; longer than any fault here, so that what hangs is seen. */
const patienceMs = 60_000;
/** undefined: no answer came. */
const post = (target: Target, body: string): Promise<number | undefined> =>
  fetch(`${target.url}/xapi/statements`, {
    method: 'POST',
    headers: headers(target),
    body,
    signal: AbortSignal.timeout(patienceMs),
  }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => undefined,
  );

/** Follows the order by Consistent-Through. `stop` resolves when it has seen all that is there. */
function follow(target: Target) {
  const seen: string[] = [];
  const state = { isDone: false, since: '1970-01-01T00:00:00.000Z' };
  /** null: no answer. */
  const get = async (path: string) => {
    const response = await fetch(`${target.url}${path}`, {
      headers: headers(target),
      signal: AbortSignal.timeout(patienceMs),
    }).catch(() => null);
    const text = response?.ok === true ? await response.text().catch(() => null) : null;
    if (!response || text === null) return null;
    return {
      through: response.headers.get('x-experience-api-consistent-through') ?? '',
      ...(JSON.parse(text) as { statements: { id: string; stored: string }[]; more?: string }),
    };
  };
  /** What an answer holds up to the time that it tells itself is all there ever will be; one asked for later would hide what came late. */
  async function step(): Promise<void> {
    const page = await get(`/xapi/statements?ascending=true&limit=500&since=${state.since}`);
    if (!page) {
      await setTimeout(50);
      return;
    }
    const { through, statements, more = '' } = page;
    // What was told as consistent stays so.
    expect(through >= state.since).toBe(true);
    // Of a page that is not the last, the last time may go on in the next.
    const last = statements.at(-1)?.stored ?? '';
    const found = statements.filter(({ stored }) => stored <= through && (more === '' || stored < last));
    seen.push(...found.map(({ id }) => id));
    state.since = more === '' ? through : (found.at(-1)?.stored ?? state.since);
  }
  const following = (async () => {
    while (!state.isDone) await step();
  })();
  following.catch(() => undefined);
  return {
    stop: async (count: number) => {
      await expect.poll(() => seen.length, { timeout: 20_000, interval: 50 }).toBeGreaterThanOrEqual(count);
      state.isDone = true;
      await following;
      return seen;
    },
  };
}

export interface Load {
  /** Resolves when so many more statements are acknowledged. */
  readonly reach: (more: number) => Promise<void>;
  /** Batches that were not answered with success, each time that they were sent. */
  readonly failures: () => number;
  /** Ends the senders when each has its batch acknowledged; then all that was promised is checked, and that nothing else is there. `uri`: of the database. Returns how many were acknowledged. */
  readonly check: (uri: string) => Promise<number>;
}

const senderCount = 6;

export function startLoad(target: Target): Load {
  const draw = random(seed);
  const acknowledged = new Map<string, string>();
  const reader = follow(target);
  const state = { isDone: false, failures: 0, sent: 0 };

  async function sendWrong(): Promise<void> {
    state.sent += 1;
    const id = uuid(`${seed} refused ${state.sent}`);
    for (;;) {
      const status = await post(target, `[${textOf(id, '')},${textOf(uuid(`${id} 2`), ',"nonsense":1')}]`);
      if (status === 400) return;
      expect(status ?? 503).toBeGreaterThanOrEqual(500);
      await setTimeout(50);
    }
  }
  async function sendGood(): Promise<void> {
    state.sent += 1;
    const texts = new Map(
      Array.from({ length: 1 + Math.floor(draw() * 12) }, (_, i) => {
        const id = uuid(`${seed} ${state.sent} ${i}`);
        return [id, textOf(id, '')];
      }),
    );
    for (;;) {
      const status = await post(target, `[${[...texts.values()].join(',')}]`);
      if (status === 200) break;
      state.failures += 1;
      // A resend is never told that it is wrong.
      expect(status ?? 503).toBeGreaterThanOrEqual(500);
      await setTimeout(50);
    }
    for (const [id, text] of texts) acknowledged.set(id, text);
  }
  const sending = Promise.all(
    Array.from({ length: senderCount }, async () => {
      while (!state.isDone) await (draw() < 0.1 ? sendWrong() : sendGood());
    }),
  );
  sending.catch(() => undefined);

  return {
    failures: () => state.failures,
    reach: async (more) => {
      const goal = acknowledged.size + more;
      const reached = async () => {
        await expect
          .poll(() => acknowledged.size, { timeout: 90_000, interval: 20 })
          .toBeGreaterThanOrEqual(goal);
      };
      await Promise.race([reached(), sending]);
    },
    check: async (uri) => {
      state.isDone = true;
      await sending;
      const seen = await reader.stop(acknowledged.size);
      expect(seen.toSorted(), `CAIRN_SEED=${seed}`).toEqual([...acknowledged.keys()].toSorted());
      const client = await new MongoClient(uri).connect();
      try {
        const raws = await client
          .db('cairn')
          .collection<{ raw: string }>('statements')
          .find({}, { projection: { _id: 0, raw: 1 } })
          .toArray();
        expect(raws.map(({ raw }) => raw).toSorted()).toEqual([...acknowledged.values()].toSorted());
      } finally {
        await client.close();
      }
      return acknowledged.size;
    },
  };
}
