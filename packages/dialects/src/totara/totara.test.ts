// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { moodleLogstore } from '../moodle-logstore/moodle-logstore.ts';
import { fixturesOf } from '../testing/fixtures.ts';
import { readingsOf, rowOf } from '../testing/rows.ts';
import { totara } from './totara.ts';

const readings = readingsOf(totara);

test('reads programs and seminars', () => {
  expect(readings.map(rowOf)).toEqual([
    'assign view.php?id=1: enrolment',
    'registered view.php?id=7: enrolment',
    'unregistered view.php?id=7: other',
    'attended view.php?id=7: module-completion, by attendance',
    'attended view.php?id=7: module-completion, by attendance, complete',
  ]);
});

test('who attended is the learner, who took the attendance is not; the session’s length is nobody’s', () => {
  const attended = readings.filter(({ shownBy }) => shownBy === 'attendance');
  expect(
    attended.map(({ subjects, instructor, durationMs }) => [...subjects, instructor, durationMs]),
  ).toEqual([
    ['account:https://totara.harbour.example|5', 'account:https://totara.harbour.example|3', null],
    ['account:https://totara.harbour.example|7', 'account:https://totara.harbour.example|3', null],
  ]);
});

test('reads everything else as Moodle does', () => {
  const source = { id: 's', scaledRange: '-1..1' } as const;
  const statements = fixturesOf('moodle-logstore');
  const asMoodle = statements.map((statement) => moodleLogstore.normalise(statement, source));
  expect(statements.map((statement) => totara.normalise(statement, source))).toEqual(
    asMoodle.map((one) => ({ ...one, dialect: 'totara@3' })),
  );
});
