// SPDX-License-Identifier: Apache-2.0
/** Collection `statements`: what was received, as it was received. Flow: adapter → [here] → processor. */
import { type Collection, type Filter, type FindCursor, type IndexDescription, Long } from 'mongodb';
import { collections, type Database, type StatementDocument } from './database.ts';
import { toBinary, toId } from './ids.ts';
import { createGroupCommit } from './statements/group-commit.ts';
import { createReaper } from './statements/reap.ts';
import { createSequence } from './statements/sequence.ts';
import type { StatementQuery, StatementStore, StoredStatement } from './statements.types.ts';

const filterIndex = { q: 1, seq: -1 } as const;
export const statementIndexes: readonly IndexDescription[] = [
  { key: { seq: 1 }, unique: true },
  { key: { s: 1 } },
  { key: filterIndex },
  { key: { src: 1, seq: -1 } },
  { key: { ref: 1 }, partialFilterExpression: { ref: { $exists: true } } },
  { key: { x: 1, _id: 1 }, partialFilterExpression: { x: true } },
  { key: { p: 1, seq: 1 }, partialFilterExpression: { p: { $exists: true } } },
];

export const toStored = ({ _id, seq, s, ts, src, raw, v, a }: StatementDocument): StoredStatement => ({
  id: toId(_id),
  seq: Long.fromValue(seq).toBigInt(),
  stored: s.getTime(),
  timestamp: ts.getTime(),
  sourceId: src,
  text: raw,
  voided: v === true,
  hasOwnAuthority: a === true,
});

type Statements = Collection<StatementDocument>;
type Range = Filter<StatementDocument>;
const hidden = { q: 0, t: 0, h: 0 } as const;

/** `stored` and `seq` rise together: a time is also a place in the order, by which the index of filters can be cut. */
async function placeOf(statements: Statements, asked: StatementQuery): Promise<Range> {
  const nearest = async (s: { readonly $lte: Date } | { readonly $gt: Date }, direction: 1 | -1) =>
    (await statements.findOne({ s }, { sort: { s: direction }, projection: { seq: 1 } }))?.seq;
  const [before, after] = await Promise.all([
    asked.since === undefined ? undefined : nearest({ $lte: new Date(asked.since) }, -1),
    asked.until === undefined ? undefined : nearest({ $gt: new Date(asked.until) }, 1),
  ]);
  return { ...(before ? { $gt: before } : {}), ...(after ? { $lt: after } : {}) };
}

const longs = (keys: readonly bigint[]) => keys.map((key) => Long.fromBigInt(key));

/**
 * The index holds what a statement has and what it points to together. Of several keys all must be of one of these: what points
 * to a statement is found where that one is, not by a mixture of both.
 */
function ofOneStatement({ keys = [], anyOf = [] }: Pick<StatementQuery, 'keys' | 'anyOf'>): readonly Range[] {
  if (keys.length + anyOf.length < 2) return [];
  const all = [...longs(keys).map((q) => ({ q })), ...anyOf.map((group) => ({ q: { $in: longs(group) } }))];
  return [{ $or: [{ t: { $exists: false } }, { t: { $elemMatch: { $and: all } } }] }];
}

function toFilter(
  { keys = [], anyOf = [], since, until, after, ascending = false, sourceId, withVoided }: StatementQuery,
  below: bigint,
  place: Range,
): Filter<StatementDocument> {
  const cursor =
    after === undefined ? [] : [{ seq: { [ascending ? '$gt' : '$lt']: Long.fromBigInt(after) } }];
  const stored = {
    ...(since === undefined ? {} : { $gt: new Date(since) }),
    ...(until === undefined ? {} : { $lte: new Date(until) }),
  };
  const conditions: Filter<StatementDocument>[] = [
    { seq: { $lt: Long.fromBigInt(below) } },
    ...cursor,
    ...(Object.keys(place).length === 0 ? [] : [{ seq: place }]),
    ...(Object.keys(stored).length === 0 ? [] : [{ s: stored }]),
    ...(keys.length === 0 ? [] : [{ q: { $all: longs(keys) } }]),
    ...anyOf.map((group) => ({ q: { $in: longs(group) } })),
    ...ofOneStatement({ keys, anyOf }),
    ...(withVoided === true ? [] : [{ v: { $exists: false } }]),
    ...(sourceId === undefined ? [] : [{ src: sourceId }]),
  ];
  return { $and: conditions };
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
    const [{ seq }, place] = await Promise.all([sequence.horizon(), placeOf(statements, asked)]);
    const isFiltered = (asked.keys?.length ?? 0) + (asked.anyOf?.length ?? 0) > 0;
    const cursor: FindCursor<StatementDocument> = statements.find(toFilter(asked, seq, place), {
      sort: { seq: asked.ascending ? 1 : -1 },
      limit: asked.limit,
      projection: hidden,
      ...(isFiltered ? { hint: filterIndex } : {}),
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
      const document = await statements.findOne(
        { _id: toBinary(id) },
        { projection: hidden, readConcern: 'majority' },
      );
      return document && toStored(document);
    },
    findMany: async (ids) =>
      (
        await statements
          .find({ _id: { $in: ids.map(toBinary) } }, { projection: hidden, readConcern: 'majority' })
          .toArray()
      ).map(toStored),
    query,
    count: async (asked) => {
      if (asked.after === undefined && !asked.anyOf) return statements.estimatedDocumentCount();
      const filter = toFilter({ ...asked, limit: 0, withVoided: true }, await sequence.next(), {});
      return statements.countDocuments(filter, asked.anyOf ? { hint: filterIndex } : {});
    },
    order: async () => {
      const next = await sequence.next();
      return { next, horizon: (await sequence.horizon()).seq };
    },
    consistentThrough: async () => (await sequence.horizon()).stored.getTime(),
  };
}
