// SPDX-License-Identifier: Apache-2.0
/**
 * Own order with several writers. A group commit takes a block of `seq` before its transaction and notes it as open; readers
 * see what lies below the lowest open block, so nothing appears behind a cursor. A block whose writer died is dropped when no
 * commit of it can come any more: its transaction must begin within `startWithinMs` and lives at most 60 s.
 */
import { randomUUID } from 'node:crypto';
import { type ClientSession, Long, type Collection } from 'mongodb';
import { collections, type Database } from '../database.ts';
import { StoreError } from '../store.errors.ts';

const startWithinMs = 20_000;
const longestTransactionMs = 60_000;
const reapAfterMs = startWithinMs + longestTransactionMs + 10_000;

interface OpenBlock {
  readonly id: string;
  readonly from: Long;
  readonly at: Date;
}
interface SequenceDocument {
  readonly _id: 'statements';
  readonly next: Long;
  readonly stored: Date;
  readonly open: readonly OpenBlock[];
}
export interface Block {
  readonly id: string;
  readonly from: bigint;
  readonly stored: Date;
}
/** All statements with seq below are there for good; `stored` is the time up to which that holds. */
export interface Horizon {
  readonly seq: bigint;
  readonly stored: Date;
}

export interface Sequence {
  readonly take: (count: number) => Promise<Block>;
  /** Inside the transaction, before its first write. @throws {StoreError} WRITER_REAPED when it comes too late. */
  readonly assertOpen: (block: Block, session: ClientSession) => Promise<void>;
  readonly close: (block: Block) => Promise<void>;
  readonly horizon: () => Promise<Horizon>;
  /** The next seq to be taken: all statements so far lie below. */
  readonly next: () => Promise<bigint>;
}

const isYoungerThan = (ms: number) => ({ $gt: ['$$block.at', { $subtract: ['$$NOW', ms] }] });
const stillOpen = {
  $filter: { input: { $ifNull: ['$open', []] }, as: 'block', cond: isYoungerThan(reapAfterMs) },
};
const first = Long.fromNumber(1);

export function createSequence({ db }: Database): Sequence {
  const sequence: Collection<SequenceDocument> = db.collection(collections.sequence);
  const key = { _id: 'statements' } as const;
  return {
    take: async (count) => {
      const id = randomUUID();
      const from = { $ifNull: ['$next', first] };
      const document = await sequence.findOneAndUpdate(
        key,
        [
          {
            $set: {
              stored: { $max: ['$$NOW', { $ifNull: ['$stored', '$$NOW'] }] },
              open: { $concatArrays: [stillOpen, [{ id, from, at: '$$NOW' }]] },
            },
          },
          { $set: { next: { $add: [from, Long.fromNumber(count)] } } },
        ],
        {
          upsert: true,
          returnDocument: 'after',
          promoteLongs: false,
          writeConcern: { w: 'majority', j: false },
        },
      );
      if (!document) throw new Error('the sequence document vanished');
      return { id, from: document.next.toBigInt() - BigInt(count), stored: document.stored };
    },
    assertOpen: async ({ id }, session) => {
      const isOpen = {
        $anyElementTrue: [
          {
            $map: {
              input: '$open',
              as: 'block',
              in: { $and: [{ $eq: ['$$block.id', id] }, isYoungerThan(startWithinMs)] },
            },
          },
        ],
      };
      if (!(await sequence.findOne({ ...key, $expr: isOpen }, { session, projection: { _id: 1 } })))
        throw new StoreError(
          'WRITER_REAPED',
          'This write waited too long for its turn and was given up. Nothing of it was stored; send it again.',
        );
    },
    close: async ({ id }) => {
      await sequence.updateOne(key, { $pull: { open: { id } } });
    },
    next: async () => {
      const document = await sequence.findOne(key, { promoteLongs: false });
      return document?.next.toBigInt() ?? 1n;
    },
    horizon: async () => {
      const [document] = await sequence
        .aggregate<SequenceDocument & { now: Date }>(
          [{ $match: key }, { $set: { open: stillOpen, now: '$$NOW' } }],
          { promoteLongs: false },
        )
        .toArray();
      if (!document) return { seq: 1n, stored: new Date(0) };
      const lowest = document.open.reduce(
        (least, { from }) => (from.lessThan(least) ? from : least),
        document.next,
      );
      const isQuiet = document.open.length === 0;
      // With no block open, whatever comes next gets a later time than now.
      return {
        seq: lowest.toBigInt(),
        stored: isQuiet && document.now > document.stored ? document.now : document.stored,
      };
    },
  };
}
