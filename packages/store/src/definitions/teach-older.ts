// SPDX-License-Identifier: Apache-2.0
/**
 * Statements that were stored before definitions were kept, read once, some at a time, from the newest to the oldest: what is known
 * came later than what is read next. Where it is stands in `meta`, so that it goes on after a kill; a part done twice changes nothing.
 */
import { type SentDefinitions, sentDefinitions, type Statement } from '@cairn/xapi';
import { type Db, Long } from 'mongodb';
import { collections, type StatementDocument } from '../database.ts';

interface Older {
  readonly _id: 'definitions';
  /** Statements with a seq below are still to be read. */
  readonly left: Long;
}
const _id = 'definitions' as const;
const statementsAtOnce = 1000;
const mostCharacters = 4 << 20;
const olderIn = (db: Db) => db.collection<Older>(collections.meta);

/** Migration: what is there now, nobody may have been taught. A database without statements has nothing to read. */
export async function markOlder(db: Db): Promise<void> {
  const sequence = await db
    .collection<{ _id: string; next: Long }>(collections.sequence)
    .findOne({ _id: 'statements' });
  const left = Long.fromValue(sequence?.next ?? 1);
  await olderIn(db).updateOne({ _id }, { $setOnInsert: { left } }, { upsert: true });
}

interface Read {
  readonly sent: SentDefinitions;
  /** null: these were the last. */
  readonly left: Long | null;
}

/** Only what sources may define that may define (Communication 4.2). */
async function readOlder(db: Db, left: Long): Promise<Read> {
  const defining = new Set(
    await db
      .collection<{ _id: string; scopes: string[] }>(collections.sources)
      .distinct('_id', { scopes: { $in: ['define', 'all'] } }),
  );
  const found = db
    .collection<StatementDocument>(collections.statements)
    .find(
      { seq: { $lt: left } },
      { sort: { seq: -1 }, limit: statementsAtOnce, projection: { seq: 1, src: 1, raw: 1 } },
    );
  const statements: Statement[] = [];
  let characters = 0;
  let last: Long | null = null;
  for await (const { seq, src, raw } of found) {
    last = seq;
    characters += raw.length;
    if (defining.has(src) && raw.includes('"definition"')) statements.push(JSON.parse(raw) as Statement);
    if (characters >= mostCharacters) break;
  }
  return { sent: sentDefinitions(statements.toReversed()), left: last };
}

/** `merge`: below what is known; durable or not, it is repeatable. Returns whether there may be more. */
export function createTeachOlder(
  db: Db,
  merge: (sent: SentDefinitions) => Promise<void>,
): () => Promise<boolean> {
  let isDone = false;
  return async () => {
    if (isDone) return false;
    const older = await olderIn(db).findOne({ _id });
    if (older === null || older.left.lessThanOrEqual(1)) {
      isDone = true;
      return false;
    }
    const { sent, left } = await readOlder(db, older.left);
    if (sent.size > 0) await merge(sent);
    // Who is behind another who does the same leaves the place as that one has it.
    await olderIn(db).updateOne({ _id }, { $min: { left: left ?? Long.ONE } });
    return true;
  };
}
