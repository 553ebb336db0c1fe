// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { fixturesOf, type Identified } from '../testing/fixtures.ts';
import { readingsOf, rowOf } from '../testing/rows.ts';
import { h5p } from './h5p.ts';

const readings = readingsOf(h5p);

test('reads what content of each sort sends', () => {
  expect(readings.map((one) => rowOf(one).replace(/\d+\?subContentId=.{8}[-\w]*/, 'part'))).toEqual([
    'attempted 12: launch',
    'answered part: question, by knowledge-test, success, complete, 1',
    'answered part: question, by knowledge-test, complete, 0.5',
    'completed 12: attempt, by knowledge-test, success, complete, 0.6666666666666666',
    'answered 34: attempt, by knowledge-test, complete, 0.6666666666666666',
    'interacted 56: view',
    'progressed 56: progress',
    'completed part: question, by knowledge-test, success, complete, 1',
    'completed 56: attempt, by knowledge-test, complete, 0.75',
    'completed 78: attempt, by simulation, complete, 0.75',
    'completed 90: module-completion, by completion, complete',
  ]);
});

test('a part is never an attempt of the whole', () => {
  const parts = readings.filter(({ activity }) => activity?.id.includes('subContentId'));
  expect(parts).toHaveLength(3);
  expect(new Set(parts.map(({ kind }) => kind))).toEqual(new Set(['question']));
});

test('nothing of it stays when the site is replaced, and nothing tells attempts apart', () => {
  expect(
    readings.filter(({ stableActivity, attempt }) => stableActivity !== null || attempt !== null),
  ).toEqual([]);
});

describe('success of the whole', () => {
  const completed = fixturesOf('h5p').find(
    ({ result, verb }) =>
      verb.id.endsWith('/completed') && result?.success === true && result.score?.max === 3,
  );
  const of = (library: string): Identified => {
    if (!completed) throw new Error('no fixture');
    const category = { id: `http://h5p.org/libraries/${library}` };
    return { ...completed, context: { contextActivities: { category } } };
  };
  test.each([
    ['H5P.QuestionSet-1.17', true],
    ['H5P.SingleChoiceSet-1.11', true],
    ['H5P.MultiChoice-1.16', null],
    ['H5P.InteractiveVideo-1.27', null],
  ])('%s: %s', (library, success) =>
    expect(h5p.normalise(of(library), { id: 's', scaledRange: '0..1' }).success).toBe(success),
  );
});
