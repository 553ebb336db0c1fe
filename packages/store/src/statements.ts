// SPDX-License-Identifier: Apache-2.0
/** Collection `statements`: what was received, as it was received. Flow: adapter → [here] → processor. */
import { type Filter, type FindCursor, type IndexDescription, Long } from 'mongodb';
import { collections, type Database, type StatementDocument } from './database.ts';
import { toBinary, toId } from './ids.ts';
import { createGroupCommit } from './statements/group-commit.ts';
import { createReaper } from './statements/reap.ts';
import { createSequence } from './statements/sequence.ts';
import type { StatementQuery, StatementStore, StoredStatement } from './statements.types.ts';

export const statementIndexes: readonly IndexDescription[] = [
  { key: { seq: 1 }, unique: true },
  { key: { s: 1 } },
  { key: { q: 1, seq: -1 } },
  { key: { src: 1, seq: -1 } },
  { key: { ref: 1 }, partialFilterExpression: { ref: { $exists: true } } },
  { key: { p: 1, seq: 1 }, partialFilterExpression: { p: { $exists: true } } },
];

export const toStored = ({ _id, seq, s, ts, src, raw, v }: StatementDocument): StoredStatement => ({
  id: toId(_id),
  seq: Long.fromValue(seq).toBigInt(),
  stored: s.getTime(),
  timestamp: ts.getTime(),
  sourceId: src,
  text: raw,
  voided: v === true,
});

function toFilter(
  {
    keys = [],
    anyOf = [],
    since,
    until,
    after,
    ascending = false,
    sourceId,
    withVoided = false,
  }: StatementQuery,
  below: bigint,
): Filter<StatementDocument> {
  const seq = { $lt: Long.fromBigInt(below) };
  const cursor =
    after === undefined
      ? {}
      : ascending
        ? { $gt: Long.fromBigInt(after) }
        : { $lt: Long.fromBigInt(after < below ? after : below) };
  const stored = {
    ...(since === undefined ? {} : { $gt: new Date(since) }),
    ...(until === undefined ? {} : { $lte: new Date(until) }),
  };
  return {
    ...(withVoided ? {} : { v: { $exists: false } }),
    seq: { ...seq, ...cursor },
    ...(keys.length === 0 ? {} : { q: { $all: keys.map((key) => Long.fromBigInt(key)) } }),
    ...(Object.keys(stored).length === 0 ? {} : { s: stored }),
    ...(anyOf.length === 0
      ? {}
      : { $and: anyOf.map((group) => ({ q: { $in: group.map((key) => Long.fromBigInt(key)) } })) }),
    ...(sourceId === undefined ? {} : { src: sourceId }),
  };
}

export function createStatements(
  database: Database,
): StatementStore & { readonly idle: () => Promise<void> } {
  const statements = database.db.collection<StatementDocument>(collections.statements);
  const sequence = createSequence(database, () => void reaper.reap().catch(() => undefined));
  const reaper = createReaper(database, sequence);
  const commits = createGroupCommit({
    database,
    sequence,
    onClash: () => void reaper.reap().catch(() => undefined),
  });

  async function* query(asked: StatementQuery): AsyncGenerator<StoredStatement> {
    const { seq } = await sequence.horizon();
    const cursor: FindCursor<StatementDocument> = statements.find(toFilter(asked, seq), {
      sort: { seq: asked.ascending ? 1 : -1 },
      limit: asked.limit,
      projection: { q: 0, h: 0 },
    });
    for await (const document of cursor) yield toStored(document);
  }

  return {
    append: commits.append,
    idle: async () => {
      await commits.idle();
      await reaper.idle();
    },
    find: async (id) => {
      const document = await statements.findOne({ _id: toBinary(id) }, { projection: { q: 0, h: 0 } });
      return document && toStored(document);
    },
    findMany: async (ids) =>
      (
        await statements.find({ _id: { $in: ids.map(toBinary) } }, { projection: { q: 0, h: 0 } }).toArray()
      ).map(toStored),
    query,
    order: async () => {
      const next = await sequence.next();
      return { next, horizon: (await sequence.horizon()).seq };
    },
    consistentThrough: async () => (await sequence.horizon()).stored.getTime(),
  };
}
