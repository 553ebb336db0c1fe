// SPDX-License-Identifier: Apache-2.0
/**
 * How much each source has sent: counted on from where it was counted last, for one may have sent a hundred million. Below the
 * horizon nothing comes any more, so what was counted there stays.
 */
import { queryKey } from '@cairn/xapi';
import { Long, MongoServerError } from 'mongodb';
import { collections, type Database, type StatementDocument } from './database.ts';
import { probeActivity } from './source-probe.ts';

interface Counted {
  readonly _id: string;
  /** All of the source with a seq below are in `statements`. */
  readonly below: Long;
  readonly statements: number;
}

/** Statements that tell of a probe, or void one: as object, or in the context. */
const probeKeys = [queryKey('activity', probeActivity), queryKey('related-activity', probeActivity)].map(
  (key) => Long.fromBigInt(key),
);
const isTaken = (error: unknown) => error instanceof MongoServerError && error.code === 11_000;

export interface SourceActivity {
  /** Probes are not counted. */
  readonly of: (
    sourceId: string,
  ) => Promise<{ readonly statements: number; readonly lastStatementAt: number | null }>;
}

export function createSourceActivity(
  { db }: Pick<Database, 'db'>,
  horizon: () => Promise<bigint>,
): SourceActivity {
  const statements = db.collection<StatementDocument>(collections.statements);
  const counted = db.collection<Counted>(collections.meta);

  async function countAll(sourceId: string): Promise<number> {
    const _id = `statements of ${sourceId}`;
    const [known, end] = await Promise.all([
      counted.findOne({ _id }, { promoteLongs: false }),
      horizon().then((seq) => Long.fromBigInt(seq)),
    ]);
    const from = known?.below ?? Long.ZERO;
    if (from.greaterThanOrEqual(end)) return known?.statements ?? 0;
    const more = await statements.countDocuments({ src: sourceId, seq: { $gte: from, $lt: end } });
    const all = (known?.statements ?? 0) + more;
    const filter = known ? { _id, below: from } : { _id, below: { $exists: false } };
    await counted
      .updateOne(filter, { $set: { below: end, statements: all } }, { upsert: known === null })
      .catch((error: unknown) => {
        // Somebody else has counted meanwhile.
        if (!isTaken(error)) throw error;
      });
    return all;
  }

  return {
    of: async (sourceId) => {
      const [all, probes, last] = await Promise.all([
        countAll(sourceId),
        statements.countDocuments({ q: { $in: probeKeys }, src: sourceId }),
        statements.findOne(
          { src: sourceId, q: { $nin: probeKeys } },
          { sort: { seq: -1 }, projection: { s: 1 } },
        ),
      ]);
      return { statements: Math.max(0, all - probes), lastStatementAt: last?.s.getTime() ?? null };
    },
  };
}
