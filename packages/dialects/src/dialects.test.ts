// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { scanStatements, type Statement, stableJson, validateStatement } from '@cairn/xapi';
import { describe, expect, test } from 'vitest';
import { dialectById, dialects, type NormalStatement } from './index.ts';

const lines = readFileSync(
  path.join(import.meta.dirname, 'moodle-logstore/fixtures/moodle-4.4-logstore-xapi.statements.jsonl'),
  'utf8',
)
  .trim()
  .split('\n');
const statements = lines.map((line, i) => ({
  ...(JSON.parse(line) as Statement),
  id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
}));
const moodle = dialectById('moodle-logstore');
const read = (statement: Statement & { id: string }) =>
  moodle?.normalise(statement, { id: 'moodle', scaledRange: '-1..1' }) as NormalStatement;
const all = statements.map(read);

test('every folder is registered and every registered dialect has a folder', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(folders.map((entry) => entry.name).sort()).toEqual(dialects.map((dialect) => dialect.id).sort());
});

describe.each(dialects)('$id', (dialect) => {
  test('reads all 278 statements of a real Moodle into their ranges, the same each time, and leaves them as they are', () => {
    const before = stableJson(statements);
    const source = { id: 's', scaledRange: dialect.scaledRange };
    const first = statements.map((statement) => dialect.normalise(statement, source));
    expect(statements.map((statement) => dialect.normalise(statement, source))).toEqual(first);
    expect(stableJson(statements)).toBe(before);
    expect(first.filter(({ score }) => score !== null && !(score >= 0 && score <= 1))).toEqual([]);
    expect(
      first.filter(({ subjects, occurredAt }) => subjects.length !== 1 || !Number.isFinite(occurredAt)),
    ).toEqual([]);
  });
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
  test('never has a trusted success but on a question', () => {
    expect(all.filter(({ kind, success }) => success !== null && kind !== 'question')).toEqual([]);
    expect(all.filter(({ success }) => success !== null)).not.toEqual([]);
  });
  test('knows one person by two identifiers', () => {
    const named = (name: string) =>
      new Set(all.filter(({ subjectName }) => subjectName === name).flatMap(({ subjects }) => subjects));
    expect(named('Jakub Novák')).toEqual(
      new Set(['account:http://127.0.0.1:8085|7', 'mbox:jnovak@college.example']),
    );
  });
  test('has the same stable content when its run is another', () => {
    const [first] = statements;
    if (!first || !moodle) throw new Error('no statement');
    const again = {
      ...first,
      context: { ...first.context, registration: '00000000-0000-4000-8000-000000000000' },
    };
    expect(stableJson(moodle.stableContent(again))).toBe(stableJson(moodle.stableContent(first)));
  });
});

describe('generic', () => {
  const generic = dialectById('generic');
  const normal = (verb: string, result: Statement['result']) =>
    generic?.normalise(
      {
        id: 'x',
        actor: { mbox: 'mailto:a@b.c' },
        verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
        object: { id: 'https://x.y/' },
        timestamp: '2026-01-01T00:00:00Z',
        ...(result && { result }),
      },
      { id: 's', scaledRange: '0..1' },
    );
  test.each([
    ['completed', { score: { raw: 6.66667, min: 0, max: 10 } }, 0.666667, 'attempt'],
    ['completed', { score: { raw: 15, min: 10, max: 20 } }, 0.5, 'attempt'],
    ['completed', { score: { raw: 7 } }, null, 'module-completion'],
    ['scored', { score: { scaled: -0.4 } }, 0, 'grading'],
    ['progressed', { score: { scaled: 0.8 } }, null, 'progress'],
  ])('%s %j', (verb, result, score, kind) => expect(normal(verb, result)).toMatchObject({ score, kind }));
  test('takes passed and failed at their word', () => {
    expect(normal('passed', {})?.success).toBe(true);
    expect(normal('failed', {})?.success).toBe(false);
    expect(normal('passed', { success: false })?.success).toBe(false);
    expect(normal('completed', {})).toMatchObject({ success: null, completion: true });
  });
});
