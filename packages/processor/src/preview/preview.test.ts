// SPDX-License-Identifier: Apache-2.0
import {
  type Condition,
  createPersonMastery,
  foldForRole,
  mappingSchema,
  type MasteryState,
  type Rule,
  ruleSchema,
  stateAt,
  unknownState,
} from '@cairn/engine';
import { frameworkSchema, roleProfileSchema } from '@cairn/frameworks';
import { compileRecorded, evidenceOfPerson, type PolicyContent, type Store } from '@cairn/store';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { comparisonHash, queryKeys, type Statement, stableJson, voidedId } from '@cairn/xapi';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProcessor } from '../processor.ts';
import { masteryChange, noChanges } from './mastery-change.ts';
import { preview } from './preview.ts';
import type { Preview } from './preview.types.ts';

const log = pino({ level: 'silent' });
const en = (text: string) => ({ en: text });
const competencies = ['A', 'B', 'C'] as const;
const people = ['ann', 'bob', 'cy'] as const;
const activities = ['https://x.y/a', 'https://x.y/b', 'https://x.y/c'] as const;
const frameworkOf = (cuts: readonly number[]) =>
  frameworkSchema.parse({
    id: 'f',
    title: en('F'),
    version: '1',
    scale: 's',
    scales: [
      {
        id: 's',
        name: en('S'),
        levels: cuts.map((minScore, i) => ({
          id: `L${i + 1}`,
          rank: i + 1,
          name: en(`L${i + 1}`),
          proficient: i >= 1,
          minScore,
        })),
      },
    ],
    competencies: competencies.map((id) => ({
      id,
      code: id,
      label: en(id),
      statement: en(id),
      kind: 'skill',
    })),
    relations: ['B', 'C'].map((origin) => ({ type: 'isChildOf', origin, destination: 'A' })),
  });
const roles = ['quay', 'yard'].map((id) =>
  roleProfileSchema.parse({
    id,
    title: en(id),
    requirements: [{ competency: 'A', level: 'L2', weight: 1, mandatory: true }],
  }),
);
const ruleOf = (id: string, when: Condition, more: Partial<Rule> = {}): Rule =>
  ruleSchema.parse({
    id,
    title: en(id),
    competency: 'A',
    when,
    kind: 'knowledge-test',
    value: { from: 'score' },
    ...more,
  });
const about = (value: string): Condition => ({ field: 'activity', op: 'eq', value });
type Settings = Partial<Pick<PolicyContent['mapping'], 'rollUps' | 'requirements'>>;
const draftOf = (
  rules: readonly Rule[],
  more: Partial<PolicyContent> = {},
  model = 'highest',
  settings: Settings = {},
): PolicyContent => ({
  publishedBy: 'test',
  timeZone: 'UTC',
  frameworks: [frameworkOf([0.3, 0.6, 0.9])],
  roles,
  dialects: { generic: 2 },
  mapping: {
    ...mappingSchema.parse({ title: en('M'), rules: [], model: { model }, ...settings }),
    rules: [...rules],
  },
  ...more,
});

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
let made = 0;
const idOf = () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
type Sent = Statement & { readonly id: string };
const scored = (name: string, activity: string, scaled: number | null, onDay: number): Sent => ({
  id: idOf(),
  actor: { account: { homePage: 'https://hr', name } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/scored' },
  object: { id: activity },
  ...(scaled === null ? {} : { result: { score: { scaled } } }),
  timestamp: new Date(start + onDay * day).toISOString(),
});
const voiding = (target: string): Sent => ({
  ...scored('admin', activities[0], null, 0),
  verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
  object: { objectType: 'StatementRef', id: target },
});

async function prepare(): Promise<TestStore> {
  const own = await openTestStore();
  await own.store.sources.add({
    id: 'lms',
    title: 'LMS',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  await own.store.people.import(
    people.map((id) => ({
      id,
      name: id.toUpperCase(),
      teamId: null,
      roleIds: id === 'ann' ? ['quay'] : [],
      identifiers: [{ identifier: `account:https://hr|${id}`, from: null, to: null }],
    })),
    'test',
  );
  return own;
}
const send = (store: Store, statements: readonly Sent[]) =>
  store.statements.append(
    statements.map((statement) => ({
      id: statement.id,
      text: JSON.stringify(statement),
      timestamp: Date.parse(statement.timestamp ?? ''),
      contentHash: comparisonHash(statement),
      queryKeys: queryKeys(statement),
      sourceId: 'lms',
      ...(voidedId(statement) === null ? {} : { voids: voidedId(statement) ?? '' }),
    })),
  );
async function processed(store: Store): Promise<void> {
  const processor = startProcessor({ store, log });
  await processor.idle();
  await processor.stop();
}
async function published(store: Store, draft: PolicyContent): Promise<string> {
  const { version } = await store.policies.publish(draft);
  await processed(store);
  return version;
}
/** Of all collections: what is in them. */
async function contents({ command }: TestStore): Promise<unknown> {
  const { collections } = await command({ dbHash: 1 });
  return collections as unknown;
}

type States = ReadonlyMap<string, MasteryState>;
/** As profiles and gaps show them: by competency and person, and by role, competency and person. */
async function states(store: Store, version: string, at: number): Promise<States> {
  const recorded = await store.policies.recorded(version);
  if (!recorded) throw new Error(`there is no version ${version}`);
  const policy = compileRecorded(recorded);
  const all = new Map<string, MasteryState>();
  for (const personId of people) {
    const mastery = createPersonMastery(policy, await store.mastery.ofPerson(policy, personId));
    for (const id of competencies) all.set(`${id} ${personId}`, mastery.stateAt(id, at));
    const links = await store.people.linksOfPeople([personId]);
    const subjects = links.map(({ identifier }) => identifier);
    for (const role of roles)
      for (const id of competencies) {
        const evidence = evidenceOfPerson(await store.evidence.ofSubjects(subjects, [id]), links, policy);
        const timeline = foldForRole(policy, role.id, id, evidence);
        all.set(`${role.id} ${id} ${personId}`, timeline ? stateAt(timeline, at) : mastery.stateAt(id, at));
      }
  }
  return all;
}
/** What a preview counts of it; only where something changes. */
function changesOf(keys: readonly string[], before: States, after: States) {
  const counts: Record<string, ReturnType<typeof noChanges>> = {};
  for (const key of keys)
    for (const personId of people) {
      const own = `${key} ${personId}`;
      const change = masteryChange(before.get(own) ?? unknownState, after.get(own) ?? unknownState);
      if (change) (counts[key] ??= noChanges())[change] += 1;
    }
  return counts;
}
const predicted = ({ competencies: list }: Preview) =>
  Object.fromEntries(list.map(({ competencyId, people: counts }) => [competencyId, counts]));
const predictedOfRoles = ({ roles: list }: Preview) =>
  Object.fromEntries(list.map((one) => [`${one.roleId} ${one.competencyId}`, one.people]));
/** Of a role that reads a competency as everybody does, a preview says nothing beyond the competency's own. */
const readByRoles = (drafts: readonly PolicyContent[]) =>
  roles.flatMap(({ id }) =>
    competencies
      .filter((one) => drafts.some(({ mapping }) => mapping.requirements?.[id]?.[one] !== undefined))
      .map((one) => `${id} ${one}`),
  );

let own: TestStore;
let store: Store;
beforeEach(async () => {
  own = await prepare();
  store = own.store;
});
afterEach(() => own.drop());

test('a preview says what a changed threshold does: who loses, which statements match nothing any more, what is unknown', async () => {
  const [a, b] = activities;
  const passed = (gte: number): Condition => ({ all: [about(a), { field: 'score', op: 'gte', value: gte }] });
  await published(store, draftOf([ruleOf('r', passed(0.5)), ruleOf('other', about(b), { competency: 'B' })]));
  const weak = scored('bob', a, 0.65, 2);
  await send(store, [scored('ann', a, 0.95, 1), weak, scored('cy', a, null, 3), scored('ann', b, 0.7, 4)]);
  await processed(store);
  const found = await preview(
    store,
    draftOf([ruleOf('r', passed(0.8)), ruleOf('other', about(b), { competency: 'B' })]),
  );
  expect(found.comparedWith).toBe('1');
  expect(found.changes).toEqual({ added: [], changed: ['r'], removed: [] });
  expect(found.statements).toEqual({
    read: 3,
    lost: 1,
    lostExamples: [{ statementId: weak.id, ruleIds: ['r'], person: { id: 'bob', name: 'BOB' } }],
    aside: 0,
  });
  expect(found.rules).toMatchObject([
    {
      ruleId: 'r',
      change: 'changed',
      evidence: { before: 2, after: 1 },
      reading: {
        met: 1,
        notMet: 1,
        unknown: 1,
        unknownBy: [{ pointer: '/when/all/1', says: { en: 'score at least 80 %' }, statements: 1 }],
        examples: [{ person: { id: 'ann', name: 'ANN' }, value: 0.95, levelId: 'L3' }],
      },
    },
    { ruleId: 'other', change: 'unchanged', evidence: { before: 1, after: 1 }, reading: null },
  ]);
  expect(found.competencies).toMatchObject([
    {
      competencyId: 'A',
      proficient: { before: 2, after: 1 },
      examples: [
        {
          person: { id: 'bob', name: 'BOB' },
          change: 'becomes-unknown',
          before: { status: 'proficient', levelId: 'L2' },
          after: { status: 'unknown', levelId: null },
        },
      ],
    },
  ]);
});

test('a draft that changes nothing reads no statement and finds nothing', async () => {
  const draft = draftOf([ruleOf('r', about(activities[0]))]);
  await published(store, draft);
  await send(store, [scored('ann', activities[0], 0.7, 1)]);
  await processed(store);
  const found = await preview(store, draft);
  expect(found.statements.read).toBe(0);
  expect([found.competencies, found.people]).toEqual([[], noChanges()]);
  expect(found.publication).toEqual({ statementsToRead: 0, masteriesToFold: 0, seconds: 0 });
});

test('before the first publication everything is read, and what becomes known is told', async () => {
  await send(store, [scored('ann', activities[0], 0.7, 1), scored('stranger', activities[0], 0.7, 1)]);
  await processed(store);
  const found = await preview(store, draftOf([ruleOf('r', about(activities[0]))]));
  expect(found.comparedWith).toBeNull();
  expect(found.people).toEqual({ ...noChanges(), 'becomes-known': 1 });
  const shown = found.rules[0]?.reading?.examples.map(({ person }) => person?.id ?? 'nobody');
  expect(shown?.toSorted()).toEqual(['ann', 'nobody']);
});

test('what is rolled up from a competency changes with it, and the roll-up itself reads no statement', async () => {
  const rule = (gte: number) =>
    ruleOf(
      'r',
      { all: [about(activities[1]), { field: 'score', op: 'gte', value: gte }] },
      { competency: 'B' },
    );
  const any = { rollUps: { A: { policy: 'any', outcome: 'grant' } as const } };
  await published(store, draftOf([rule(0.5)], {}, 'highest', any));
  await send(store, [scored('ann', activities[1], 0.65, 1), scored('bob', activities[1], 0.95, 2)]);
  await processed(store);
  const stricter = await preview(store, draftOf([rule(0.9)], {}, 'highest', any));
  expect(predicted(stricter)).toEqual({
    A: { ...noChanges(), 'becomes-unknown': 1 },
    B: { ...noChanges(), 'becomes-unknown': 1 },
  });
  const without = await preview(store, draftOf([rule(0.5)]));
  expect(predicted(without)).toEqual({ A: { ...noChanges(), 'becomes-unknown': 2 } });
  expect(without.publication).toEqual({ statementsToRead: 0, masteriesToFold: 0, seconds: 0 });
  expect(without.competencies[0]?.examples.map(({ person }) => person.id).toSorted()).toEqual(['ann', 'bob']);
});

test('what a role reads otherwise is told of that role: who is measured against it, and who holds it', async () => {
  const rule = ruleOf('r', about(activities[0]));
  await published(store, draftOf([rule]));
  await send(
    store,
    ['ann', 'bob'].flatMap((who) => [
      scored(who, activities[0], 0.95, 1),
      scored(who, activities[0], 0.1, 2),
    ]),
  );
  await processed(store);
  const average = { quay: { A: { model: { model: 'average', parameters: {} } } } };
  const found = await preview(store, draftOf([rule], {}, 'highest', { requirements: average }));
  expect(found.people).toEqual(noChanges());
  expect(found.roles).toMatchObject([
    {
      roleId: 'quay',
      competencyId: 'A',
      people: { ...noChanges(), loses: 2 },
      holders: { ...noChanges(), loses: 1 },
      proficient: { before: 2, after: 0 },
    },
  ]);
});

test('a preview can be ended', async () => {
  await send(store, [scored('ann', activities[0], 0.7, 1)]);
  const reason = new Error('nobody waits');
  const asked = preview(store, draftOf([ruleOf('r', about(activities[0]))]), {
    signal: AbortSignal.abort(reason),
  });
  await expect(asked).rejects.toBe(reason);
});

const score = fc.constantFrom(null, 0.1, 0.35, 0.65, 0.95);
const history = fc.array(
  fc.record({
    name: fc.constantFrom(...people),
    activity: fc.constantFrom(...activities),
    scaled: score,
    onDay: fc.integer({ min: 0, max: 40 }),
    isVoided: fc.boolean(),
  }),
  { maxLength: 12 },
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom(...activities).map(about),
  fc
    .record({ activity: fc.constantFrom(...activities), gte: fc.constantFrom(0.3, 0.6) })
    .map(({ activity, gte }): Condition => ({
      all: [about(activity), { field: 'score', op: 'gte', value: gte }],
    })),
  // No key leads to it: every statement is read.
  fc.constant<Condition>({ field: 'score', op: 'lt', value: 0.5 }),
);
const rules = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom('r1', 'r2', 'r3'),
      competency: fc.constantFrom(...competencies),
      when: condition,
      validFor: fc.constantFrom(undefined, 'P1M'),
    }),
    { selector: ({ id }) => id, maxLength: 3 },
  )
  .map((list) =>
    list.map(({ id, when, competency, validFor }) =>
      ruleOf(id, when, { competency, ...(validFor === undefined ? {} : { validFor }) }),
    ),
  );
const draft = fc
  .record({
    rules,
    model: fc.constantFrom('highest', 'latest'),
    cuts: fc.constantFrom([0.3, 0.6, 0.9], [0.3, 0.6, 0.9], [0.2, 0.5, 0.7]),
    timeZone: fc.constantFrom('UTC', 'UTC', 'Asia/Tokyo'),
    rollUp: fc.constantFrom<NonNullable<Settings['rollUps']>[string] | undefined>(
      undefined,
      { policy: 'any', outcome: 'grant' },
      { policy: 'all', outcome: 'grant' },
      { policy: 'any', outcome: 'show' },
      { policy: 'weighted', threshold: 0.5, weights: {}, coverage: 0, outcome: 'grant' },
      { policy: 'weakest', outcome: 'grant' },
    ),
    ofRole: fc.constantFrom<Settings['requirements']>(
      undefined,
      { quay: { A: { model: { model: 'average', parameters: {} } } } },
      { quay: { A: { validFor: 'P1M' } }, yard: { B: { validFor: 'P2M' } } },
    ),
  })
  .map(({ rules: list, model, cuts, timeZone, rollUp, ofRole }) =>
    draftOf(list, { frameworks: [frameworkOf(cuts)], timeZone }, model, {
      ...(rollUp ? { rollUps: { A: rollUp } } : {}),
      ...(ofRole ? { requirements: ofRole } : {}),
    }),
  );

test(
  'what a preview foretells is what publishing does; the preview itself leaves no trace',
  { timeout: 120_000 },
  () =>
    fc.assert(
      fc.asyncProperty(history, draft, draft, async (past, first, second) => {
        const there = await prepare();
        try {
          const statements = past.map(({ name, activity, scaled, onDay }) =>
            scored(name, activity, scaled, onDay),
          );
          await send(there.store, statements.slice(0, 5));
          const one = await published(there.store, first);
          const voids = statements.filter((_, i) => past[i]?.isVoided).map(({ id }) => voiding(id));
          await send(there.store, [...statements.slice(5), ...voids]);
          await processed(there.store);
          const untouched = await contents(there);
          const found = await preview(there.store, second);
          expect(await contents(there)).toEqual(untouched);
          const before = await states(there.store, one, found.at);
          const two = await published(there.store, second);
          const after = await states(there.store, two, found.at);
          expect(stableJson(predicted(found))).toBe(stableJson(changesOf(competencies, before, after)));
          const read = readByRoles([first, second]);
          expect(stableJson(predictedOfRoles(found))).toBe(stableJson(changesOf(read, before, after)));
          const recorded = await there.store.policies.recorded(two);
          const compiled = recorded && compileRecorded(recorded);
          const counts = await there.store.evidence.countByRule(compiled?.digestsInForce ?? []);
          const foretold = found.rules
            .filter(({ change }) => change !== 'removed')
            .map(({ ruleId, evidence }) => [ruleId, evidence.after]);
          expect(foretold).toEqual(
            foretold.map(([ruleId]) => [ruleId, counts.get(compiled?.digestOf(String(ruleId)) ?? '') ?? 0]),
          );
        } finally {
          await there.drop();
        }
      }),
      { numRuns: 12 },
    ),
);
