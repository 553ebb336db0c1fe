// SPDX-License-Identifier: Apache-2.0
/**
 * Clears the flags of processed statements and counts what was seen, in one transaction. A killed processor's transaction
 * holds its statements until its lifetime ends, a minute by default: those are left for later, the others go on.
 */
import { MongoServerError } from 'mongodb';
import { collections, type Database, type StatementDocument } from '../database.ts';
import { toBinary, toId } from '../ids.ts';
import type { Seen, SeenStore } from '../seen.ts';

/** Another processor's transaction at the same statements is over in that time. */
const mostConflicts = 10;
/** Looking for the held ones one by one would take longer than it saves. */
const smallestPart = 16;
const writeConflict = 112;

export function createDone({ client, db }: Database, seen: Pick<SeenStore, 'note'>) {
  const statements = db.collection<StatementDocument>(collections.statements);

  /** false: others hold some of them, and nothing was done. */
  function clear(processed: readonly Seen[], most: number): Promise<boolean> {
    const ids = processed.map(({ statementId }) => toBinary(statementId));
    const flagged = { _id: { $in: ids }, p: { $exists: true } };
    let conflicts = 0;
    return client.withSession((session) =>
      session.withTransaction(
        async () => {
          if (conflicts >= most) {
            // By itself it would be tried for two minutes.
            await session.abortTransaction();
            return false;
          }
          try {
            const waiting = await statements
              .find(flagged, { session, projection: { _id: 1 } })
              .map(({ _id }) => toId(_id))
              .toArray();
            const still = new Set(waiting);
            await statements.updateMany(flagged, { $unset: { p: '' } }, { session });
            await seen.note(
              processed.filter(({ statementId }) => still.has(statementId)),
              session,
            );
          } catch (error) {
            if (error instanceof MongoServerError && error.code === writeConflict) conflicts += 1;
            throw error;
          }
          return true;
        },
        { writeConcern: { w: 'majority' }, readConcern: { level: 'snapshot' } },
      ),
    );
  }

  /** Returns those that are held by others. */
  async function inParts(processed: readonly Seen[], most: number): Promise<readonly Seen[]> {
    if (processed.length === 0 || (await clear(processed, most))) return [];
    if (processed.length <= smallestPart) return processed;
    const middle = Math.ceil(processed.length / 2);
    return [
      ...(await inParts(processed.slice(0, middle), 1)),
      ...(await inParts(processed.slice(middle), 1)),
    ];
  }

  // One after the other: two that count the same activities at once would only make each other begin again.
  let last: Promise<unknown> = Promise.resolve();
  return (processed: readonly Seen[]): Promise<readonly Seen[]> => {
    const next = last.then(() => inParts(processed, mostConflicts));
    last = next.catch(() => undefined);
    return next;
  };
}
