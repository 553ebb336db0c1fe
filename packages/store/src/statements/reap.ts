// SPDX-License-Identifier: Apache-2.0
/**
 * What a killed writer leaves: an open block that holds readers back, and perhaps a transaction that keeps its ids from being
 * sent again. Whoever meets it ends both. A writer that only was slow finds its mark gone and begins anew.
 */
import { type Collection, Long, MongoServerError } from 'mongodb';
import { collections, type Database, type StatementDocument } from '../database.ts';
import { linkStatements, linkProjection } from './links.ts';
import type { OpenBlock, Sequence } from './sequence.ts';
import type { WriterDocument } from './writer.ts';

/** The lifetime of its transaction would end it too, but that is a minute where nobody has set it lower. */
async function endTransaction({ db }: Database, { session }: OpenBlock): Promise<void> {
  try {
    await db.admin().command({ killSessions: [{ id: session }] });
  } catch (error) {
    if (!(error instanceof MongoServerError)) throw error;
  }
}

async function reapBlock(database: Database, sequence: Sequence, block: OpenBlock): Promise<void> {
  await endTransaction(database, block);
  const writers: Collection<WriterDocument> = database.db.collection(collections.writers);
  // Waits for a transaction that has signed; one that has not will find nothing to sign.
  await writers.deleteOne({ _id: block.writer }, { writeConcern: { w: 'majority', j: true } });
  const statements: Collection<StatementDocument> = database.db.collection(collections.statements);
  const there = await statements
    .find(
      { seq: { $gte: block.from, $lt: block.from.add(Long.fromNumber(block.count)) } },
      { projection: linkProjection },
    )
    .toArray();
  // It may have died between its commit and this.
  await linkStatements(database, there);
  await sequence.close(block.id);
}

/** Reaps all that is silent; of several calls at once one does the work. */
export function createReaper(
  database: Database,
  sequence: Sequence,
): { readonly reap: () => Promise<void>; readonly idle: () => Promise<void> } {
  let running: Promise<void> | null = null;
  const work = async () => {
    for (const block of await sequence.silent()) await reapBlock(database, sequence, block);
  };
  return {
    reap: () => {
      running ??= work().finally(() => {
        running = null;
      });
      return running;
    },
    idle: async () => {
      await running?.catch(() => undefined);
    },
  };
}
