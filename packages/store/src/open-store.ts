// SPDX-License-Identifier: Apache-2.0
/** One store for a program: connects, migrates, puts the collections together. */
import { MongoClient } from 'mongodb';
import type { Database } from './database.ts';
import { checkSchema, migrate } from './migrations/migrations.ts';
import { createAdmins } from './admins.ts';
import { createAttachments } from './attachments.ts';
import { createDefinitions } from './definitions.ts';
import { createDocuments } from './documents.ts';
import { createEvidence } from './evidence.ts';
import { createInbox } from './inbox.ts';
import { createMastery } from './mastery.ts';
import { createPeople } from './people.ts';
import { createPolicies } from './policies.ts';
import { createPortals } from './portals.ts';
import { createProcessors } from './processors.ts';
import { createPulls } from './pulls.ts';
import { createQuarantine } from './quarantine.ts';
import { createReplay } from './replay.ts';
import { createSeal } from './seal.ts';
import { createSeen } from './seen.ts';
import { createSourceFigures } from './source-figures.ts';
import { createSourceHealth } from './source-health.ts';
import { createSources } from './sources.ts';
import { createStatements } from './statements.ts';
import { createCandidates } from './statements/candidates.ts';
import type { Store, StoreOptions } from './store.types.ts';

export async function openDatabase({
  uri,
  database,
  serverSelectionTimeoutMs = 10_000,
}: StoreOptions): Promise<Database> {
  // Query keys are 64-bit: as JavaScript numbers they would lose their last bits.
  const client = new MongoClient(uri, {
    promoteLongs: false,
    retryWrites: true,
    serverSelectionTimeoutMS: serverSelectionTimeoutMs,
  });
  await client.connect();
  const named = new URL(
    uri
      .replace(/^mongodb(\+srv)?:/, 'http:')
      .replace(/@[^/]*/, '@host')
      .replace(/\/\/[^/@]*,[^/]*/, '//host'),
  ).pathname.slice(1);
  return { client, db: client.db(database ?? (named === '' ? 'cairn' : decodeURIComponent(named))) };
}

export async function openStore(options: StoreOptions): Promise<Store> {
  const database = await openDatabase(options);
  try {
    await migrate(database);
  } catch (error) {
    await database.client.close();
    throw error;
  }
  const { idle, ...statements } = createStatements(database);
  const { idle: sourcesIdle, ...sources } = createSources(
    database,
    async () => (await statements.order()).horizon,
  );
  const sourceHealth = createSourceHealth(database);
  const sourceFigures = createSourceFigures(database);
  const seen = createSeen(database);
  const seal = createSeal(options.secretKey);
  const { idle: portalsIdle, ...portals } = createPortals(database, seal);
  return {
    statements,
    candidates: createCandidates(database),
    documents: createDocuments(database),
    attachments: createAttachments(database),
    definitions: createDefinitions(database),
    sources,
    sourceHealth,
    sourceFigures,
    pulls: createPulls(database, seal),
    quarantine: createQuarantine(database),
    inbox: createInbox(database),
    seen,
    portals,
    admins: createAdmins(database),
    people: createPeople(database),
    policies: createPolicies(database),
    evidence: createEvidence(database),
    mastery: createMastery(database),
    processors: createProcessors(database),
    replay: createReplay(database),
    now: async () => {
      const { localTime } = await database.db.admin().command({ hello: 1 });
      return (localTime as Date).getTime();
    },
    transactionLifetimeSeconds: async () => {
      const answer = await database.db
        .admin()
        .command({ getParameter: 1, transactionLifetimeLimitSeconds: 1 })
        .catch(() => null);
      return answer === null ? null : Number(answer['transactionLifetimeLimitSeconds']);
    },
    check: () => checkSchema(database),
    close: async () => {
      await Promise.all([idle(), sourcesIdle(), portalsIdle(), sourceHealth.flush(), sourceFigures.flush()]);
      await database.client.close();
    },
  };
}
