// SPDX-License-Identifier: Apache-2.0
/** The one replay under way: all that follows from statements and links is made again. Its place is kept, so that it goes on after a kill. */
import { Long } from 'mongodb';
import { collections, type Database } from './database.ts';

/** Times are ms since the epoch. */
export interface Replay {
  readonly requestedAt: number;
  readonly requestedBy: string;
  /** All statements up to this seq have been read again. */
  readonly to: bigint;
  /** The end of what there was when it was asked for. */
  readonly until: bigint;
  readonly read: number;
  readonly total: number;
  /** Pieces of evidence that were not as they must be. */
  readonly mended: number;
  /** Everything has been read; what it has marked is being folded. */
  readonly readAt: number | null;
  readonly finishedAt: number | null;
}
interface ReplayDocument {
  readonly _id: 'replay';
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly to: Long;
  readonly until: Long;
  readonly read: number;
  readonly total: number;
  readonly mended: number;
  readonly readAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface ReplayStore {
  /** Begins one from the beginning; false when one is under way. */
  readonly request: (by: string) => Promise<boolean>;
  /** The latest; null: there never was one. */
  readonly find: () => Promise<Replay | null>;
  /** Of several who have read the same part the first moves it on. */
  readonly moved: (from: bigint, to: bigint, counts: Pick<Replay, 'read' | 'mended'>) => Promise<void>;
  readonly allRead: () => Promise<void>;
  readonly finish: () => Promise<void>;
}

const key = { _id: 'replay' } as const;
const durable = { writeConcern: { w: 'majority' as const, journal: true } };
const ms = (date: Date | null) => date?.getTime() ?? null;

export function createReplay({ db }: Database): ReplayStore {
  const meta = db.collection<ReplayDocument>(collections.meta);
  const statements = db.collection(collections.statements);
  const sequence = db.collection<{ _id: string; next: Long }>(collections.sequence);
  const underWay = { ...key, finishedAt: null };
  return {
    request: async (by) => {
      const order = await sequence.findOne({ _id: 'statements' });
      const fresh: Omit<ReplayDocument, '_id'> = {
        requestedAt: new Date(),
        requestedBy: by,
        to: Long.ZERO,
        until: Long.fromValue(order?.next ?? 1),
        read: 0,
        total: await statements.estimatedDocumentCount(),
        mended: 0,
        readAt: null,
        finishedAt: null,
      };
      const { upsertedCount } = await meta.updateOne(
        key,
        { $setOnInsert: fresh },
        { upsert: true, ...durable },
      );
      if (upsertedCount > 0) return true;
      const { modifiedCount } = await meta.updateOne(
        { ...key, finishedAt: { $ne: null } },
        { $set: fresh },
        durable,
      );
      return modifiedCount > 0;
    },
    find: async () => {
      const document = await meta.findOne(key);
      return (
        document && {
          requestedAt: document.requestedAt.getTime(),
          requestedBy: document.requestedBy,
          to: Long.fromValue(document.to).toBigInt(),
          until: Long.fromValue(document.until).toBigInt(),
          read: document.read,
          total: document.total,
          mended: document.mended,
          readAt: ms(document.readAt),
          finishedAt: ms(document.finishedAt),
        }
      );
    },
    moved: async (from, to, { read, mended }) => {
      await meta.updateOne(
        { ...underWay, to: Long.fromBigInt(from) },
        { $set: { to: Long.fromBigInt(to) }, $inc: { read, mended } },
        durable,
      );
    },
    allRead: async () => {
      await meta.updateOne({ ...underWay, readAt: null }, [{ $set: { readAt: '$$NOW' } }], durable);
    },
    finish: async () => {
      await meta.updateOne(underWay, [{ $set: { finishedAt: '$$NOW' } }], durable);
    },
  };
}
