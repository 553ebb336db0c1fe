// SPDX-License-Identifier: Apache-2.0
/**
 * Moments of recorded time for what is no statement: a link made or ended, a version coming into force. Each takes its place in
 * the one order by an empty block, so that all that was recorded by a time below the horizon is there, for good.
 */
import type { ClientSession, TransactionOptions } from 'mongodb';
import type { Database } from '../database.ts';
import { isPassing } from './commit-group.ts';
import { createSequence } from './sequence.ts';
import { createWriter } from './writer.ts';

const mostTries = 5;
const options: TransactionOptions = {
  writeConcern: { w: 'majority', journal: true },
  readConcern: { level: 'snapshot' },
};

/** `write` happens in one transaction, perhaps several times; what it records is dated by `moment`. */
export async function atMoment<T>(
  database: Database,
  write: (session: ClientSession, moment: Date) => Promise<T>,
): Promise<T> {
  const sequence = createSequence(database, () => undefined);
  for (let tries = 1; ; tries += 1) {
    const writer = createWriter(database, sequence);
    try {
      return await database.client.withSession(async (session) => {
        const block = await writer.take(0, session);
        try {
          const result = await session.withTransaction(async () => {
            await writer.sign(block, session);
            return write(session, block.stored);
          }, options);
          writer.finish();
          return result;
        } catch (error) {
          // What may still be committed is left to the reaper.
          if (isPassing(error)) writer.abandon();
          else writer.finish();
          throw error;
        }
      });
    } catch (error) {
      if (!isPassing(error) || tries >= mostTries) throw error;
    } finally {
      await writer.close();
    }
  }
}
