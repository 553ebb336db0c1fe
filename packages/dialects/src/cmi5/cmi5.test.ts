// SPDX-License-Identifier: Apache-2.0
import type { Activity, Statement } from '@cairn/xapi';
import { describe, expect, test } from 'vitest';
import { fixturesOf, type Identified } from '../testing/fixtures.ts';
import { readingsOf, rowOf } from '../testing/rows.ts';
import { cmi5 } from './cmi5.ts';

const read = (statement: Identified) => cmi5.normalise(statement, { id: 's', scaledRange: '0..1' });
const readings = readingsOf(cmi5);
const publisher = 'https://publisher.example/courses/mooring';

const fixture = (verb: string): Identified => {
  const found = fixturesOf('cmi5').find(
    ({ verb: { id }, context }) => id.endsWith(`/${verb}`) && context?.contextActivities?.category,
  );
  if (!found) throw new Error(`no ${verb}`);
  return found;
};
const withGrouping = (statement: Identified, ...grouping: readonly Activity[]): Identified => ({
  ...statement,
  context: {
    ...statement.context,
    contextActivities: { ...statement.context?.contextActivities, grouping },
  },
});

test('reads what the specification’s scenarios send', () => {
  expect(readings.map(rowOf)).toEqual([
    'launched 8f31c2: launch',
    'initialized 8f31c2: launch',
    'progressed 8f31c2: progress',
    'answered q2: question, by knowledge-test, success, 1',
    'failed test-portion: attempt, failure, incomplete',
    'failed 8f31c2: attempt, failure, 0.82',
    'passed 8f31c2: attempt, success, 0.91',
    'completed 8f31c2: module-completion, by completion, complete',
    'satisfied 71: module-completion, by completion, complete',
    'satisfied 55a0: course-completion, by completion, complete',
    'terminated 8f31c2: session',
    'abandoned 8f31c2: session',
    'waived 8f31c2: attestation, by attestation, success, complete',
  ]);
});

test('an attempt is the registration, over all its sessions', () => {
  expect(new Set(readings.map(({ attempt }) => attempt))).toEqual(
    new Set(['0b1e6f0a-6e7d-4f2c-9a35-3f1e58a7c001']),
  );
});

test('why something was waived can be asked for', () => {
  expect(readings.at(-1)?.extensions).toMatchObject({
    'https://w3id.org/xapi/cmi5/result/extensions/reason': 'Tested Out',
  });
});

describe('the publisher’s identifier', () => {
  test('is that of the AU, the block or the course, and of defined statements only', () => {
    expect(readings.map(({ stableActivity }) => stableActivity?.slice(publisher.length) ?? null)).toEqual([
      '/au/lines',
      '/au/lines',
      null,
      null,
      null,
      '/au/lines',
      '/au/lines',
      '/au/lines',
      '/blocks/1',
      '',
      '/au/lines',
      '/au/lines',
      '/au/lines',
    ]);
  });
  test('stays when the LMS is replaced', () => {
    const before = fixture('passed');
    const after = { ...before, object: { id: 'https://new-lms.example/units/17' } };
    expect(read(after).stableActivity).toBe(read(before).stableActivity);
    expect(read(after).activity?.id).not.toBe(read(before).activity?.id);
  });
  test('is found beside the course that some LMSs add, and is not guessed between two', () => {
    const course = {
      id: publisher,
      definition: { type: 'https://w3id.org/xapi/cmi5/activitytype/course' },
    };
    const [au, other] = [{ id: `${publisher}/au/lines` }, { id: 'https://tags.example/deck' }];
    expect(read(withGrouping(fixture('passed'), course, au)).stableActivity).toBe(au.id);
    expect(read(withGrouping(fixture('passed'), au, other)).stableActivity).toBeNull();
    expect(read(withGrouping(fixture('passed'))).stableActivity).toBeNull();
  });
});

describe('a defined statement', () => {
  const changed = (verb: string, result: Statement['result']): Identified => ({
    ...fixture(verb),
    ...(result && { result }),
  });
  test.each<[string, Statement['result'], string]>([
    ['passed', { score: { scaled: 0.667 } }, 'passed 8f31c2: attempt, success, 0.667'],
    ['passed', { score: { scaled: 0.9 }, success: false }, 'passed 8f31c2: attempt'],
    ['failed', { success: true }, 'failed 8f31c2: attempt'],
    [
      'completed',
      { score: { scaled: 0.9 }, success: true },
      'completed 8f31c2: module-completion, by completion, complete',
    ],
    ['terminated', { score: { scaled: 0.9 }, success: true, completion: true }, 'terminated 8f31c2: session'],
  ])('%s with %j says what its verb may say', (verb, result, row) =>
    expect(rowOf(read(changed(verb, result)))).toBe(row),
  );
  test('is judged by what its activity’s type says', () => {
    const type = 'http://adlnet.gov/expapi/activities/simulation';
    const passed = fixture('passed');
    expect(read({ ...passed, object: { id: 'https://x.y/', definition: { type } } }).shownBy).toBe(
      'simulation',
    );
    expect(read(passed).shownBy).toBeNull();
  });
});
