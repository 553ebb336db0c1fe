// SPDX-License-Identifier: Apache-2.0
/** What is not yet processed: a flag on the statement with a partial index; and the quarantine, where what cannot be processed waits. */
import type { IndexDescription } from 'mongodb';
import { collections, type Database, partitionCount, type StatementDocument } from './database.ts';
import { toBinary, toId } from './ids.ts';
import type { StoredStatement } from './statements.types.ts';
import { toStored } from './statements.ts';

export interface QuarantineEntry {
  readonly statementId: string;
  readonly sourceId: string;
  readonly code: string;
  readonly message: string;
  /** ms since the epoch. */
  readonly since: number;
  readonly attempts: number;
}
interface QuarantineDocument extends Omit<QuarantineEntry, 'statementId' | 'since'> {
  readonly _id: string;
  readonly since: Date;
}
export const quarantineIndexes: readonly IndexDescription[] = [{ key: { sourceId: 1 } }];

export interface Inbox {
  /** Oldest first; voided ones included. */
  readonly waiting: (limit: number) => Promise<readonly StoredStatement[]>;
  /** By id: when the void of a statement was recorded (ms), for those that are voided. */
  readonly voidedAt: (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  readonly done: (ids: readonly string[]) => Promise<void>;
  readonly quarantine: (
    statement: StoredStatement,
    reason: { readonly code: string; readonly message: string },
  ) => Promise<void>;
  readonly quarantined: () => Promise<readonly QuarantineEntry[]>;
  /** Back into the inbox; returns how many. */
  readonly retry: (ids: readonly string[]) => Promise<number>;
  /** Calls when something has come. Returns a stop function. */
  readonly watch: (onArrival: () => void) => () => Promise<void>;
}

/** Pause before a broken change stream is opened again. */
const reopenMs = 1000;

export function createInbox({ db }: Database): Inbox {
  const statements = db.collection<StatementDocument>(collections.statements);
  const voids = db.collection<{ _id: StatementDocument['_id']; by: StatementDocument['_id'] }>(
    collections.voids,
  );
  const quarantine = db.collection<QuarantineDocument>(collections.quarantine);
  const clear = async (ids: readonly string[]) => {
    await statements.updateMany(
      { _id: { $in: ids.map(toBinary) } },
      { $unset: { p: '' } },
      { writeConcern: { w: 'majority' } },
    );
  };
  return {
    waiting: async (limit) =>
      (
        await statements
          .find({ p: { $exists: true } }, { limit, hint: { p: 1, seq: 1 }, projection: { q: 0, h: 0 } })
          .toArray()
      ).map(toStored),
    voidedAt: async (ids) => {
      const found = await voids.find({ _id: { $in: ids.map(toBinary) } }).toArray();
      if (found.length === 0) return new Map();
      const by = await statements
        .find({ _id: { $in: found.map((one) => one.by) } }, { projection: { s: 1 } })
        .toArray();
      const stored = new Map(by.map(({ _id, s }) => [toId(_id), s.getTime()]));
      return new Map(
        found.flatMap((one) => {
          const at = stored.get(toId(one.by));
          return at === undefined ? [] : [[toId(one._id), at] as const];
        }),
      );
    },
    done: clear,
    quarantine: async ({ id, sourceId }, { code, message }) => {
      await quarantine.updateOne(
        { _id: id },
        { $set: { sourceId, code, message }, $inc: { attempts: 1 }, $setOnInsert: { since: new Date() } },
        { upsert: true, writeConcern: { w: 'majority' } },
      );
      await clear([id]);
    },
    quarantined: async () =>
      (await quarantine.find({}, { sort: { since: 1 } }).toArray()).map(
        ({ _id, since, attempts, ...rest }) => ({
          ...rest,
          statementId: _id,
          since: since.getTime(),
          attempts,
        }),
      ),
    retry: async (ids) => {
      const { modifiedCount } = await statements.updateMany({ _id: { $in: ids.map(toBinary) } }, [
        { $set: { p: { $toInt: { $mod: ['$seq', partitionCount] } } } },
      ]);
      await quarantine.deleteMany({ _id: { $in: [...ids] } });
      return modifiedCount;
    },
    watch: (onArrival) => {
      const open = () => {
        const next = statements.watch([
          { $match: { operationType: { $in: ['insert', 'update'] } } },
          { $project: { _id: 1 } },
        ]);
        next.on('change', onArrival);
        // It ends when the database is away for long. Whoever waits also looks by the clock, so nothing is missed meanwhile.
        next.on('error', () => {
          if (!isClosed) timer = setTimeout(() => (stream = open()), reopenMs);
        });
        return next;
      };
      let isClosed = false;
      let timer: NodeJS.Timeout | undefined;
      let stream = open();
      return async () => {
        isClosed = true;
        clearTimeout(timer);
        await stream.close();
      };
    },
  };
}
