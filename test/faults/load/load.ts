// SPDX-License-Identifier: Apache-2.0
/**
 * Senders and a reader for fault tests, as they are outside: senders send each request until it is answered, some requests are
 * wrong and must be refused, and the reader follows Consistent-Through and never looks back. Repeatable from a seed.
 */
import { MongoClient } from 'mongodb';
import { expect } from 'vitest';
import { createClient, type Target } from './asking.ts';
import { createDocumentSenders } from './documents.ts';
import { random, seed } from './drawing.ts';
import { follow } from './reader.ts';
import { createStatementSenders } from './statements.ts';

export { basic, type Target } from './asking.ts';
export { random, seed, textOf, uuid } from './drawing.ts';

export interface Load {
  /** Resolves when so many more statements are acknowledged. */
  readonly reach: (more: number) => Promise<void>;
  /** Requests that came to nothing, each time that they were sent. */
  readonly failures: () => number;
  /** Ends the senders when each has its answer; then all that was promised is checked, and that nothing else is there. `uri`: of the database. Returns how many statements were acknowledged. */
  readonly check: (uri: string) => Promise<number>;
}

const senderCount = 6;
/** Of all that is sent; the rest is statements. */
const documentShare = 0.25;

export function startLoad(target: Target): Load {
  const draw = random(seed + 2);
  const client = createClient(target);
  const statements = createStatementSenders(client);
  const documents = createDocumentSenders(client);
  const { acknowledged, voided } = statements;
  const reader = follow(client);
  const state = { isDone: false };
  const sending = Promise.all(
    Array.from({ length: senderCount }, async (_, sender) => {
      while (!state.isDone) await (draw() < documentShare ? documents.send(sender) : statements.send());
    }),
  );
  sending.catch(() => undefined);

  return {
    failures: client.failures,
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
      // What was voided may have been seen before.
      const seen = await reader.stop([...acknowledged.keys()].filter((id) => !voided.has(id)));
      expect(new Set(seen).size, `CAIRN_SEED=${seed}`).toBe(seen.length);
      expect(seen.filter((id) => !acknowledged.has(id))).toEqual([]);
      const mongo = await new MongoClient(uri).connect();
      try {
        await statements.check(mongo);
        await documents.check(mongo);
      } finally {
        await mongo.close();
      }
      return acknowledged.size;
    },
  };
}
