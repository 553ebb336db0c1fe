// SPDX-License-Identifier: Apache-2.0
import { dialectById, type NormalStatement } from '@cairn/dialects';
import type { Statement } from '@cairn/xapi';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assess,
  compilePolicy,
  confidenceExtension,
  type Evidence,
  foldMastery,
  type MasteryContext,
  type Rule,
  stateAt,
} from '../index.ts';
import { derive, policyOf, rule, statement, verbIs } from '../testing/policy.ts';

const adl = 'http://adlnet.gov/expapi/verbs/';
const read = (dialect: string, more: Partial<Statement>): NormalStatement => {
  const normal = dialectById(dialect)?.normalise(
    {
      id: 'st',
      actor: { mbox: 'mailto:a@b.c' },
      verb: { id: `${adl}scored` },
      object: { id: 'https://x.y/a' },
      timestamp: '2026-01-01T00:00:00Z',
      ...more,
    },
    { id: 's', scaledRange: '0..1' },
  );
  if (!normal) throw new Error('no such dialect');
  return normal;
};
const worth = (how: Partial<Rule>, of: NormalStatement) => assess(rule('r', verbIs('v1'), how), of);
const shown = (how: Partial<Rule>, of: Partial<NormalStatement> = {}) => {
  const compiled = compilePolicy(policyOf([rule('r', verbIs('v1'), how)]));
  const pieces = derive(compiled, { ...statement, ...of });
  const state = stateAt(foldMastery(pieces, compiled.mastery('A') as MasteryContext), statement.occurredAt);
  return { ...state, piece: pieces[0] as Evidence };
};

describe('normalising by the domain reference, §9', () => {
  const score = (of: object) => read('generic', { result: { score: of } });
  test.each<[string, Partial<Rule>, NormalStatement, number | undefined]>([
    ['raw 6.66667, 0–10', {}, score({ raw: 6.66667, min: 0, max: 10 }), 0.666667],
    ['raw 15, min 10 max 20', {}, score({ raw: 15, min: 10, max: 20 }), 0.5],
    ['raw 7 without max', {}, score({ raw: 7 }), undefined],
    [
      '{success:true, scaled:.2} of a rule on success',
      { value: { from: 'success' } },
      read('generic', { result: { success: true, score: { scaled: 0.2 } } }),
      1,
    ],
    ['{completion:true}', {}, read('generic', { result: { completion: true } }), undefined],
    [
      'the mapping’s explicit field: raw 7 of 0–10',
      { value: { from: 'field', field: 'raw', min: 0, max: 10 } },
      score({ raw: 7 }),
      0.7,
    ],
    [
      'the mapping’s explicit field before a scaled that says otherwise',
      { value: { from: 'field', field: 'raw', min: 0, max: 10 } },
      score({ raw: 7, scaled: 0.1 }),
      0.7,
    ],
  ])('%s', (_name, how, of, value) => {
    const { measure } = worth(how, of);
    expect(measure === undefined).toBe(value === undefined);
    expect(measure?.value ?? -1).toBeCloseTo(value ?? -1, 6);
  });

  test.each([
    [-1, 0, 'negative'],
    [-0.5, 0.25, 'negative'],
    [0, 0.5, 'neutral'],
    [0.82, 0.91, 'positive'],
    [1, 1, 'positive'],
  ])('a confidence of %d is a belief of %d, %s', (confidence, value, polarity) => {
    const of = { ...statement, extensions: { [confidenceExtension]: confidence } };
    const { measure } = worth({ kind: 'assertion', value: { from: 'confidence' } }, of);
    expect(measure).toMatchObject({ polarity, valuePath: 'confidence' });
    expect(measure?.value).toBeCloseTo(value);
  });
  test('where somebody asserts by a score instead, the score is taken; without both nothing is known', () => {
    const how: Partial<Rule> = { kind: 'assertion', value: { from: 'confidence' } };
    expect(worth(how, statement).measure).toMatchObject({ value: 0.75, valuePath: 'raw' });
    expect(worth(how, { ...statement, score: null })).toEqual({ noValue: 'confidence-unknown' });
    const wild = { ...statement, score: null, extensions: { [confidenceExtension]: 7 } };
    expect(worth(how, wild)).toEqual({ noValue: 'confidence-unknown' });
  });
  test('a field is kept within the range that the rule says, and nothing but a number is one', () => {
    const iri = 'https://x.y/points';
    const how: Partial<Rule> = { value: { from: 'field', field: `extension:${iri}`, min: 10, max: 20 } };
    const of = (value: unknown) => worth(how, { ...statement, extensions: { [iri]: value } });
    expect([5, 15, 25].map((value) => of(value).measure?.value)).toEqual([0, 0.5, 1]);
    expect([of('15'), of(Number.NaN), of(undefined)]).toEqual(
      Array.from({ length: 3 }, () => ({ noValue: 'field-unknown' })),
    );
  });
});

describe('what gives no value', () => {
  const values: readonly Rule['value'][] = [
    { from: 'score' },
    { from: 'success' },
    { from: 'fixed', value: 1 },
    { from: 'confidence' },
    { from: 'field', field: 'raw', min: 0, max: 100 },
    { from: 'none' },
  ];
  test('progress, whatever the rule would make of it and whoever sends it', () => {
    const sent = (dialect: string) =>
      read(dialect, {
        verb: { id: `${adl}progressed` },
        result: { score: { scaled: 1, raw: 100 }, success: true },
      });
    for (const dialect of ['generic', 'scorm-profile', 'articulate'])
      for (const value of values)
        for (const level of ['L4', undefined]) {
          const { measure } = worth(
            { value, ...(level && { level }) },
            { ...sent(dialect), kind: 'progress' },
          );
          expect(measure?.value ?? null).toBeNull();
          expect(measure === undefined).toBe(value.from !== 'none' || level !== undefined);
        }
    expect(sent('generic').kind).toBe('progress');
  });
  test('completion, unless the rule says so', () => {
    const completed = read('generic', { verb: { id: `${adl}completed` }, result: { completion: true } });
    expect(worth({ kind: 'completion', value: { from: 'none' } }, completed).measure?.value).toBeNull();
    expect(worth({ kind: 'completion', value: { from: 'score' } }, completed)).toEqual({
      noValue: 'score-unknown',
    });
    expect(
      worth({ kind: 'completion', value: { from: 'fixed', value: 0.6 } }, completed).measure?.value,
    ).toBe(0.6);
  });
});

describe('success outranks a cut-off only where it can be trusted', () => {
  const cutPoints = [
    { level: 'L1', from: 0.5 },
    { level: 'L3', from: 0.8 },
  ];
  const passedAt = (dialect: string, scaled: number) => ({
    ...read(dialect, {
      verb: { id: `${adl}passed` },
      object: { id: 'https://x.y/a', definition: { type: 'http://adlnet.gov/expapi/activities/module' } },
      result: { success: true, score: { scaled } },
      context: {
        contextActivities: {
          category: [{ id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' }],
          grouping: [{ id: 'https://publisher.example/au' }],
        },
      },
    }),
    verb: 'v1',
  });
  test('cmi5: a pass at .667 is a pass', () => {
    expect(shown({}, passedAt('cmi5', 0.667))).toMatchObject({ status: 'proficient', rank: 3 });
    expect(shown({ cutPoints }, passedAt('cmi5', 0.667))).toMatchObject({ status: 'proficient', rank: 3 });
  });
  test('Moodle’s logstore: true may only mean that there is no pass mark', () => {
    const of = read('moodle-logstore', { result: { success: true, score: { raw: 60, min: 0, max: 100 } } });
    expect(of.success).toBeNull();
    expect(worth({ value: { from: 'success' } }, of)).toEqual({ noValue: 'success-unknown' });
  });
});

describe('a rule with cut points', () => {
  const cutPoints = [
    { level: 'L1', from: 0.4 },
    { level: 'L2', from: 0.6 },
    { level: 'L4', from: 0.95 },
  ];
  test.each([
    [0.399, 0],
    [0.4, 1],
    [0.6, 2],
    [0.9499, 2],
    [0.95, 4],
    [1, 4],
  ])('shows for %d the rank %d, whatever the scale says', (score, rank) =>
    expect(shown({ cutPoints }, { score }).rank).toBe(rank),
  );
  test('shows no proficient level for a failure', () =>
    expect(shown({ cutPoints }, { score: 1, success: false })).toMatchObject({ status: 'below', rank: 2 }));
});

describe('a rule with a cap', () => {
  test('never shows more than that, nor does its value reach more in an average', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('L1', 'L2', 'L3'),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.boolean()),
        (atMost, score, success) => {
          const { rank, score: counted } = shown({ atMost }, { score, success });
          const cap = Number(atMost.slice(1));
          expect(rank).toBeLessThanOrEqual(cap);
          expect(counted).toBeLessThan([0, 0.5, 0.7, 0.9][cap] ?? 1);
        },
      ),
    );
  });
  test('keeps what was measured on the piece itself, and what is below the cap', () => {
    expect(shown({ atMost: 'L2' }, { score: 0.95 })).toMatchObject({
      rank: 2,
      piece: { value: 0.95, atMostLevelId: 'L2' },
    });
    expect(shown({ atMost: 'L2' }, { score: 0.35 })).toMatchObject({ rank: 1, score: 0.35 });
    expect(shown({ atMost: 'L4' }, { score: 0.95 })).toMatchObject({ rank: 4, score: 0.95 });
  });
});

test('what counts against never shows a proficient level', () => {
  const against: Partial<Rule> = { polarity: 'negative', value: { from: 'fixed', value: 1 } };
  expect(shown(against)).toMatchObject({
    status: 'below',
    rank: 2,
    piece: { polarity: 'negative', value: 1 },
  });
});

describe('an end that the statement names', () => {
  const iri = 'https://w3id.org/xapi/comp/contextextensions/expires';
  const endOf = (expires: unknown, more: Partial<Rule> = {}) => {
    const compiled = compilePolicy(
      policyOf([rule('r', verbIs('v1'), { validUntil: `extension:${iri}`, ...more })]),
    );
    const [one] = derive(compiled, { ...statement, extensions: { [iri]: expires } });
    return one && (one.validTo === null ? null : new Date(one.validTo).toISOString());
  };
  test('is that moment, or the whole of that day in the organisation’s zone', () => {
    expect(endOf('2028-03-01T00:00:00Z')).toBe('2028-03-01T00:00:00.000Z');
    expect(endOf('2028-03-01')).toBe('2028-03-01T23:00:00.000Z');
  });
  test('yields to an earlier one, and to none where it is not sent', () => {
    expect(endOf('2028-03-01', { validFor: 'P1M' })).toBe('2026-03-01T23:00:00.000Z');
    expect(endOf('2026-02-10', { validFor: 'P1M' })).toBe('2026-02-10T23:00:00.000Z');
    expect(endOf(undefined)).toBeNull();
  });
  test('that cannot be read lets nothing stand', () => expect(endOf('in two years')).toBeUndefined());
});
