// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { fixturesOf } from '../testing/fixtures.ts';
import { readingsOf, rowOf } from '../testing/rows.ts';
import { articulate } from './articulate.ts';

const readings = readingsOf(articulate);
const isRise = (id: string | undefined) => id?.includes('_rise') ?? false;

test('reads a Storyline course', () => {
  expect(readings.filter(({ activity }) => !isRise(activity?.id)).map(rowOf)).toEqual([
    'attempted 6cuTEluHuA5: launch',
    'experienced 5kXh2aWcKj1: view',
    'answered q1: question, by knowledge-test, failure, 0',
    'answered s1: question',
    'passed 6B3vGZq1Yk2: attempt, by knowledge-test, success, 0.8',
    'passed 6cuTEluHuA5: attempt, by knowledge-test, success, complete, 0.8',
    'completed 6cuTEluHuA5: course-completion, by completion, complete',
  ]);
});

test('reads a Rise course: a pass without a score is only completion, a progressed score no attainment', () => {
  const rise = readings.filter(({ activity }) => isRise(activity?.id));
  expect(rise.map((one) => rowOf(one).replace(/\S+_rise/, 'course'))).toEqual([
    'attempted course: launch, incomplete',
    'experienced lesson1: view',
    'progressed course: progress, incomplete',
    'answered item3: question, by knowledge-test, success',
    'failed course: attempt, by knowledge-test, failure, complete, 0.4',
    'passed course: course-completion, by completion, complete',
  ]);
  expect(rise[2]?.scoreAsSent?.raw).toBe(90);
});

test('the quiz’s score that rides along when a Rise course is opened again is not counted again', () => {
  const attempted = fixturesOf('articulate').find(
    ({ verb, object }) => verb.id.endsWith('/attempted') && 'id' in object && isRise(object.id),
  );
  if (!attempted) throw new Error('no fixture');
  const result = { ...attempted.result, score: { raw: 90, min: 0, max: 100 } };
  const read = articulate.normalise({ ...attempted, result }, { id: 's', scaledRange: '0..1' });
  expect(read).toMatchObject({ kind: 'launch', score: null, scorePath: 'none' });
});

test('the author’s identifiers stay, without the moment of an answer', () => {
  expect(readings.every(({ activity, stableActivity }) => stableActivity === activity?.id)).toBe(true);
  expect(readings.filter(({ activity }) => /\d{13}/.test(activity?.id ?? ''))).toEqual([]);
});

test('what is published as cmi5 is left to cmi5', () => {
  const [first] = fixturesOf('articulate');
  if (!first) throw new Error('no fixture');
  const extensions = { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': 's' };
  expect(articulate.recognise({ ...first, context: { extensions } })).toBeLessThan(0.95);
});
