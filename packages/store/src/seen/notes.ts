// SPDX-License-Identifier: Apache-2.0
/**
 * Notes of what was seen, each written before the flags of its statements are cleared and counted only after. The flags are cleared
 * with the note's own number, so that wherever a processor dies it can be told which statements are counted by which note: a
 * transaction around both would make clearing several times dearer.
 */
import { randomInt } from 'node:crypto';
import { type Binary, type Collection, type Db, ObjectId } from 'mongodb';
import { collections, partitionCount, type StatementDocument } from '../database.ts';
import type { Tally } from './tally.ts';

export interface TallyDocument extends Tally {
  readonly _id: ObjectId;
  /** Until it may be counted. `at`: of the database's clock. */
  readonly open?: { readonly mark: number; readonly ids: readonly Binary[] };
  readonly at?: Date;
  /** Whoever wrote it has not been heard of; its statements go back to the inbox. */
  readonly given?: true;
}
export interface Note {
  readonly id: ObjectId;
  /** What its statements are marked with. */
  readonly mark: number;
  readonly ids: readonly Binary[];
}
export interface Notes {
  readonly open: (tally: Tally, ids: readonly Binary[]) => Promise<Note>;
  /** It may be counted; `tally`: of those that are its own, where not all are. Takes the statements back into the inbox when the note was given up meanwhile. */
  readonly close: (note: Note, tally?: Tally) => Promise<void>;
  /** Of those whose processor was killed between: their statements go back into the inbox and are noted anew. Returns how many. */
  readonly takeBack: () => Promise<number>;
}

/** A note is open for as long as clearing some flags takes. */
const openMs = 10_000;
/** Who was halted for so long between two writes does not come back. */
const givenMs = 600_000;
const mostMark = 2 ** 31 - 1;
const majority = { writeConcern: { w: 'majority' as const } };
const olderThan = (ms: number) => ({ $expr: { $lt: ['$at', { $subtract: ['$$NOW', ms] }] } });

export function createNotes(db: Db): Notes {
  const notes: Collection<TallyDocument> = db.collection(collections.seenTallies);
  const statements: Collection<StatementDocument> = db.collection(collections.statements);

  async function back({ mark, ids }: Pick<Note, 'mark' | 'ids'>): Promise<number> {
    const marked = await statements
      .find(
        { _id: { $in: ids }, n: mark, p: { $exists: false } },
        { projection: { _id: 1 }, hint: { _id: 1 } },
      )
      .toArray();
    if (marked.length === 0) return 0;
    await statements.bulkWrite(
      marked.map(({ _id }) => ({
        updateOne: {
          filter: { _id, n: mark },
          update: { $set: { p: (_id.buffer[0] ?? 0) % partitionCount }, $unset: { n: '' } },
        },
      })),
      { ordered: false, ...majority },
    );
    return marked.length;
  }

  return {
    open: async (tally, ids) => {
      const note: Note = { id: new ObjectId(), mark: randomInt(mostMark), ids };
      await notes.updateOne(
        { _id: note.id },
        { $set: { ...tally, open: { mark: note.mark, ids } }, $currentDate: { at: true } },
        { upsert: true, ...majority },
      );
      return note;
    },
    close: async (note, tally) => {
      const { matchedCount } = await notes.updateOne(
        { _id: note.id, given: { $exists: false } },
        { ...(tally ? { $set: { ...tally } } : {}), $unset: { open: '', at: '' } },
        majority,
      );
      if (matchedCount === 0) await back(note);
    },
    takeBack: async () => {
      for (const { _id } of await notes
        .find(
          { open: { $exists: true }, given: { $exists: false }, ...olderThan(openMs) },
          { projection: { _id: 1 } },
        )
        .toArray())
        await notes.updateOne({ _id, open: { $exists: true } }, { $set: { given: true } }, majority);
      let taken = 0;
      // Looked at again and again: a clearing that was under way when it was given up may come late.
      for (const { _id, open } of await notes.find({ given: true }).toArray()) {
        if (open) taken += await back(open);
        await notes.deleteOne({ _id, ...olderThan(givenMs) });
      }
      return taken;
    },
  };
}
