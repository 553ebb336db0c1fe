// SPDX-License-Identifier: Apache-2.0
/** A database with so many statements in it, as the store would have them, people who are known, and a mapping for a third of them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mappingSchema, ruleSchema } from '@cairn/engine';
import { frameworkSchema } from '@cairn/frameworks';
import { openStore, type Store } from '@cairn/store';
import { startEmbedded } from '@cairn/store/embedded';
import { type Db, Long, MongoClient } from 'mongodb';
import { policyOf } from '../../organisation/organisation.ts';
import { accountOf, makeStatement, people, seeded, toDocument } from './statements.ts';

/** The most frequent ones: 35 of 100 statements are about one of them. */
const ruled = 86;
const atOnce = 5000;

export interface Stored {
  readonly store: Store;
  readonly db: Db;
  /** Of this database. */
  readonly uri: string;
  readonly end: () => Promise<void>;
}

const { frameworks, mapping } = policyOf(ruled);
const rulesOf = (level: string | null) =>
  mapping.rules.map(({ when, ...rule }, i) =>
    ruleSchema.parse({
      ...rule,
      ...(level === null ? {} : { level }),
      when: { ...when, value: `https://moodle.example.org/mod/quiz/view.php?id=${i}` },
    }),
  );
/** `level`: granted by every rule, so that their content is another. */
export const draftOf = (level: string | null) => ({
  publishedBy: 'benchmark',
  timeZone: 'UTC',
  frameworks: frameworks.map((one) => frameworkSchema.parse(one)),
  roles: [],
  dialects: { generic: 2 },
  mapping: { ...mappingSchema.parse({ title: { en: 'M' }, rules: [] }), rules: rulesOf(level) },
});

/** `isWaiting`: to be processed; else as if it had been, before anything was published. */
async function fill(db: Db, count: number, isWaiting: boolean): Promise<void> {
  const random = seeded(7);
  let last = new Date(0);
  for (let from = 1; from <= count; from += atOnce) {
    const documents = Array.from({ length: Math.min(atOnce, count - from + 1) }, (_, i) => {
      const document = toDocument(makeStatement(from + i, random), from + i);
      const first = (document['_id'] as { buffer: Uint8Array }).buffer[0] ?? 0;
      last = document['s'] as Date;
      return { ...document, ...(isWaiting ? { p: first % 16 } : {}) };
    });
    await db.collection<object>('statements').insertMany(documents, { ordered: false });
  }
  await db
    .collection<{ _id: string }>('sequence')
    .updateOne({ _id: 'statements' }, { $set: { next: Long.fromNumber(count + 1), stored: last } });
}

export async function openStored(
  count: number,
  { isWaiting }: { readonly isWaiting: boolean },
): Promise<Stored> {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-bench-'));
  const mongod = await startEmbedded({ dataDir: data });
  const store = await openStore({ uri: mongod.uri });
  const client = await new MongoClient(mongod.uri, { promoteLongs: false }).connect();
  const db = client.db('cairn');
  await store.sources.add({
    id: 'lms',
    title: 'LMS',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  await store.people.import(
    Array.from({ length: people }, (_, i) => ({
      id: `person-${i}`,
      name: `Learner ${i}`,
      teamId: null,
      roleIds: [],
      identifiers: [
        { identifier: `account:${accountOf(i).homePage}|${accountOf(i).name}`, from: null, to: null },
      ],
    })),
    'benchmark',
  );
  await fill(db, count, isWaiting);
  return {
    store,
    db,
    uri: mongod.uri,
    end: async () => {
      await client.close();
      await store.close();
      await mongod.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

export async function until(isDone: () => Promise<boolean>, lookEveryMs = 50): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
}
