// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { fixturesOf } from '../testing/fixtures.ts';
import { readingsOf, rowOf } from '../testing/rows.ts';
import { linkedinLearning } from './linkedin-learning.ts';

const readings = readingsOf(linkedinLearning);

test('reads progress and completion of courses and videos', () => {
  expect(readings.map(rowOf)).toEqual([
    'progressed 211: progress, incomplete',
    'completed 211,2810951): module-completion, by completion, complete',
    'completed 211: course-completion, by completion, complete',
    'completed 252: course-completion, by completion, complete',
  ]);
});

test('completion is never success and never a score, even if one were sent', () => {
  const [, , completed] = fixturesOf('linkedin-learning');
  if (!completed) throw new Error('no fixture');
  const result = { ...completed.result, success: true, score: { scaled: 1 } };
  const read = linkedinLearning.normalise({ ...completed, result }, { id: 's', scaledRange: '0..1' });
  expect(read).toMatchObject({ kind: 'course-completion', success: null, score: null, completion: true });
});

test('the URN is what stays, and how far somebody got is a text', () => {
  expect(readings.map(({ stableActivity }) => stableActivity)).toEqual([
    'urn:li:lyndaCourse:211',
    'urn:li:lyndaVideo:(urn:li:lyndaCourse:211,2810951)',
    'urn:li:lyndaCourse:211',
    'urn:lyndaCourse:252',
  ]);
  expect(readings[0]?.extensions['https://w3id.org/xapi/cmi5/result/extensions/progress']).toBe('35');
});

test('the learner is known by mail address or by the identifier of single sign-on, as configured there', () => {
  expect(new Set(readings.flatMap(({ subjects }) => subjects))).toEqual(
    new Set(['mbox:jnovak@college.example', 'account:https://sso.college.example|jnovak']),
  );
});
