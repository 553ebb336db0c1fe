// SPDX-License-Identifier: Apache-2.0
import type { Evidence } from '@cairn/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOutage, openStore } from './index.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own.drop());

const piece = {
  id: '0'.repeat(32),
  statementId: '00000000-0000-4000-8000-000000000000',
  subject: 'mbox:ann@example.org',
  competencyId: 'A',
  seq: 1,
} as Evidence;

test('what is there already is no fault; a way to the database that breaks is, and passes', async () => {
  const store = await openStore({ uri: own.uri, database: own.database });
  await store.evidence.add([piece]);
  await expect(store.evidence.add([piece])).resolves.toBeUndefined();
  await store.close();
  const failure: unknown = await store.evidence.add([piece]).catch((error: unknown) => error);
  expect([failure instanceof Error, isOutage(failure)]).toEqual([true, true]);
});
