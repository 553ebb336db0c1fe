// SPDX-License-Identifier: Apache-2.0
/**
 * One group commit: several requests' statements in one transaction. Known ids are taken out first, for one duplicate would
 * abort the whole; each request is all or nothing. Voids and their targets find each other whichever comes first.
 */
import { Binary, type ClientSession, type Collection, Long, MongoServerError } from 'mongodb';
import { collections, type Database, partitionCount, type StatementDocument } from '../database.ts';
import { toBinary, toId } from '../ids.ts';
import type { AppendOutcome, PreparedStatement } from '../statements.types.ts';
import type { Block, Sequence } from './sequence.ts';

export type Batch = readonly PreparedStatement[];
interface VoidDocument {
  /** The statement that is voided, whether it has come or not. */
  readonly _id: Binary;
  readonly by: Binary;
}
type Known = Pick<StatementDocument, '_id' | 'h' | 'vt'>;
/** What is there already, by id: content hash and whether it is a voiding statement. */
type KnownById = Map<string, { readonly hash: Uint8Array; readonly isVoiding: boolean }>;

export interface Commit {
  readonly database: Database;
  readonly sequence: Sequence;
}

const statementsOf = ({ db }: Database): Collection<StatementDocument> =>
  db.collection(collections.statements);
const voidsOf = ({ db }: Database): Collection<VoidDocument> => db.collection(collections.voids);
const durable = {
  readConcern: { level: 'majority' },
  writeConcern: { w: 'majority', journal: true },
} as const;
const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

async function findKnown(database: Database, ids: readonly string[]): Promise<KnownById> {
  const found = await statementsOf(database)
    .find<Known>(
      { _id: { $in: ids.map(toBinary) } },
      { projection: { h: 1, vt: 1 }, readPreference: 'primary' },
    )
    .toArray();
  return new Map(
    found.map(({ _id, h, vt }) => [toId(_id), { hash: h.value(), isVoiding: vt !== undefined }]),
  );
}

interface Sorted {
  readonly fresh: PreparedStatement[];
  readonly outcomes: AppendOutcome[];
}

/** What is new, and what each request will be answered. A request refused adds nothing to what is known. */
function sortOut(batches: readonly Batch[], known: KnownById): Sorted {
  const fresh: PreparedStatement[] = [];
  const outcomes = batches.map((batch): AppendOutcome => {
    const isConflict = ({ id, contentHash }: PreparedStatement) => {
      const there = known.get(id);
      return there !== undefined && !isSame(there.hash, contentHash);
    };
    const conflicts = batch.filter(isConflict).map(({ id }) => id);
    if (conflicts.length > 0) return { kind: 'conflict', ids: conflicts };
    const own = new Set(batch.filter(({ voids }) => voids !== undefined).map(({ id }) => id));
    const wrongVoids = batch.filter(
      ({ voids }) => voids !== undefined && (own.has(voids) || known.get(voids)?.isVoiding === true),
    );
    if (wrongVoids.length > 0)
      return {
        kind: 'void-refused',
        ids: wrongVoids.map(({ id }) => id),
        reason:
          'A voiding statement cannot be voided. Send the voided statement again under a new id instead.',
      };
    const duplicates: string[] = [];
    for (const statement of batch) {
      if (known.has(statement.id)) duplicates.push(statement.id);
      else {
        fresh.push(statement);
        known.set(statement.id, { hash: statement.contentHash, isVoiding: statement.voids !== undefined });
      }
    }
    return { kind: 'stored', duplicates };
  });
  return { fresh, outcomes };
}

function toDocument(
  statement: PreparedStatement,
  seq: bigint,
  stored: Date,
  isVoided: boolean,
): StatementDocument {
  const _id = toBinary(statement.id);
  return {
    _id,
    seq: Long.fromBigInt(seq),
    s: stored,
    ts: statement.timestamp === null ? stored : new Date(statement.timestamp),
    q: statement.queryKeys.map((key) => Long.fromBigInt(key)),
    ...(isVoided ? { v: true as const } : {}),
    ...(statement.refId === undefined ? {} : { ref: toBinary(statement.refId) }),
    ...(statement.voids === undefined ? {} : { vt: toBinary(statement.voids) }),
    h: new Binary(statement.contentHash),
    src: statement.sourceId,
    raw: statement.text,
    p: (_id.buffer[0] ?? 0) % partitionCount,
  };
}

async function write(
  { database, sequence }: Commit,
  fresh: readonly PreparedStatement[],
  block: Block,
  session: ClientSession,
): Promise<void> {
  await sequence.assertOpen(block, session);
  const ids = fresh.map(({ id }) => toBinary(id));
  const voided = new Set(
    (
      await voidsOf(database)
        .find({ _id: { $in: ids } }, { session })
        .toArray()
    ).map(({ _id }) => toId(_id)),
  );
  const voids = fresh.flatMap(({ id, voids: target }) => (target === undefined ? [] : [{ id, target }]));
  for (const { target } of voids) voided.add(target);
  await statementsOf(database).insertMany(
    fresh.map((statement, i) =>
      toDocument(statement, block.from + BigInt(i), block.stored, voided.has(statement.id)),
    ),
    { session, ordered: false },
  );
  if (voids.length === 0) return;
  await voidsOf(database).bulkWrite(
    voids.map(({ id, target }) => ({
      updateOne: {
        filter: { _id: toBinary(target) },
        update: { $setOnInsert: { by: toBinary(id) } },
        upsert: true,
      },
    })),
    { session, ordered: false },
  );
  await markVoided(
    database,
    voids.map(({ target }) => target),
    session,
  );
}

async function markVoided(
  database: Database,
  targets: readonly string[],
  session?: ClientSession,
): Promise<void> {
  if (targets.length === 0) return;
  await statementsOf(database).updateMany(
    { _id: { $in: targets.map(toBinary) }, v: { $exists: false } },
    { $set: { v: true } },
    session ? { session } : {},
  );
}

/** A void and its target in two transactions at once each miss the other; after the commit each side looks once more. */
async function lookAgain(database: Database, fresh: readonly PreparedStatement[]): Promise<void> {
  const waiting = await voidsOf(database)
    .find({ _id: { $in: fresh.map(({ id }) => toBinary(id)) } }, { projection: { _id: 1 } })
    .toArray();
  await markVoided(database, [
    ...waiting.map(({ _id }) => toId(_id)),
    ...fresh.flatMap(({ voids }) => voids ?? []),
  ]);
}

/** @throws what MongoDB throws; a duplicate that slipped in between is told by `isClash`. */
export async function commitGroup(
  commit: Commit,
  batches: readonly Batch[],
): Promise<readonly AppendOutcome[]> {
  const { database, sequence } = commit;
  const ids = batches.flatMap((batch) =>
    batch.flatMap(({ id, voids }) => (voids === undefined ? [id] : [id, voids])),
  );
  const { fresh, outcomes } = sortOut(batches, await findKnown(database, ids));
  if (fresh.length === 0) return outcomes;
  const block = await sequence.take(fresh.length);
  try {
    await database.client.withSession((session) =>
      session.withTransaction(() => write(commit, fresh, block, session), durable),
    );
    await lookAgain(database, fresh);
  } finally {
    await sequence.close(block);
  }
  return outcomes;
}

/** Somebody else stored one of the ids meanwhile: look again at what is known. */
export const isClash = (error: unknown): boolean =>
  error instanceof MongoServerError && (error.code === 11_000 || error.code === 112);
