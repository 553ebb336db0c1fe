// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { fixturesOf } from '../testing/fixtures.ts';
import { readingsOf, rowOf } from '../testing/rows.ts';
import { scormProfile } from './scorm-profile.ts';

const readings = readingsOf(scormProfile);

test('reads what the profile’s examples send', () => {
  expect(readings.map(rowOf)).toEqual([
    'initialized lesson01: launch',
    'progressed lesson01: progress',
    'scored lesson01: grading',
    'responded 07: question, by knowledge-test, success',
    'passed shackles: attempt, success',
    'suspended lesson01: session, incomplete',
    'resumed lesson01: launch',
    'completed lesson01: module-completion, by completion, complete',
    'failed lesson01: attempt, failure',
    'terminated lesson01: attempt, success, complete, 0.95',
    'terminated lesson01: module-completion, by completion, complete',
    'terminated lesson01: session',
    'completed : course-completion, by completion, success, complete, 0.9',
    'commented lesson01: other',
  ]);
});

test('only what is final has a score; what was sent is kept for explanations', () => {
  const unfinished = readings.filter(({ score, scoreAsSent }) => score === null && scoreAsSent !== null);
  expect(unfinished.map(({ verb, scoreAsSent }) => [verb.replace(/^.*\//, ''), scoreAsSent?.scaled])).toEqual(
    [
      ['progressed', 0.75],
      ['scored', 0.95],
      ['suspended', 0.4],
    ],
  );
});

test('an attempt is the attempt activity, also where its type is missing', () => {
  const attempt =
    'https://courses.harbour.example/rigging/lesson01?attemptId=50fd6961-ab6c-4e75-a6c7-ca42dce50dd6';
  expect(new Set(readings.map((one) => one.attempt))).toEqual(new Set([attempt]));
  const [first] = fixturesOf('scorm-profile');
  if (!first) throw new Error('no fixture');
  const bare = { ...first, context: { contextActivities: { grouping: { id: attempt } } } };
  expect(scormProfile.normalise(bare, { id: 's', scaledRange: '0..1' }).attempt).toBe(attempt);
  expect(scormProfile.recognise(bare)).toBeGreaterThan(0.5);
});

test('an assessment that ends was a test of knowledge', () => {
  const terminated = fixturesOf('scorm-profile').find(
    ({ result }) => result?.score?.scaled === 0.95 && result.success,
  );
  if (!terminated) throw new Error('no fixture');
  const definition = { type: 'http://adlnet.gov/expapi/activities/assessment' };
  const read = { ...terminated, object: { id: 'https://courses.harbour.example/rigging/test', definition } };
  expect(scormProfile.normalise(read, { id: 's', scaledRange: '0..1' }).shownBy).toBe('knowledge-test');
});
