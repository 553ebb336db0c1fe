// SPDX-License-Identifier: Apache-2.0
/** What waits to be processed, a part at a time: each time from another partition on, no more than fits, and without what others hold. */
import type { Collection } from 'mongodb';
import { partitionCount, type StatementDocument } from '../database.ts';
import { toBinary } from '../ids.ts';
import type { StoredStatement } from '../statements.types.ts';
import { toStored } from '../statements.ts';

/** Characters of statements in one part: they are held and parsed at once. */
const mostCharacters = 4 << 20;
const holdMs = 3000;
/** So that a query does not grow without end. */
const mostHeld = 5000;

const everyPart = Array.from({ length: partitionCount }, (_, i) => i);

/** Statements that another transaction holds, passed over for a while. */
export interface Held {
  readonly add: (ids: readonly string[]) => void;
  readonly ids: () => readonly string[];
}
export function createHeld(now: () => number = () => performance.now()): Held {
  const until = new Map<string, number>();
  return {
    add: (ids) => {
      for (const id of ids) if (until.size < mostHeld) until.set(id, now() + holdMs);
    },
    ids: () => {
      for (const [id, end] of until) if (end <= now()) until.delete(id);
      return [...until.keys()];
    },
  };
}

export function createWaiting(statements: Collection<StatementDocument>, held: Held) {
  let first = 0;
  return async (limit: number, parts: readonly number[] = everyPart): Promise<readonly StoredStatement[]> => {
    const found: StoredStatement[] = [];
    let characters = 0;
    const except = held.ids().map(toBinary);
    const take = async (some: readonly number[]) => {
      if (some.length === 0 || found.length >= limit || characters >= mostCharacters) return;
      const cursor = statements.find(
        { p: { $in: [...some] }, ...(except.length === 0 ? {} : { _id: { $nin: except } }) },
        {
          limit: limit - found.length,
          batchSize: limit - found.length,
          sort: { p: 1, seq: 1 },
          hint: { p: 1, seq: 1 },
          projection: { q: 0, t: 0, h: 0 },
        },
      );
      for await (const document of cursor) {
        found.push(toStored(document));
        characters += document.raw.length;
        if (characters >= mostCharacters) break;
      }
    };
    // Always from the lowest on, the highest would never have their turn under more than can be done.
    const from = first;
    first = (first + 1) % partitionCount;
    await take(parts.filter((part) => part >= from));
    await take(parts.filter((part) => part < from));
    return found;
  };
}
