// SPDX-License-Identifier: Apache-2.0
/**
 * How many statements wait to be processed. Counted one by one while they are few; of a long queue that would take as long as the
 * queue is, each time that somebody asks. The oldest go first, so behind the first few thousand of a partition all wait.
 */
import type { Collection, Long } from 'mongodb';
import { partitionCount, type StatementDocument } from '../database.ts';

export interface WaitingCount {
  readonly statements: number;
  /** There are too many to be counted one by one. */
  readonly isEstimate: boolean;
}

const index = { p: 1, seq: 1 } as const;
/** Of each partition. */
const countedOneByOne = 3000;

/** The last of those that were counted; null: these were all. */
interface Counted {
  readonly count: number;
  readonly last: Long | null;
}

async function countPartition(
  statements: Collection<StatementDocument>,
  p: number,
  limit: number,
): Promise<Counted> {
  const count = await statements.countDocuments({ p }, { hint: index, limit });
  if (count < limit) return { count, last: null };
  const last = await statements.findOne(
    { p },
    { sort: { seq: 1 }, skip: limit - 1, hint: index, projection: { seq: 1 } },
  );
  return { count, last: last?.seq ?? null };
}

export async function countWaiting(
  statements: Collection<StatementDocument>,
  limit = countedOneByOne,
): Promise<WaitingCount> {
  const parts = await Promise.all(
    Array.from({ length: partitionCount }, (_, p) => countPartition(statements, p, limit)),
  );
  const counted = parts.reduce((sum, { count }) => sum + count, 0);
  const open = parts.flatMap(({ last }) => (last === null ? [] : [last.toNumber()]));
  if (open.length === 0) return { statements: counted, isEstimate: false };
  const [all, newest] = await Promise.all([
    statements.estimatedDocumentCount(),
    statements.findOne({}, { sort: { seq: -1 }, projection: { seq: 1 } }),
  ]);
  const end = newest?.seq.toNumber() ?? 0;
  // A write that was given up leaves a gap in the order.
  const perPlace = Math.min(1, all / Math.max(1, end)) / partitionCount;
  const behind = open.reduce((sum, last) => sum + Math.max(0, end - last) * perPlace, 0);
  return { statements: Math.round(counted + behind), isEstimate: true };
}
