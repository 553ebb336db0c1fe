// SPDX-License-Identifier: Apache-2.0
/** What the first two dialects keep, leave out and put into range, each shown by a statement of its own. */
import type { Statement } from '@cairn/xapi';
import { describe, expect, test } from 'vitest';
import { dialectById, type DialectSource } from './index.ts';

const adl = 'http://adlnet.gov/expapi/verbs/';
const registration = '00000000-0000-4000-8000-000000000001';
const info = 'http://lrs.learninglocker.net/define/extensions/info';
const graded = { [info]: { event_name: '\\mod_assign\\event\\submission_graded' } };
const base: Statement & { readonly id: string } = {
  id: 'x',
  actor: { mbox: 'mailto:a@b.c' },
  verb: { id: `${adl}scored` },
  object: { id: 'https://x.y/' },
  timestamp: '2026-01-01T00:00:00Z',
};
const read = (
  dialect: string,
  more: Partial<Statement>,
  scaledRange: DialectSource['scaledRange'] = dialect === 'generic' ? '0..1' : '-1..1',
) => {
  const normal = dialectById(dialect)?.normalise({ ...base, ...more }, { id: 's', scaledRange });
  if (!normal) throw new Error('no such dialect');
  return normal;
};

describe('a scaled score without minimum and maximum', () => {
  test.each([
    [-1, 0],
    [-0.5, 0.25],
    [0, 0.5],
    [0.76, 0.88],
    [1, 1],
  ])('of Moodle’s −1..1: %d is %d', (scaled, score) => {
    const normal = read('moodle-logstore', {
      result: { score: { scaled } },
      context: { extensions: graded },
    });
    expect(normal).toMatchObject({ kind: 'grading', scorePath: 'scaled' });
    expect(normal.score).toBeCloseTo(score);
  });
  test('is of the range that the source declares, whatever its dialect', () => {
    const result = { score: { scaled: 0 } };
    expect(read('generic', { result }).score).toBe(0);
    expect(read('generic', { result }, '-1..1').score).toBe(0.5);
    expect(read('moodle-logstore', { result, context: { extensions: graded } }, '0..1').score).toBe(0);
  });
});

describe('Moodle’s logstore', () => {
  test('keeps the attempt, as what was attempted keeps the quiz', () => {
    const quiz = { id: 'https://moodle/mod/quiz/view.php?id=4' };
    const attempt = {
      id: 'https://moodle/mod/quiz/attempt.php?attempt=9&cmid=4',
      definition: { type: 'http://adlnet.gov/expapi/activities/attempt' },
    };
    const extensions = { [info]: { event_name: '\\mod_quiz\\event\\attempt_submitted' } };
    const normal = read('moodle-logstore', {
      object: attempt,
      context: { extensions, contextActivities: { parent: [quiz] } },
    });
    expect([normal.attempt, normal.activity?.id]).toEqual([attempt.id, quiz.id]);
  });
  test('leaves the registration out: it is a run of the sending task', () => {
    expect(
      read('moodle-logstore', { context: { extensions: graded, registration } }).registration,
    ).toBeNull();
    expect(read('generic', { context: { registration } })).toMatchObject({
      registration,
      attempt: registration,
    });
  });
});

describe('generic xAPI', () => {
  test('tells the completion of a course from that of a part of it', () => {
    const completed = (type: string) =>
      read('generic', {
        verb: { id: `${adl}completed` },
        object: { id: 'https://x.y/', definition: { type: `http://adlnet.gov/expapi/activities/${type}` } },
      }).kind;
    expect([completed('course'), completed('module')]).toEqual(['course-completion', 'module-completion']);
  });
  test('keeps extensions of activity, result and context, the context’s before the others’', () => {
    const [a, b, c] = ['https://x.y/a', 'https://x.y/b', 'https://x.y/c'];
    expect(
      read('generic', {
        object: { id: 'https://x.y/', definition: { extensions: { [a]: 1, [b]: 1, [c]: 1 } } },
        result: { extensions: { [b]: 2, [c]: 2 } },
        context: { extensions: { [c]: 3 } },
      }).extensions,
    ).toEqual({ [a]: 1, [b]: 2, [c]: 3 });
  });
  test('speaks of every member of a group', () => {
    const member = ['a', 'b', 'c'].map((name) => ({ mbox: `mailto:${name}@x.y` }));
    expect(read('generic', { actor: { objectType: 'Group', member } }).subjects).toEqual(
      ['a', 'b', 'c'].map((name) => `mbox:${name}@x.y`),
    );
  });
});
