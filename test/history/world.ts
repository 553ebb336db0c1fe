// SPDX-License-Identifier: Apache-2.0
/** A small world with a history: statements, voids, links, publications, and what is known of everybody at each moment. */
import { mappingSchema, type Rule, ruleSchema } from '@cairn/engine';
import { frameworkSchema } from '@cairn/frameworks';
import { type Processor, startProcessor } from '@cairn/processor';
import { createPolicyReader, profileView, readFrame } from '@cairn/server';
import { compileRecorded, openStore, type Store } from '@cairn/store';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { comparisonHash, queryKeys, type Statement, voidedId } from '@cairn/xapi';
import type { Document } from 'mongodb';

const nothing = () => undefined;
const log = { info: nothing, warn: nothing, error: nothing };
const en = (text: string) => ({ en: text });
export const competencies = ['A', 'B', 'C'];
export const activityOf = (competency: string) => `https://x.y/${competency.toLowerCase()}`;
const start = Date.UTC(2026, 0, 1);
const minute = 60_000;

const framework = frameworkSchema.parse({
  id: 'f',
  title: en('F'),
  version: '1',
  scale: 's',
  scales: [
    {
      id: 's',
      name: en('S'),
      levels: [0.3, 0.5, 0.7, 0.9].map((minScore, i) => ({
        id: `L${i + 1}`,
        rank: i + 1,
        name: en(`L${i + 1}`),
        proficient: i >= 2,
        minScore,
      })),
    },
  ],
  competencies: competencies.map((id) => ({ id, code: id, label: en(id), statement: en(id), kind: 'skill' })),
});
export const ruleOf = (competency: string, more: Partial<Rule> = {}): Rule =>
  ruleSchema.parse({
    id: `rule-${competency}`,
    title: en(competency),
    competency,
    when: { field: 'activity', op: 'eq', value: activityOf(competency) },
    kind: 'knowledge-test',
    value: { from: 'score' },
    ...more,
  });
export const draftOf = (rules: readonly Rule[]) => ({
  publishedBy: 'test',
  timeZone: 'UTC',
  frameworks: [framework],
  roles: [],
  dialects: { generic: 1 },
  mapping: { ...mappingSchema.parse({ title: en('M'), rules: [] }), rules: [...rules] },
});

const idOf = (i: number) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
type Sent = Statement & { readonly id: string };
/** The `i`-th statement; each has a time of its own. Ids spread over the partitions. */
export const scored = (i: number, who: string, competency: string, scaled: number): Sent => ({
  id: `${(i * 37).toString(16).padStart(8, '0').slice(-8)}${idOf(i).slice(8)}`,
  actor: { account: { homePage: 'https://hr', name: who } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/scored' },
  object: { id: activityOf(competency) },
  result: { score: { scaled } },
  timestamp: new Date(start + ((i * 7919) % 10_007) * minute).toISOString(),
});
export const voiding = (i: number, target: Sent): Sent => ({
  ...scored(i, 'admin', 'A', 0),
  verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
  object: { objectType: 'StatementRef', id: target.id },
});
export const identifierOf = (name: string) => `account:https://hr|${name}`;

export interface World {
  readonly store: Store;
  readonly command: (command: Document) => Promise<Document>;
  readonly send: (statements: readonly Sent[], sourceId?: string) => Promise<void>;
  /** Gives the identifier of that name to a person. */
  readonly link: (name: string, personId?: string) => Promise<void>;
  readonly processor: (options?: { readonly pruneAfterMs?: number }) => Promise<Processor>;
  /** Stops all processors. */
  readonly rest: () => Promise<void>;
  /** Works off all there is. */
  readonly settle: () => Promise<void>;
  /** A profile as it is answered, and whether it is final. */
  readonly profile: (
    personId: string,
    known: number | null,
  ) => Promise<{ readonly text: string; readonly complete: boolean } | null>;
  /** Evidence and mastery as they are kept, in a fixed order; what only tells of the work is left out. */
  readonly state: () => Promise<{
    readonly evidence: readonly unknown[];
    readonly mastery: readonly unknown[];
  }>;
  readonly end: () => Promise<void>;
}

/** `given`: a store of the caller's, otherwise one of its own. */
export async function openWorld(given?: TestStore): Promise<World> {
  const own = given ?? (await openTestStore());
  const { store } = own;
  const stores: Store[] = [];
  const running: Processor[] = [];
  await store.sources.add({
    id: 'lms',
    title: 'LMS',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  const processor: World['processor'] = async (options = {}) => {
    const another = await openStore({ uri: own.uri, database: own.database });
    stores.push(another);
    const started = startProcessor({ store: another, log, ...options });
    running.push(started);
    return started;
  };
  const all = async (collection: string, projection: Document, sort: Document) => {
    const found = await own.command({ find: collection, projection, sort, batchSize: 100_000 });
    return (found as { cursor: { firstBatch: Document[] } }).cursor.firstBatch;
  };
  return {
    store,
    command: own.command,
    processor,
    send: async (statements, sourceId = 'lms') => {
      await store.statements.append(
        statements.map((statement) => {
          const voids = voidedId(statement);
          return {
            id: statement.id,
            text: JSON.stringify(statement),
            timestamp: Date.parse(statement.timestamp ?? ''),
            contentHash: comparisonHash(statement),
            queryKeys: queryKeys(statement),
            sourceId,
            ...(voids === null ? {} : { voids }),
          };
        }),
      );
    },
    link: (name, personId = name) =>
      store.people.import(
        [
          {
            id: personId,
            name: personId,
            teamId: null,
            roleIds: [],
            identifiers: [{ identifier: identifierOf(name), from: null, to: null }],
          },
        ],
        'test',
      ),
    rest: async () => {
      await Promise.all(running.splice(0).map((one) => one.stop()));
    },
    settle: async () => {
      if (running.length === 0) await processor();
      await Promise.all(running.map((one) => one.idle()));
    },
    profile: async (personId, known) => {
      const person = { id: personId, name: personId, teamId: null, roleIds: [] };
      const at = start + 100_000 * minute;
      const frame = await readFrame(store, createPolicyReader(store), person, { at, known }, null);
      if (!frame) return null;
      const { complete, ...view } = await profileView(store, frame, undefined);
      return { text: JSON.stringify(view), complete };
    },
    state: async () => {
      const version = (await store.policies.currentVersion()) ?? '';
      const recorded = await store.policies.recorded(version);
      const generationOf = recorded ? compileRecorded(recorded).generationOf : () => '';
      const mastery = await all(
        'mastery',
        { policyVersion: 1, personId: 1, competencyId: 1, timeline: 1 },
        { personId: 1, competencyId: 1, policyVersion: 1 },
      );
      return {
        evidence: await all('evidence', {}, { _id: 1 }),
        // Which version it was first folded under is a matter of the work, and who has no evidence may be there or not.
        mastery: mastery
          .filter(
            ({ competencyId, policyVersion, timeline }) =>
              generationOf(String(competencyId)) === policyVersion &&
              (timeline as { evidenceCount: number }).evidenceCount > 0,
          )
          .map(({ personId, competencyId, timeline }) => ({ personId, competencyId, timeline })),
      };
    },
    end: async () => {
      await Promise.all(running.map((one) => one.stop()));
      await Promise.all(stores.map((one) => one.close()));
      await own.drop();
    },
  };
}
