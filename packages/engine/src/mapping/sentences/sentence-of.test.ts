// SPDX-License-Identifier: Apache-2.0
import { shownByWays, statementKinds } from '@cairn/dialects';
import { describe, expect, test } from 'vitest';
import {
  type Across,
  acrossSentence,
  type Condition,
  fieldName,
  fields,
  sentenceLanguages,
  sentenceOf,
} from '../../index.ts';

const completed = 'http://adlnet.gov/expapi/verbs/completed';

describe('a condition as a sentence', () => {
  test.each<[Condition, string, string]>([
    [
      {
        all: [
          { field: 'verb', op: 'eq', value: completed },
          { field: 'score', op: 'gte', value: 0.8 },
        ],
      },
      'verb is completed AND score at least 80 %',
      'Verb ist completed UND Punktzahl mindestens 80 %',
    ],
    [
      {
        all: [
          { field: 'kind', op: 'eq', value: 'attempt' },
          {
            any: [
              { field: 'success', op: 'eq', value: true },
              { field: 'score', op: 'gt', value: 0.666 },
            ],
          },
        ],
      },
      'event is an attempt AND (passed OR score above 66.6 %)',
      'Ereignis ist ein Versuch UND (bestanden ODER Punktzahl über 66,6 %)',
    ],
    [{ field: 'success', op: 'ne', value: true }, 'failed', 'nicht bestanden'],
    [{ not: { field: 'completion', op: 'eq', value: true } }, 'NOT (completed)', 'NICHT (abgeschlossen)'],
    [
      { field: 'activity', op: 'in', value: ['https://x.y/1'] },
      'activity is https://x.y/1',
      'Aktivität ist https://x.y/1',
    ],
    [
      { field: 'verb', op: 'in', value: [completed, 'https://x.y/passed'] },
      'verb is one of completed, passed',
      'Verb ist eines von completed, passed',
    ],
    [
      { field: 'occurredAt', op: 'between', value: ['2026-01-01', '2026-06-30'] },
      'date from 2026-01-01 to 2026-06-30',
      'Datum von 01.01.2026 bis 30.06.2026',
    ],
    [{ field: 'durationSeconds', op: 'lt', value: 90.5 }, 'duration below 90.5 s', 'Dauer unter 90,5 s'],
    [
      { field: 'extension:https://x.y/ext/crane', op: 'exists', value: false },
      'extension crane is not there',
      'Erweiterung crane fehlt',
    ],
    [
      { field: 'activityName', op: 'contains', value: 'forklift', ignoreCase: true },
      'name of the activity contains forklift (capitals or not)',
      'Name der Aktivität enthält forklift (groß oder klein)',
    ],
    [
      { template: 'https://x.y/p#asserted' },
      'statement follows the template asserted',
      'Statement folgt der Vorlage asserted',
    ],
    [{ field: 'score', op: 'gte', value: 0.07 }, 'score at least 7 %', 'Punktzahl mindestens 7 %'],
  ])('%j', (condition, en, de) => {
    expect([sentenceOf(condition, 'en'), sentenceOf(condition, 'de')]).toEqual([en, de]);
  });
  const a: Condition = { field: 'verb', op: 'eq', value: 'a' };
  test.each<[Across, string, string]>([
    [{ count: 3, within: 'P90D' }, '3 of these within 90 days', '3 davon innerhalb von 90 Tagen'],
    [
      { count: 2, distinct: 'activity', within: 'P1Y6M' },
      '2 of these on different activities within 1 year 6 months',
      '2 davon an verschiedenen Aktivitäten innerhalb von 1 Jahr 6 Monaten',
    ],
    [
      { sequence: [a, a] },
      'one after the other: (verb is a), then (verb is a)',
      'nacheinander: (Verb ist a), dann (Verb ist a)',
    ],
    [
      { allOf: [a, a], within: 'P1W' },
      'all of these within 1 week: (verb is a), (verb is a)',
      'alle diese innerhalb von 1 Woche: (Verb ist a), (Verb ist a)',
    ],
    [
      { attempt: 'best' },
      'only the best attempt at an activity counts',
      'nur der beste Versuch an einer Aktivität zählt',
    ],
  ])('%j', (across, en, de) =>
    expect([acrossSentence(across, 'en'), acrossSentence(across, 'de')]).toEqual([en, de]),
  );
});

test.each(sentenceLanguages)('every field and every word of the dialects has its name in %s', (language) => {
  expect(fields.filter((field) => fieldName(field, language) === undefined)).toEqual([]);
  const names = new Set(fields.map((field) => fieldName(field, language)));
  expect(names.size).toBe(fields.length);
  for (const [field, words] of [
    ['kind', statementKinds],
    ['shownBy', shownByWays],
  ] as const)
    for (const value of words) {
      const said = sentenceOf({ field, op: 'eq', value }, language);
      expect(said).toMatch(/ (is|ist) \S/);
    }
});
