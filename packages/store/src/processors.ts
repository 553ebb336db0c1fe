// SPDX-License-Identifier: Apache-2.0
/**
 * Who processes at this moment: one document that every processor renews each second. The parts of the work fall to them by the
 * order of their ids. That only saves work: for some seconds after one has come or gone, two may do the same, or wait for it.
 */
import { collections, type Database, partitionCount } from './database.ts';

/** One that has not been heard of for so long has no share any more. */
const silentMs = 4000;

interface Member {
  readonly id: string;
  readonly until: Date;
  /** Statements a second, lately. */
  readonly rate: number;
}
interface MembersDocument {
  readonly _id: 'processors';
  readonly members: readonly Member[];
}
export interface Share {
  /** Of inbox and dirty marks. */
  readonly parts: readonly number[];
  /** One of all: builds versions, replays, clears away. */
  readonly isFirst: boolean;
}
export interface ProcessorsAlive {
  readonly count: number;
  /** Statements a second, all together. */
  readonly rate: number;
}

export interface ProcessorRegister {
  /** Tells of oneself, and what falls to one now. */
  readonly renew: (id: string, rate: number) => Promise<Share>;
  /** Its share is taken up by the others at once. */
  readonly leave: (id: string) => Promise<void>;
  readonly alive: () => Promise<ProcessorsAlive>;
}

const key = { _id: 'processors' } as const;
const living = { $filter: { input: '$members', as: 'one', cond: { $gt: ['$$one.until', '$$NOW'] } } };

export function createProcessors({ db }: Database): ProcessorRegister {
  const leases = db.collection<MembersDocument>(collections.leases);
  return {
    renew: async (id, rate) => {
      const others = {
        $filter: {
          input: { $ifNull: ['$members', []] },
          as: 'one',
          cond: { $and: [{ $ne: ['$$one.id', id] }, { $gt: ['$$one.until', '$$NOW'] }] },
        },
      };
      const own = { id: { $literal: id }, rate, until: { $add: ['$$NOW', silentMs] } };
      const document = await leases.findOneAndUpdate(
        key,
        [{ $set: { members: { $concatArrays: [others, [own]] } } }],
        { upsert: true, returnDocument: 'after' },
      );
      const ids = (document?.members ?? []).map((one) => one.id).toSorted();
      const place = Math.max(0, ids.indexOf(id));
      const count = Math.max(1, ids.length);
      const all = Array.from({ length: partitionCount }, (_, i) => i);
      return { parts: all.filter((part) => part % count === place), isFirst: place === 0 };
    },
    leave: async (id) => {
      await leases.updateOne(key, { $pull: { members: { id } } });
    },
    alive: async () => {
      const [document] = await leases
        .aggregate<MembersDocument>([{ $match: key }, { $set: { members: living } }])
        .toArray();
      const members = document?.members ?? [];
      return { count: members.length, rate: members.reduce((sum, one) => sum + one.rate, 0) };
    },
  };
}
