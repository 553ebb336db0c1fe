// SPDX-License-Identifier: Apache-2.0
/**
 * One group commit: several requests' statements in one transaction. Known ids are taken out first, for one duplicate would
 * abort the whole; each request is all or nothing. After a failure the whole may always be done again: an id is stored once.
 */
import {
  Binary,
  type ClientSession,
  type Collection,
  Long,
  MongoError,
  MongoErrorLabel,
  MongoServerError,
} from 'mongodb';
import { collections, type Database, partitionCount, type StatementDocument } from '../database.ts';
import { toBinary, toId } from '../ids.ts';
import { StoreError } from '../store.errors.ts';
import type { AppendOutcome, PreparedStatement } from '../statements.types.ts';
import { linkStatements } from './links.ts';
import type { Block } from './sequence.ts';
import { type Batch, type KnownById, sortOut } from './sort-out.ts';
import type { Writer } from './writer.ts';

type Known = Pick<StatementDocument, '_id' | 'h' | 'ts' | 'ref' | 'vt' | 'seq'>;

const statementsOf = ({ db }: Database): Collection<StatementDocument> =>
  db.collection(collections.statements);
const transaction = {
  readConcern: { level: 'majority' },
  writeConcern: { w: 'majority', journal: true },
} as const;

/** By majority only: what is answered as known must be as durable as what is answered as stored. */
async function findKnown(database: Database, batches: readonly Batch[]): Promise<readonly Known[]> {
  const ids = batches.flatMap((batch) =>
    batch.flatMap(({ id, voids }) =>
      voids === undefined ? [toBinary(id)] : [toBinary(id), toBinary(voids)],
    ),
  );
  return statementsOf(database)
    .find<Known>(
      { _id: { $in: ids } },
      {
        projection: { h: 1, ts: 1, ref: 1, vt: 1, seq: 1 },
        readPreference: 'primary',
        readConcern: 'majority',
      },
    )
    .toArray();
}
const byId = (known: readonly Known[]): KnownById =>
  new Map(
    known.map(({ _id, h, ts, vt }) => [
      toId(_id),
      { hash: h.value(), timestamp: ts.getTime(), isVoiding: vt !== undefined },
    ]),
  );

function toDocument(statement: PreparedStatement, seq: bigint, stored: Date): StatementDocument {
  const _id = toBinary(statement.id);
  const ref = statement.refId ?? statement.voids;
  return {
    _id,
    seq: Long.fromBigInt(seq),
    s: stored,
    ts: statement.timestamp === null ? stored : new Date(statement.timestamp),
    q: statement.queryKeys,
    ...(ref === undefined ? {} : { ref: toBinary(ref) }),
    ...(statement.voids === undefined ? {} : { vt: toBinary(statement.voids) }),
    h: new Binary(statement.contentHash),
    ...(statement.hasOwnAuthority === true ? { a: true as const } : {}),
    src: statement.sourceId,
    raw: statement.text,
    p: (_id.buffer[0] ?? 0) % partitionCount,
  };
}

interface Taken {
  readonly writer: Writer;
  readonly block: Block;
  readonly session: ClientSession;
}

/** In a transaction, up to its commit. @throws what MongoDB throws; then nothing of it can come any more. */
async function insert(
  database: Database,
  documents: readonly StatementDocument[],
  { writer, block, session }: Taken,
): Promise<void> {
  session.startTransaction(transaction);
  try {
    await writer.sign(block, session);
    await statementsOf(database).insertMany(documents, { session, ordered: false });
  } catch (error) {
    await session.abortTransaction();
    throw error;
  }
}

/** @throws what MongoDB throws; then it may have been committed or not. */
async function commitTransaction(session: ClientSession): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      return await session.commitTransaction();
    } catch (error) {
      if (!hasLabel(error, MongoErrorLabel.UnknownTransactionCommitResult) || tries >= mostCommitTries)
        throw error;
    }
}

const mostCommitTries = 5;
const hasLabel = (error: unknown, label: string) => error instanceof MongoError && error.hasErrorLabel(label);
const passing = [
  MongoErrorLabel.TransientTransactionError,
  MongoErrorLabel.UnknownTransactionCommitResult,
  MongoErrorLabel.RetryableWriteError,
];
const clashes: readonly unknown[] = [11_000, 112];

/** Somebody else is storing one of the ids, or has: look again at what is known. Nothing was stored. */
export const isClash = (error: unknown): boolean =>
  error instanceof MongoServerError && clashes.includes(error.code);

const isReaped = (error: unknown) => error instanceof StoreError && error.code === 'WRITER_REAPED';

/** The database or the way to it failed for the moment, or the writer was taken for dead. */
export const isPassing = (error: unknown): boolean =>
  isReaped(error) ||
  (error instanceof MongoError && error.name.startsWith('MongoNetwork')) ||
  passing.some((label) => hasLabel(error, label));

export interface Commit {
  readonly database: Database;
  readonly writer: Writer;
  /** A block was taken: what the writer has finished before is there for readers. */
  readonly onTaken: () => void;
}

export async function commitGroup(
  { database, writer, onTaken }: Commit,
  batches: readonly Batch[],
): Promise<readonly AppendOutcome[]> {
  const count = batches.reduce((sum, batch) => sum + batch.length, 0);
  return database.client.withSession(async (session) => {
    const knowing = findKnown(database, batches);
    // When both fail it is the taking that is told.
    knowing.catch(() => undefined);
    const block = await writer.take(count, session);
    onTaken();
    let isEmpty = true;
    try {
      const known = await knowing;
      const { fresh, outcomes } = sortOut(batches, byId(known));
      const documents = fresh.map((one, i) => toDocument(one, block.from + BigInt(i), block.stored));
      if (documents.length > 0) {
        await insert(database, documents, { writer, block, session });
        isEmpty = false;
        await commitTransaction(session);
      }
      // Who has stored it may have died before it could do that: a resend is not told that all is done before it is.
      const unsettled = known.filter(({ seq }) => Long.fromValue(seq).toBigInt() >= block.unsettledFrom);
      await linkStatements(database, [...documents, ...unsettled]);
      writer.finish();
      return outcomes;
    } catch (error) {
      if (isEmpty && !isReaped(error)) writer.finish();
      else writer.abandon();
      throw error;
    }
  });
}
