// SPDX-License-Identifier: Apache-2.0
import type { Statement } from '@cairn/xapi';
import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../testing/fixtures.ts';
import { generic } from './generic.ts';

const source = { id: 's', scaledRange: '0..1' } as const;
const read = (statement: Partial<Statement>) =>
  generic.normalise(
    {
      id: 'x',
      actor: { mbox: 'mailto:a@b.c' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
      object: { id: 'https://x.y/' },
      timestamp: '2026-01-01T00:00:00Z',
      ...statement,
    },
    source,
  );
const withResult = (verb: string, result: Statement['result']) =>
  read({ verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` }, ...(result && { result }) });

test.each([
  ['completed', { score: { raw: 6.66667, min: 0, max: 10 } }, 0.666667, 'attempt'],
  ['completed', { score: { raw: 15, min: 10, max: 20 } }, 0.5, 'attempt'],
  ['completed', { score: { raw: 7 } }, null, 'module-completion'],
  ['scored', { score: { scaled: -0.4 } }, 0, 'grading'],
  ['progressed', { score: { scaled: 0.8 } }, null, 'progress'],
  ['Progressed/', { score: { scaled: 0.8 } }, null, 'progress'],
])('%s %j', (verb, result, score, kind) => expect(withResult(verb, result)).toMatchObject({ score, kind }));

test('takes passed and failed at their word', () => {
  expect(withResult('passed', {}).success).toBe(true);
  expect(withResult('failed', {}).success).toBe(false);
  expect(withResult('passed', { success: false }).success).toBe(false);
  expect(withResult('completed', {})).toMatchObject({ success: null, completion: true });
});

test('reads its fixtures', () => {
  expect(
    fixturesOf('generic')
      .map((statement) => generic.normalise(statement, source))
      .map(({ subjects, instructor, activity, kind, shownBy, success, score }) => [
        subjects[0]?.replace(/^.*\|/, ''),
        instructor?.replace(/^.*\|/, '') ?? null,
        activity?.id.replace(/^.*\//, ''),
        kind,
        shownBy,
        success,
        score,
      ]),
  ).toEqual([
    ['u-42', null, '1', 'attempt', 'simulation', true, 0.7],
    ['u-42', 'm-3', 'gangway', 'grading', null, true, 0.8],
    ['u-42', 'm-3', 'gangway', 'attestation', 'attestation', null, null],
    ['u-42', null, 'gangway', 'attestation', 'attestation', null, null],
    ['u-42', null, '1', 'progress', null, null, null],
  ]);
});

describe('the learner', () => {
  const learner = 'https://w3id.org/xapi/tla/extensions/learner';
  const named = (value: unknown) => read({ context: { extensions: { [learner]: value } } });
  test.each<[unknown, readonly string[]]>([
    [{ mbox: 'mailto:l@B.c' }, ['mbox:l@b.c']],
    ['mailto:l@b.c', ['mbox:l@b.c']],
    [{ account: { homePage: 'https://h', name: 'n' } }, ['account:https://h|n']],
    [
      { objectType: 'Group', member: [{ openid: 'https://o' }, { mbox: 'mailto:l@b.c' }] },
      ['openid:https://o', 'mbox:l@b.c'],
    ],
    [[{ mbox: 'mailto:l@b.c' }, { mbox: 'mailto:l@b.c' }, 7], ['mbox:l@b.c']],
    [{ account: { name: 'n' } }, []],
    ['somebody', []],
    [7, []],
  ])('named as %j is %j, never the assessor', (value, subjects) =>
    expect(named(value)).toMatchObject({ subjects, instructor: 'mbox:a@b.c' }),
  );
  test('is the actor when none is named', () =>
    expect(named(null)).toMatchObject({ subjects: ['mbox:a@b.c'], instructor: null }));
  test('who names themselves has no judge', () =>
    expect(named({ mbox: 'mailto:a@b.c', name: 'A' })).toMatchObject({ subjectName: 'A', instructor: null }));
  test('is the object only of verbs by which one judges another', () => {
    const object = { objectType: 'Agent', mbox: 'mailto:l@b.c' } as const;
    expect(read({ object, verb: { id: 'https://x.y/observed' } }).subjects).toEqual(['mbox:l@b.c']);
    expect(read({ object, verb: { id: 'https://x.y/mentored' } }).subjects).toEqual(['mbox:a@b.c']);
  });
  test('has the context’s instructor before the actor', () =>
    expect(
      read({ context: { instructor: { mbox: 'mailto:i@b.c' }, extensions: { [learner]: 'mailto:l@b.c' } } })
        .instructor,
    ).toBe('mbox:i@b.c'));
});

test('a scale of agreement tests no knowledge', () => {
  const object = (interactionType: string) => ({
    id: 'https://x.y/q',
    definition: { type: 'http://adlnet.gov/expapi/activities/cmi.interaction', interactionType },
  });
  const verb = { id: 'http://adlnet.gov/expapi/verbs/answered' };
  expect(read({ verb, object: object('choice') }).shownBy).toBe('knowledge-test');
  expect(read({ verb, object: object('likert') }).shownBy).toBeNull();
});
