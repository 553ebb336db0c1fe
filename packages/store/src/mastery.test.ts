// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collections, type Database } from './database.ts';
import { dueBy } from './mastery.ts';
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

test('what is due is found by its index, not by reading all', async () => {
  const plan = await database.db.collection(collections.mastery).find(dueBy(1)).explain('queryPlanner');
  const text = JSON.stringify((plan as { queryPlanner: { winningPlan: unknown } }).queryPlanner.winningPlan);
  expect(text).toContain('"indexName":"next_1"');
});
