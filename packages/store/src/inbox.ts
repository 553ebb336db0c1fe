// SPDX-License-Identifier: Apache-2.0
/** What is not yet processed: a flag on the statement with a partial index; and the quarantine, where what cannot be processed waits. */
import { type Collection, Long } from 'mongodb';
import { watchChanges } from './changes.ts';
import { collections, type Database, partitionCount, type StatementDocument } from './database.ts';
import { toBinary, toId } from './ids.ts';
import { countWaiting, type WaitingCount } from './inbox/count-waiting.ts';
import { createDone } from './inbox/done.ts';
import { createHeld, createWaiting } from './inbox/waiting.ts';
import type { Seen } from './seen.ts';
import type { StoredStatement } from './statements.types.ts';

interface QuarantineDocument {
  readonly _id: string;
  readonly sourceId: string;
  readonly code: string;
  readonly message: string;
  readonly since: Date;
  readonly attempts: number;
}

export interface Inbox {
  /**
   * By partition (of these or of all), from another one each time, in each the oldest first; voided ones included. Fewer than
   * `limit` when they are large.
   */
  readonly waiting: (limit: number, parts?: readonly number[]) => Promise<readonly StoredStatement[]>;
  /** By id: when the void of a statement was recorded (ms), for those that are voided. */
  readonly voidedAt: (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /**
   * Clears the flags and counts what was seen, each statement once. Returns how many another transaction holds: they keep
   * their flag, and `waiting` passes them over for some seconds.
   */
  readonly done: (seen: readonly Seen[]) => Promise<number>;
  /** How many are passed over at this moment. */
  readonly held: () => number;
  readonly quarantine: (
    statement: StoredStatement,
    reason: { readonly code: string; readonly message: string },
  ) => Promise<void>;
  /** How many wait; about, when there are very many. Quick however many there are. */
  readonly count: () => Promise<WaitingCount>;
  /** Whether something waits that was stored by then (ms): what is told of that time is not all there is to tell. */
  readonly isWaitingSince: (moment: number) => Promise<boolean>;
  /** Of these those that may be processed on demand only: they are in quarantine, or were dropped from it. */
  readonly setAside: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Whether one is in quarantine that was stored by then and has one of these query keys; yes, when there are too many to say. */
  readonly isHeldBack: (keys: readonly bigint[], moment: number) => Promise<boolean>;
  /** Whether it is still to be processed. */
  readonly isWaiting: (id: string) => Promise<boolean>;
  /** Of the quarantine's entries those that are stored statements: back into the inbox; returns how many. */
  readonly retry: (ids: readonly string[]) => Promise<number>;
  /** Calls when there may be something to do: a statement, an identity, a policy. Returns a stop function. */
  readonly watch: (onArrival: () => void) => () => Promise<void>;
}

const inboxIndex = { p: 1, seq: 1 } as const;
/** Of the quarantine's entries, for each reading of a past. */
const mostAsked = 10_000;
const droppedIndex = { x: 1, _id: 1 } as const;

/** A void is a statement like any other: of several, the first counts. */
async function voidedAt(
  statements: Collection<StatementDocument>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const voiding = await statements
    .find(
      { ref: { $in: ids.map(toBinary) }, vt: { $exists: true } },
      { projection: { _id: 0, vt: 1, s: 1 }, sort: { seq: -1 } },
    )
    .toArray();
  return new Map(voiding.flatMap(({ vt, s }) => (vt ? [[toId(vt), s.getTime()] as const] : [])));
}

export function createInbox(database: Database): Inbox {
  const { db } = database;
  const statements = db.collection<StatementDocument>(collections.statements);
  const quarantine = db.collection<QuarantineDocument>(collections.quarantine);
  const held = createHeld();
  const done = createDone(database);
  const clear = async (ids: readonly string[]) => {
    await statements.updateMany(
      { _id: { $in: ids.map(toBinary) } },
      { $unset: { p: '' } },
      { writeConcern: { w: 'majority' } },
    );
  };
  return {
    waiting: createWaiting(statements, held),
    voidedAt: (ids) => voidedAt(statements, ids),
    done: async (processed) => {
      const left = await done(processed);
      held.add(left.map(({ statementId }) => statementId));
      return left.length;
    },
    held: () => held.ids().length,
    quarantine: async ({ id, sourceId }, { code, message }) => {
      await quarantine.updateOne(
        { _id: id },
        { $set: { sourceId, code, message }, $inc: { attempts: 1 }, $setOnInsert: { since: new Date() } },
        { upsert: true, writeConcern: { w: 'majority' } },
      );
      await clear([id]);
    },
    count: () => countWaiting(statements),
    isWaitingSince: async (moment) => {
      // `stored` rises with `seq`: of each partition the first one tells.
      const oldest = await Promise.all(
        Array.from({ length: partitionCount }, (_, p) =>
          statements.findOne({ p }, { sort: { seq: 1 }, hint: inboxIndex, projection: { s: 1 } }),
        ),
      );
      return oldest.some((one) => one !== null && one.s.getTime() <= moment);
    },
    setAside: async (ids) => {
      const [held, dropped] = await Promise.all([
        quarantine.find({ _id: { $in: [...ids] } }, { projection: { _id: 1 } }).toArray(),
        statements
          .find({ _id: { $in: ids.map(toBinary) }, x: true }, { projection: { _id: 1 }, hint: droppedIndex })
          .toArray(),
      ]);
      return new Set([...held.map(({ _id }) => _id), ...dropped.map(({ _id }) => toId(_id))]);
    },
    isHeldBack: async (keys, moment) => {
      const of = { q: { $in: keys.map((key) => Long.fromBigInt(key)) }, s: { $lte: new Date(moment) } };
      const held = await quarantine
        .find({ text: { $exists: false } }, { projection: { _id: 1 }, limit: mostAsked + 1 })
        .toArray();
      if (held.length > mostAsked) return true;
      const found = await statements.findOne(
        { _id: { $in: held.map(({ _id }) => toBinary(_id)) }, ...of },
        { projection: { _id: 1 }, hint: { _id: 1 } },
      );
      return found !== null;
    },
    isWaiting: async (id) =>
      (await statements.countDocuments({ _id: toBinary(id), p: { $exists: true } }, { limit: 1 })) > 0,
    retry: async (ids) => {
      const entries = await quarantine.find({ _id: { $in: [...ids] }, text: { $exists: false } }).toArray();
      if (entries.length === 0) return 0;
      const { matchedCount } = await statements.bulkWrite(
        entries.map(({ _id }) => ({
          updateOne: {
            filter: { _id: toBinary(_id) },
            update: { $set: { p: (toBinary(_id).buffer[0] ?? 0) % partitionCount } },
          },
        })),
        { writeConcern: { w: 'majority' } },
      );
      // One that has failed again meanwhile has another count, and stays.
      await quarantine.deleteMany({ $or: entries.map(({ _id, attempts }) => ({ _id, attempts })) });
      return matchedCount;
    },
    watch: (onArrival) => {
      // A group of statements is one change of its writer's mark; what is retried leaves the quarantine.
      const causes = [
        { 'ns.coll': collections.writers, operationType: 'update' },
        { 'ns.coll': collections.quarantine, operationType: 'delete' },
        {
          'ns.coll': { $in: [collections.identityLinks, collections.policies] },
          operationType: { $in: ['insert', 'update'] },
        },
      ];
      return watchChanges(db, [{ $match: { $or: causes } }, { $project: { _id: 1 } }], onArrival, {
        onReopened: onArrival,
      }).stop;
    },
  };
}
