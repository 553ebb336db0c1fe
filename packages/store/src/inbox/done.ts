// SPDX-License-Identifier: Apache-2.0
/**
 * Clears the flags of processed statements, and has what was seen in them counted once. Some may be held by a transaction of a killed
 * process, a minute long by default: those are left for later, the others go on.
 */
import { MongoServerError } from 'mongodb';
import { collections, type Database, type StatementDocument } from '../database.ts';
import { toBinary, toId } from '../ids.ts';
import { createNotes } from '../seen/notes.ts';
import type { Seen } from '../seen.ts';
import { tallyOf } from '../seen/tally.ts';

/** Many are cleared in a fraction of that; what takes longer waits for somebody. */
const patienceMs = 1000;
/** Looking for the held ones one by one would take longer than it saves. */
const smallestPart = 16;
const outOfTime = 50;
/** By the inbox's own index all that waits would be looked through. */
const byId = { _id: 1 } as const;

export function createDone({ db }: Pick<Database, 'db'>) {
  const statements = db.collection<StatementDocument>(collections.statements);
  const notes = createNotes(db);

  /** null: not all, others hold some; else how many still had theirs. */
  async function clear(
    ids: readonly ReturnType<typeof toBinary>[],
    mark: number | null,
  ): Promise<number | null> {
    try {
      const { modifiedCount } = await statements.updateMany(
        { _id: { $in: ids }, p: { $exists: true } },
        { $unset: { p: '' }, ...(mark === null ? {} : { $set: { n: mark } }) },
        { hint: byId, maxTimeMS: patienceMs, writeConcern: { w: 'majority' } },
      );
      return modifiedCount;
    } catch (error) {
      if (error instanceof MongoServerError && error.code === outOfTime) return null;
      throw error;
    }
  }
  async function among(
    processed: readonly Seen[],
    filter: { readonly n: number } | { readonly p: { readonly $exists: true } },
  ): Promise<readonly Seen[]> {
    const found = await statements
      .find(
        { _id: { $in: processed.map(({ statementId }) => toBinary(statementId)) }, ...filter },
        { projection: { _id: 1 }, hint: byId },
      )
      .toArray();
    const ids = new Set(found.map(({ _id }) => toId(_id)));
    return processed.filter(({ statementId }) => ids.has(statementId));
  }

  /** Returns those that still have their flag. */
  async function clearAll(processed: readonly Seen[]): Promise<readonly Seen[]> {
    const ids = processed.map(({ statementId }) => toBinary(statementId));
    const tally = tallyOf(processed);
    const isTelling = tally.activities.length + tally.subjects.length > 0;
    const note = isTelling ? await notes.open(tally, ids) : null;
    const cleared = await clear(ids, note?.mark ?? null);
    if (note)
      await notes.close(
        note,
        // Another processor was there first with some, or some are held: this note counts its own.
        cleared === ids.length ? undefined : tallyOf(await among(processed, { n: note.mark })),
      );
    return cleared === null ? among(processed, { p: { $exists: true } }) : [];
  }

  /** Returns those that are held by others. */
  async function inParts(processed: readonly Seen[]): Promise<readonly Seen[]> {
    if (processed.length === 0) return [];
    const left = await clearAll(processed);
    if (processed.length <= smallestPart) return left;
    const middle = Math.ceil(left.length / 2);
    return [...(await inParts(left.slice(0, middle))), ...(await inParts(left.slice(middle)))];
  }

  // One after the other: two would be more open at once, and no faster.
  let last: Promise<unknown> = Promise.resolve();
  return (processed: readonly Seen[]): Promise<readonly Seen[]> => {
    const next = last.then(() => inParts(processed));
    last = next.catch(() => undefined);
    return next;
  };
}
