// SPDX-License-Identifier: Apache-2.0
/**
 * Schema version and indexes. Any number of processes may start at once: creating an index that is there is a no-op, and the
 * version only ever rises. Each migration must be safe to run twice and beside programs of the version before.
 */
import { type Db, type IndexDescription, Long } from 'mongodb';
import { collections, type Database, type StatementDocument } from '../database.ts';
import { markOlder } from '../definitions/teach-older.ts';
import { documentIndexes } from '../documents.ts';
import { evidenceIndexes } from '../evidence.ts';
import { pullIndexes } from '../pulls.ts';
import { quarantineIndexes } from '../quarantine.ts';
import { masteryIndexes } from '../mastery.ts';
import { sessionIndexes } from '../admins.ts';
import { identityLinkIndexes } from '../people.ts';
import { policyIndexes } from '../policies.ts';
import { portalIndexes } from '../portals.ts';
import { activityIndexes, unresolvedIndexes } from '../seen.ts';
import { figuresIndexes } from '../source-figures.ts';
import { sourceIndexes } from '../sources.ts';
import { policiesAreDated } from './policies-are-dated.ts';
import { sourcesGetCredentials } from './sources-get-credentials.ts';
import { statementIndexes } from '../statements.ts';
import { type Linked, linkProjection, linkStatements } from '../statements/links.ts';
import { writerIndexes } from '../statements/writer.ts';
import { StoreError } from '../store.errors.ts';

interface MetaDocument {
  readonly _id: 'schema';
  readonly version: number;
}
const indexes: Readonly<Record<string, readonly IndexDescription[]>> = {
  [collections.statements]: statementIndexes,
  [collections.writers]: writerIndexes,
  [collections.sources]: sourceIndexes,
  [collections.sourceFigures]: figuresIndexes,
  [collections.documents]: documentIndexes,
  [collections.evidence]: evidenceIndexes,
  [collections.mastery]: masteryIndexes,
  [collections.pulls]: pullIndexes,
  [collections.quarantine]: quarantineIndexes,
  [collections.identityLinks]: identityLinkIndexes,
  [collections.sessions]: sessionIndexes,
  [collections.policies]: policyIndexes,
  [collections.portals]: portalIndexes,
  [collections.activities]: activityIndexes,
  [collections.unresolved]: unresolvedIndexes,
};
/** In order; the schema version is their number. */
const migrations: readonly ((db: Db) => Promise<void>)[] = [
  async (db) => {
    // The order of statements starts at 1, and a transaction cannot create what it needs on a sharded cluster.
    await db
      .collection<{ _id: string; next: Long }>(collections.sequence)
      .updateOne(
        { _id: 'statements' },
        { $setOnInsert: { next: Long.fromNumber(1), open: [], stored: new Date(0) } },
        { upsert: true },
      );
    await createStatements(db);
    for (const name of [collections.activities, collections.unresolved])
      await db.createCollection(name).catch(ignoreExisting);
  },
  async (db) => {
    // What an import writes in its transaction.
    for (const name of [
      collections.people,
      collections.teams,
      collections.identityLinks,
      collections.identityLocks,
    ])
      await db.createCollection(name).catch(ignoreExisting);
  },
  async (db) => {
    // Open blocks name their writer from here on; a void is found as the statement that it is; referrers are found by the
    // values of what they point to.
    await db.createCollection(collections.writers).catch(ignoreExisting);
    await db
      .collection<{ _id: string }>(collections.sequence)
      .updateOne({ _id: 'statements' }, { $pull: { open: { writer: { $exists: false } } } });
    await db.dropCollection('voids');
    await linkAll(db);
  },
  sourcesGetCredentials,
  async (db) => {
    await db.createCollection(collections.pulls).catch(ignoreExisting);
  },
  policiesAreDated,
  async (db) => {
    // What the transaction that clears the inbox's flags writes.
    await db.createCollection(collections.seenTallies).catch(ignoreExisting);
  },
  // What statements have of others is told apart by statement from here on.
  linkAll,
  async (db) => {
    // How much waits of a source is counted by the length of its texts.
    await db
      .collection(collections.quarantine)
      .updateMany({ text: { $exists: true }, bytes: { $exists: false } }, [
        { $set: { bytes: { $strLenBytes: '$text' } } },
      ]);
  },
  markOlder,
];

const compressedBy = (block: string) => ({
  storageEngine: { wiredTiger: { configString: `block_compressor=${block}` } },
});
/** Made once and for all: a collection that is there keeps its form. The figures are in decisions/compressed-blocks.md. */
async function createStatements(db: Db): Promise<void> {
  await db
    .createCollection(collections.statements, {
      ...compressedBy('zstd'),
      indexOptionDefaults: compressedBy('zstd'),
    })
    .catch(ignoreExisting);
}

const linkAtOnce = 1000;
async function linkAll(db: Db): Promise<void> {
  const pointing = db
    .collection<StatementDocument>(collections.statements)
    .find({ ref: { $exists: true } }, { projection: linkProjection });
  let page: Linked[] = [];
  for await (const one of pointing) {
    page.push(one);
    if (page.length < linkAtOnce) continue;
    await linkStatements({ db }, page);
    page = [];
  }
  await linkStatements({ db }, page);
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error) || !('codeName' in error) || error.codeName !== 'NamespaceExists')
    throw error;
}

async function versionOf(db: Db): Promise<number> {
  return (await db.collection<MetaDocument>(collections.meta).findOne({ _id: 'schema' }))?.version ?? 0;
}

/** @throws {StoreError} SCHEMA_TOO_NEW when a newer Cairn has used this database. */
export async function migrate({ db }: Database): Promise<void> {
  const there = await versionOf(db);
  if (there > migrations.length)
    throw new StoreError(
      'SCHEMA_TOO_NEW',
      `This database has schema ${there}; this Cairn knows ${migrations.length}. Start a newer Cairn.`,
    );
  for (const migration of migrations.slice(there)) await migration(db);
  for (const [name, list] of Object.entries(indexes)) await db.collection(name).createIndexes([...list]);
  await db
    .collection<MetaDocument>(collections.meta)
    .updateOne({ _id: 'schema' }, { $max: { version: migrations.length } }, { upsert: true });
}

/** @throws {StoreError} SCHEMA_NOT_READY with what is missing. */
export async function checkSchema({ db }: Database): Promise<void> {
  if ((await versionOf(db)) !== migrations.length)
    throw new StoreError(
      'SCHEMA_NOT_READY',
      'The database has another schema version than this Cairn needs.',
    );
  for (const [name, list] of Object.entries(indexes)) {
    const there = new Set((await db.collection(name).indexes()).map(({ key }) => JSON.stringify(key)));
    const missing = list.filter(({ key }) => !there.has(JSON.stringify(key)));
    if (missing.length > 0)
      throw new StoreError(
        'SCHEMA_NOT_READY',
        `The collection ${name} lacks the index ${JSON.stringify(missing[0]?.key)}.`,
      );
  }
}
