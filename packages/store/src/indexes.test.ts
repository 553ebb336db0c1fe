// SPDX-License-Identifier: Apache-2.0
import { type Filter, Long, type Sort } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collections, type Database } from './database.ts';
import { dueBy } from './mastery/marks.ts';
import { openDatabase } from './open-store.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
let database: Database;
beforeAll(async () => {
  own = await openTestStore();
  database = await openDatabase(own);
});
afterAll(async () => {
  await database.client.close();
  await own.drop();
});

const moment = new Date(1);
const questions: readonly [string, string, Filter<object>, Sort][] = [
  ['what is due', collections.mastery, dueBy(1), {}],
  ['a portal by the origin of its pages', collections.portals, { origins: 'https://a.example' }, {}],
  ['the last version', collections.policies, {}, { number: -1 }],
  ['the version being built', collections.policies, { replayedTo: { $exists: true } }, {}],
  ['the version known by a moment', collections.policies, { inForceAt: { $lte: moment } }, { inForceAt: -1 }],
  [
    'what has waited longest to be folded',
    collections.mastery,
    { dirty: true, part: { $in: [1, 2, 3, null] } },
    { since: 1 },
  ],
  [
    'what new rules may be met by, in order',
    collections.statements,
    {
      $and: [
        { seq: { $lt: Long.fromNumber(9) } },
        { seq: { $gt: Long.fromNumber(1) } },
        { q: { $in: Array.from({ length: 100 }, (_, i) => Long.fromNumber(i)) } },
      ],
    },
    { seq: 1 },
  ],
  ['who is unresolved, most statements first', collections.unresolved, {}, { statements: -1, _id: 1 }],
];
test.each(questions)(
  '%s is found by an index, not by reading all',
  async (_name, collection, filter, sort) => {
    const plan = await database.db.collection(collection).find(filter, { sort }).explain('queryPlanner');
    const text = JSON.stringify(
      (plan as { queryPlanner: { winningPlan: unknown } }).queryPlanner.winningPlan,
    );
    expect(text).toContain('"stage":"IXSCAN"');
    expect(text).not.toMatch(/"stage":"(COLLSCAN|SORT)"/);
  },
);

test('an identifier that was counted and linked leaves the queue, and pages are full', async () => {
  const { people, seen, inbox } = own.store;
  const names = ['a', 'b', 'c', 'd'].map((name) => `account:https://hr|${name}`);
  const statements = names.map((_, i) => `00000000-0000-4000-8000-00000000000${i}`);
  await own.store.statements.append(
    statements.map((id) => ({
      id,
      text: '{}',
      timestamp: null,
      contentHash: new Uint8Array(16),
      queryKeys: [],
      sourceId: 's',
    })),
  );
  await inbox.done(
    names.map((name, i) => ({
      statementId: statements[i] ?? '',
      sourceId: 's',
      occurredAt: 1,
      kind: 'other',
      activity: null,
      unknownSubjects: [name],
      subjectName: null,
    })),
  );
  await own.store.seen.count();
  const identifiers = names.slice(0, 2).map((identifier) => ({ identifier, from: null, to: null }));
  await people.import([{ id: 'p', name: 'P', teamId: null, roleIds: [], identifiers }], 'test');
  const page = await seen.unresolved({ skip: 0, limit: 2 });
  expect(page.map(({ identifier }) => identifier)).toEqual(names.slice(2));
});
