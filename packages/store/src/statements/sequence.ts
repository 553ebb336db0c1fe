// SPDX-License-Identifier: Apache-2.0
/**
 * Own order with several writers: one document says which `seq` comes next, what `stored` was last, and which blocks are open.
 * Readers see what lies below the lowest open block, so nothing appears behind a cursor. `stored` rises with every block, so
 * that what is told as consistent can be told for good, whatever the clock does.
 */
import { type Binary, type ClientSession, type Collection, type Document, Long, UUID } from 'mongodb';
import { collections, type Database } from '../database.ts';

/** A writer that has not been heard of for so long is taken for dead; one that lives says so every `renewMs`. */
export const silentMs = 2500;
export const renewMs = 800;
/** How far the time that is told may lag behind the clock while nobody writes. */
const tickMs = 50;

export interface OpenBlock {
  readonly id: Binary;
  readonly writer: Binary;
  /** Session of the block's transaction: who finds the writer dead ends it. */
  readonly session: Binary;
  readonly from: Long;
  readonly count: number;
  readonly stored: Date;
  /** When the writer was last heard of, by the database's clock. */
  readonly at: Date;
}
interface SequenceDocument {
  readonly _id: 'statements';
  readonly next: Long;
  readonly stored: Date;
  readonly open: readonly OpenBlock[];
}
export interface Block {
  readonly id: Binary;
  readonly writer: Binary;
  readonly from: bigint;
  readonly count: number;
  readonly stored: Date;
  /** What was stored from this seq on may still lack what it owes to others: its own block may not be closed yet. */
  readonly unsettledFrom: bigint;
}
/** All statements with seq below are there for good; `stored` is the time up to which that holds. */
export interface Horizon {
  readonly seq: bigint;
  readonly stored: Date;
}
export interface Claim {
  readonly writer: Binary;
  readonly session: Binary;
  readonly count: number;
  /** The block that this writer has finished: closed by the same update. */
  readonly finished: Block | null;
}

export interface Sequence {
  /** Not yet safe from a change of primary: the transaction has to see that the block is there (`isOpen`). */
  readonly take: (claim: Claim) => Promise<Block>;
  /** In the transaction: the block is open, as the primary of the transaction knows it. */
  readonly isOpen: (block: Block, session: ClientSession) => Promise<boolean>;
  readonly renew: (block: Block) => Promise<void>;
  readonly close: (id: Binary) => Promise<void>;
  readonly horizon: () => Promise<Horizon>;
  /** The next seq to be taken: all statements so far lie below. */
  readonly next: () => Promise<bigint>;
  /** Open blocks whose writers are silent. A clock that was set back is no life sign. */
  readonly silent: () => Promise<readonly OpenBlock[]>;
}

const key = { _id: 'statements' } as const;
const oldest = Long.fromNumber(1);
const options = { returnDocument: 'after', promoteLongs: false } as const;
const isSilent = (now: Date) => (block: OpenBlock) => Math.abs(now.getTime() - block.at.getTime()) > silentMs;
const without = (id: Binary): Document => ({
  $filter: { input: '$open', as: 'block', cond: { $ne: ['$$block.id', id] } },
});

/** `onSilent` is called whenever a silent writer is seen: it keeps readers back. */
export function createSequence({ db }: Database, onSilent: () => void): Sequence {
  const sequence: Collection<SequenceDocument> = db.collection(collections.sequence);

  async function read(): Promise<SequenceDocument & { readonly now: Date }> {
    const [document] = await sequence
      .aggregate<SequenceDocument & { now: Date }>([{ $match: key }, { $set: { now: '$$NOW' } }], {
        promoteLongs: false,
      })
      .toArray();
    if (!document) throw new Error('the sequence document is missing');
    if (document.open.some(isSilent(document.now))) onSilent();
    return document;
  }

  /** While nobody writes, the time told is noted before it is told, or a clock set back could give it to a statement. */
  async function tick(known: SequenceDocument & { readonly now: Date }): Promise<Date> {
    if (known.now.getTime() - known.stored.getTime() < tickMs) return known.stored;
    const document = await sequence.findOneAndUpdate(
      { ...key, open: [] },
      [{ $set: { stored: { $max: ['$$NOW', '$stored'] } } }],
      { ...options, projection: { stored: 1, next: 1 } },
    );
    return document && document.next.equals(known.next) ? document.stored : known.stored;
  }

  return {
    take: async ({ writer, session, count, finished }) => {
      const id = new UUID().toBinary();
      const block = { id, writer, session, from: '$next', count, stored: '$stored', at: '$$NOW' };
      const document = await sequence.findOneAndUpdate(
        key,
        [
          { $set: { stored: { $max: ['$$NOW', { $add: ['$stored', 1] }] } } },
          { $set: { open: { $concatArrays: [finished ? without(finished.id) : '$open', [block]] } } },
          { $set: { next: { $add: ['$next', Long.fromNumber(count)] } } },
        ],
        { ...options, projection: { next: 1, stored: 1, 'open.from': 1 } },
      );
      if (!document) throw new Error('the sequence document is missing');
      const from = document.next.toBigInt() - BigInt(count);
      const unsettledFrom = document.open.reduce(
        (lowest, open) => (open.from.toBigInt() < lowest ? open.from.toBigInt() : lowest),
        from,
      );
      return { id, writer, from, count, stored: document.stored, unsettledFrom };
    },
    isOpen: async ({ id }, session) =>
      (await sequence.findOne({ ...key, 'open.id': id }, { session, projection: { _id: 1 } })) !== null,
    renew: async ({ id }) => {
      const renewed = {
        $cond: [{ $eq: ['$$block.id', id] }, { $mergeObjects: ['$$block', { at: '$$NOW' }] }, '$$block'],
      };
      await sequence.updateOne({ ...key, 'open.id': id }, [
        { $set: { open: { $map: { input: '$open', as: 'block', in: renewed } } } },
      ]);
    },
    close: async (id) => {
      await sequence.updateOne(key, { $pull: { open: { id } } });
    },
    next: async () => {
      const document = await sequence.findOne(key, { promoteLongs: false });
      return (document?.next ?? oldest).toBigInt();
    },
    horizon: async () => {
      const document = await read();
      const [lowest] = document.open.toSorted((a, b) => a.from.compare(b.from));
      if (!lowest) return { seq: document.next.toBigInt(), stored: await tick(document) };
      return { seq: lowest.from.toBigInt(), stored: new Date(lowest.stored.getTime() - 1) };
    },
    silent: async () => {
      const { open, now } = await read();
      return open.filter(isSilent(now));
    },
  };
}
