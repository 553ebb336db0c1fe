// SPDX-License-Identifier: Apache-2.0
/**
 * One who commits, one block at a time. Every transaction of it writes its mark in the collection `writers`; who takes the mark
 * away (the reaper) knows that nothing of its open block can come any more, and waits for what is under way.
 */
import { type Binary, type ClientSession, type Collection, type IndexDescription, UUID } from 'mongodb';
import { collections, type Database } from '../database.ts';
import { StoreError } from '../store.errors.ts';
import { type Block, renewMs, type Sequence } from './sequence.ts';

export interface WriterDocument {
  readonly _id: Binary;
  readonly at: Date;
  /** Its last block; changed by every transaction, so that two of them and the reaper exclude each other. */
  readonly block: Binary | null;
}
/** Marks of writers that died while idle go by themselves; a living one that loses its mark makes another. */
export const writerIndexes: readonly IndexDescription[] = [{ key: { at: 1 }, expireAfterSeconds: 86_400 }];

export interface Writer {
  /** Takes a block, and with the same update closes the one that was finished before. */
  readonly take: (count: number, session: ClientSession) => Promise<Block>;
  /** First write of the transaction. @throws {StoreError} WRITER_REAPED when it comes too late. */
  readonly sign: (block: Block, session: ClientSession) => Promise<void>;
  /** All of the block is there, or nothing of it can come: it may be closed. */
  readonly finish: () => void;
  /** Nobody knows what will become of the block: it is left to the reaper, and the next one is another writer's. */
  readonly abandon: () => void;
  /** Closes what is finished. */
  readonly close: () => Promise<void>;
}

interface Held {
  readonly block: Block;
  readonly renewing: NodeJS.Timeout;
  isFinished: boolean;
}

export function createWriter({ db }: Database, sequence: Sequence): Writer {
  const writers: Collection<WriterDocument> = db.collection(collections.writers);
  let mark: Promise<Binary> | null = null;
  let held: Held | null = null;

  async function makeMark(): Promise<Binary> {
    const _id = new UUID().toBinary();
    await writers.updateOne(
      { _id },
      { $currentDate: { at: true }, $setOnInsert: { block: null } },
      { upsert: true, writeConcern: { w: 'majority', j: true } },
    );
    return _id;
  }
  function leave(): void {
    clearInterval(held?.renewing);
    held = null;
  }
  function abandon(): void {
    leave();
    mark = null;
  }

  return {
    take: async (count, session) => {
      mark ??= makeMark();
      const writer = await mark.catch((error: unknown) => {
        mark = null;
        throw error;
      });
      const finished = held?.isFinished ? held.block : null;
      const lsid = session.id?.id as Binary;
      const block = await sequence
        .take({ writer, session: lsid, count, finished })
        .catch((error: unknown) => {
          // It may have been taken all the same.
          abandon();
          throw error;
        });
      leave();
      const renewing = setInterval(() => void sequence.renew(block).catch(() => undefined), renewMs).unref();
      held = { block, renewing, isFinished: false };
      return block;
    },
    sign: async (block, session) => {
      const { matchedCount } = await writers.updateOne(
        { _id: block.writer },
        { $set: { block: block.id }, $currentDate: { at: true } },
        { session },
      );
      if (matchedCount === 0 || !(await sequence.isOpen(block, session)))
        throw new StoreError(
          'WRITER_REAPED',
          'This write waited too long for its turn and was given up. Nothing of it was stored; send it again.',
        );
    },
    finish: () => {
      if (held) held.isFinished = true;
    },
    abandon,
    close: async () => {
      if (held && !held.isFinished) abandon();
      if (!held) return;
      const { block } = held;
      leave();
      await sequence.close(block.id);
    },
  };
}
