// SPDX-License-Identifier: Apache-2.0
import { comparisonHash, scanStatements, stableJson, validateStatement } from '@cairn/xapi';
import { describe, expect, test } from 'vitest';
import { fixturesOf, type Identified, linesOf } from '../testing/fixtures.ts';
import { readingsOf, rowOf } from '../testing/rows.ts';
import { moodleLogstore as moodle } from './moodle-logstore.ts';

/** The real ones come first; behind them are those modelled on the plugin's own tests. */
const realOnes = 278;
const lines = linesOf('moodle-logstore').slice(0, realOnes);
const statements = fixturesOf('moodle-logstore').slice(0, realOnes);
const read = (statement: Identified) => moodle.normalise(statement, { id: 'moodle', scaledRange: '-1..1' });
const all = statements.map(read);

test('how far somebody has got is no score, though Moodle itself says no such thing', () => {
  const [first] = statements;
  const progressed = read({
    ...(first as Identified),
    verb: { id: 'http://adlnet.gov/expapi/verbs/progressed' },
    result: { success: true, score: { scaled: 0.9, raw: 9, min: 0, max: 10 } },
  });
  expect(progressed).toMatchObject({ kind: 'progress', score: null, success: null });
});

describe('what a real Moodle sent', () => {
  test('is valid xAPI 1.0.3', () => {
    expect(statements.flatMap((statement) => validateStatement(statement))).toEqual([]);
    expect(statements).toHaveLength(278);
  });
  test('is told apart', () => {
    const counts: Record<string, number> = {};
    for (const { kind } of all) counts[kind] = (counts[kind] ?? 0) + 1;
    expect(counts).toEqual({
      administration: 45,
      attempt: 10,
      attestation: 1,
      'course-completion': 3,
      enrolment: 10,
      grading: 5,
      launch: 11,
      'module-completion': 34,
      other: 2,
      question: 52,
      session: 24,
      submission: 6,
      view: 75,
    });
  });
  test('has just the scores that can be trusted', () => {
    const scored = all
      .filter(({ score }) => score !== null)
      .map(({ subjects, kind, activity, score, scorePath }) => [
        subjects[0]?.replace(/^.*[|:]/, ''),
        kind,
        activity?.id.replace(/^.*\/mod/, ''),
        score?.toFixed(6),
        scorePath,
      ]);
    expect(scored).toEqual([
      ['4', 'attempt', '/quiz/view.php?id=4', '1.000000', 'raw'],
      ['5', 'attempt', '/quiz/view.php?id=4', '0.388888', 'raw'],
      ['5', 'attempt', '/quiz/view.php?id=4', '0.833333', 'raw'],
      ['6', 'attempt', '/quiz/view.php?id=4', '0.055555', 'raw'],
      ['7', 'attempt', '/quiz/view.php?id=4', '0.666667', 'raw'],
      ['4', 'grading', '/assign/view.php?id=5#submission', '0.880000', 'raw'],
      ['5', 'grading', '/assign/view.php?id=5#submission', '0.640000', 'raw'],
      ['6', 'grading', '/assign/view.php?id=5#submission', '0.200000', 'raw'],
      ['edemir@college.example', 'attempt', '/quiz/view.php?id=4', '0.833333', 'raw'],
      ['jnovak@college.example', 'attempt', '/quiz/view.php?id=4', '0.666667', 'raw'],
    ]);
  });
  test('is whole after scanning, in one body', () => {
    const scanned = scanStatements(`[${lines.join(',\n')}]`);
    expect(scanned.ok && scanned.items.map((item) => item.text)).toEqual(lines);
  });
  test('has its completions, also those that only the verb tells', () => {
    const counts: Record<string, number> = {};
    for (const { kind, completion } of all)
      if (kind.endsWith('-completion'))
        counts[`${kind} ${completion}`] = (counts[`${kind} ${completion}`] ?? 0) + 1;
    expect(counts).toEqual({
      'course-completion true': 3,
      'module-completion true': 23,
      'module-completion false': 11,
    });
  });
  test('has no zero for an attempt that waits for its mark in a quiz without a pass mark', () => {
    const attempt = statements.find((one) => one.result?.score?.raw === 0 && one.result.completion);
    if (!attempt) throw new Error('no such attempt');
    expect(read({ ...attempt, result: { ...attempt.result, success: true } }).score).toBeNull();
  });
  test('has a trusted success only on a question and on a module that has a pass mark', () => {
    const counts: Record<string, number> = {};
    for (const { kind, success } of all)
      if (success !== null) counts[`${kind} ${success}`] = (counts[`${kind} ${success}`] ?? 0) + 1;
    expect(counts).toEqual({
      'question true': 23,
      'question false': 18,
      'module-completion true': 7,
      'module-completion false': 4,
    });
  });
  test('speaks of one person each time', () => {
    expect(all.filter(({ subjects }) => subjects.length !== 1)).toEqual([]);
  });
  test('says by what something was shown only where it is known', () => {
    const counts: Record<string, number> = {};
    for (const { kind, shownBy } of all)
      if (shownBy !== null) counts[`${kind} by ${shownBy}`] = (counts[`${kind} by ${shownBy}`] ?? 0) + 1;
    expect(counts).toEqual({
      'attempt by knowledge-test': 9,
      'question by knowledge-test': 50,
      'grading by knowledge-test': 2,
      'module-completion by completion': 23,
      'course-completion by completion': 3,
      'attestation by attestation': 1,
    });
  });
  test('knows one person by two identifiers', () => {
    const named = (name: string) =>
      new Set(all.filter(({ subjectName }) => subjectName === name).flatMap(({ subjects }) => subjects));
    expect(named('Jakub Novák')).toEqual(
      new Set(['account:http://127.0.0.1:8085|7', 'mbox:jnovak@college.example']),
    );
  });
  test('tells any two of its events apart by what stays of them', () => {
    const event = (one: Identified) =>
      `${one.timestamp} ${Buffer.from(comparisonHash(moodle.stableContent(one))).toString('hex')}`;
    expect(new Set(statements.map(event)).size).toBe(statements.length);
  });
  test('has the same stable content when its run is another', () => {
    const [first] = statements;
    if (!first) throw new Error('no statement');
    const again = {
      ...first,
      context: { ...first.context, registration: '00000000-0000-4000-8000-000000000000' },
    };
    expect(stableJson(moodle.stableContent(again))).toBe(stableJson(moodle.stableContent(first)));
  });
});

describe('what else the plugin sends', () => {
  const readings = readingsOf(moodle).slice(realOnes);
  test('is read by its event', () => {
    expect(readings.map(rowOf)).toEqual([
      'start view.php?id=9: launch',
      'answered view.php?id=9&pageid=4: question, by knowledge-test, success',
      'answered view.php?id=9&pageid=4: question, by knowledge-test',
      // Success says nothing without a pass mark, and a lowest score may wait for an essay to be marked.
      'completed view.php?id=9: attempt, by knowledge-test, complete, 0.75',
      'completed view.php?id=9: attempt, by knowledge-test, complete',
      'completed view.php?id=9: module-completion, by completion, complete',
      'assessed view.php?id=9&pageid=4: grading, by knowledge-test, 0.5',
      'completed view.php?id=4: session, incomplete',
      'answered question.php?cmid=4&id=5: session, complete',
      'submit view.php?id=12: submission',
      'answered edit_item.php?id=1: question, complete',
      'submit view.php?id=13: submission',
      'join view.php?id=14: session',
      'forfeited overview.php?id=1: administration',
      'achieved index.php?code=4303209428AL: attestation, by attestation',
      'forfeited index.php?code=4303209428AL: administration',
      'verified index.php?code=4303209428AL: view',
      'login moodle.harbour.example: administration',
    ]);
  });
  test('of a marked essay speaks of who wrote it, not of who marked it', () => {
    const [graded] = readings.filter(({ kind }) => kind === 'grading');
    expect(graded).toMatchObject({
      subjects: ['account:https://moodle.harbour.example|17'],
      subjectName: 'Ann Learner',
      instructor: 'account:https://moodle.harbour.example|3',
    });
  });
});
