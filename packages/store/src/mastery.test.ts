// SPDX-License-Identifier: Apache-2.0
import { stateAt } from '@cairn/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own.drop());

test('a timeline as an older Cairn wrote it is read until its version is built anew', async () => {
  const key = { policyVersion: '1', personId: 'ann', competencyId: 'A' };
  const segment = {
    from: 5,
    to: null,
    status: 'proficient',
    levelId: 'L3',
    rank: 3,
    score: 0.8,
    proficient: true,
  };
  await own.command({
    insert: 'mastery',
    documents: [
      {
        _id: JSON.stringify(Object.values(key)),
        ...key,
        rev: 1,
        folded: 1,
        timeline: {
          segments: [{ ...segment, counted: ['e1', 'e2'], validTo: null, expiredAt: null }],
          evidenceCount: 2,
          lastEvidenceAt: 5,
          lastEvidenceId: 'e2',
        },
        next: null,
        changedAt: new Date(0),
      },
    ],
  });
  const timeline = (
    await own.store.mastery.ofPerson({ generations: ['1'], generationOf: () => '1' }, 'ann')
  ).get('A');
  expect(timeline && stateAt(timeline, 9)).toEqual({
    status: 'proficient',
    levelId: 'L3',
    rank: 3,
    score: 0.8,
    proficient: true,
    countedCount: 2,
    validTo: null,
    expiredAt: null,
    certainty: null,
    since: 5,
  });
});
