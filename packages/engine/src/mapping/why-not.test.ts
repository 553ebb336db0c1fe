// SPDX-License-Identifier: Apache-2.0
import type { NormalStatement } from '@cairn/dialects';
import { describe, expect, test } from 'vitest';
import {
  compilePolicy,
  type Condition,
  countTraces,
  type Rule,
  type RuleCounts,
  traceRules,
  whyNot,
} from '../index.ts';
import { policyOf, rule, statement, verbIs } from '../testing/policy.ts';

const scoreFrom = (value: number): Condition => ({ field: 'score', op: 'gte', value });
const passed: Condition = { field: 'success', op: 'eq', value: true };
const all = (...conditions: Condition[]): Condition => ({ all: [verbIs('v1'), ...conditions] });
const compiled = (...rules: readonly Rule[]) => compilePolicy(policyOf(rules));
const trace = (when: Condition, more: Partial<Rule> = {}) => {
  const [one] = traceRules(compiled(rule('r', when, more)), statement);
  return one && [one.outcome, one.decidedBy?.pointer ?? null, one.decidedBy?.found ?? null];
};

describe('a trace', () => {
  test.each<[string, Condition, unknown]>([
    ['met', all(scoreFrom(0.7)), ['met', null, null]],
    [
      'the first that is not met',
      all(scoreFrom(0.7), scoreFrom(0.8), passed),
      ['not-met', '/when/all/2', [0.75]],
    ],
    [
      'the first unknown, where nothing is unmet',
      all(passed, scoreFrom(0.1)),
      ['unknown', '/when/all/1', []],
    ],
    ['an unmet one before an unknown', all(passed, scoreFrom(0.8)), ['not-met', '/when/all/2', [0.75]]],
    ['a choice as a whole', all({ any: [scoreFrom(0.8), scoreFrom(0.9)] }), ['not-met', '/when/all/1', []]],
    ['the unknown of a choice', all({ any: [scoreFrom(0.8), passed] }), ['unknown', '/when/all/1/any/1', []]],
    [
      'what is below a not',
      all({ not: { any: [scoreFrom(0.8), scoreFrom(0.7)] } }),
      ['not-met', '/when/all/1/not/any/1', [0.75]],
    ],
    ['the unknown below a not', all({ not: passed }), ['unknown', '/when/all/1/not', []]],
  ])('names %s', (_name, when, expected) => expect(trace(when)).toEqual(expected));
  test('names the source, and steps of which none is met', () => {
    expect(trace(verbIs('v1'), { sources: ['other'] })).toEqual(['not-met', '/sources', ['lms']]);
    const across = { allOf: [verbIs('v1'), passed] };
    expect(trace(verbIs('v1'), { across })).toEqual(['met', null, null]);
    expect(trace(verbIs('v1'), { across: { allOf: [scoreFrom(0.9), passed] } })).toEqual([
      'unknown',
      '/across/allOf/1',
      [],
    ]);
    expect(trace(verbIs('v1'), { across: { sequence: [scoreFrom(0.9), scoreFrom(0.8)] } })).toEqual([
      'not-met',
      '/across/sequence',
      [],
    ]);
  });
  test('is counted rule by rule, unknown by the condition that was unknown', () => {
    const counts = new Map<string, RuleCounts>();
    const policy = compiled(rule('a', all(passed)), rule('b', all(scoreFrom(0.8))), rule('c', verbIs('v2')));
    for (const success of [null, null, true, false])
      countTraces(counts, traceRules(policy, { ...statement, success }));
    expect([...counts]).toEqual([
      ['a', { met: 1, notMet: 1, unknown: 2, unknownBy: new Map([['/when/all/1', 2]]) }],
      ['b', { met: 0, notMet: 4, unknown: 0, unknownBy: new Map() }],
    ]);
  });
});

describe('why a statement did not count', () => {
  const circumstances = { at: statement.occurredAt, isKnown: () => true, voidedAt: null };
  const why = (rules: readonly Rule[], of: Partial<NormalStatement> = {}, more = {}) =>
    whyNot(compiled(...rules), { ...statement, ...of }, { ...circumstances, ...more });
  const says = (answer: ReturnType<typeof why>, language: 'en' | 'de') =>
    [...answer.reasons, ...answer.rules].map((one) => one.says[language]);

  test('is said for every candidate, in both languages', () => {
    const answer = why([
      rule('low', all(scoreFrom(0.8))),
      rule('unsure', all(passed)),
      rule('given', verbIs('v1')),
      rule('mute', verbIs('v1'), { value: { from: 'success' } }),
    ]);
    expect(answer).toMatchObject({ areCandidates: true, reasons: [] });
    expect(answer.rules.map(({ ruleId, outcome }) => `${ruleId} ${outcome}`)).toEqual([
      'low not-met',
      'unsure unknown',
      'given evidence',
      'mute no-value',
    ]);
    expect(says(answer, 'en')).toEqual([
      'Rule “low”: not met. It asks that score at least 80 %; the statement has 75 %.',
      'Rule “unsure”: unknown. It asks that passed; the statement says nothing that could be compared with it.',
      'Rule “given”: met; it gave evidence for A.',
      'Rule “mute”: met, but it gives nothing, because whether it was passed is unknown, or the sender’s word on it cannot be trusted.',
    ]);
    expect(says(answer, 'de')[0]).toBe(
      'Regel „low“: nicht erfüllt. Sie verlangt: Punktzahl mindestens 80 %; das Statement hat 75 %.',
    );
  });
  test('names the nearest rules where none was found: of its activity first, then of its verb', () => {
    const answer = why(
      [
        rule('verb', { all: [verbIs('v1'), { field: 'activity', op: 'eq', value: 'a2' }] }),
        rule('far', { all: [verbIs('v2'), { field: 'activity', op: 'eq', value: 'a2' }] }),
        rule('activity', {
          all: [
            { field: 'activity', op: 'eq', value: 'a1' },
            { field: 'parent', op: 'eq', value: 'p2' },
          ],
        }),
      ],
      { activity: { id: 'a1', type: null, name: null }, parents: [] },
    );
    expect(answer.areCandidates).toBe(true);
    const near = why([
      rule('verb', { all: [verbIs('v1'), { field: 'activity', op: 'eq', value: 'a2' }] }),
      rule('far', { all: [verbIs('v2'), { field: 'activity', op: 'eq', value: 'a2' }] }),
    ]);
    expect(near).toMatchObject({ areCandidates: false, reasons: [{ reason: 'no-candidate' }] });
    expect(near.rules.map(({ ruleId }) => ruleId)).toEqual(['verb']);
    expect(says(near, 'en')).toEqual([
      'No rule was found for this statement. The nearest:',
      'Rule “verb”: not met. It asks that activity is a2; the statement has a1.',
    ]);
    expect(why([rule('far', verbIs('v9'))])).toMatchObject({ reasons: [{ reason: 'no-rule' }], rules: [] });
  });
  test('says what holds whatever the rules say', () => {
    const given = [rule('r', verbIs('v1'), { validFor: 'P1D' })];
    const reasonsOf = (of: Partial<NormalStatement>, more = {}) =>
      why(given, of, more).reasons.map(({ reason }) => reason);
    expect(reasonsOf({ subjects: [] })).toEqual(['nobody']);
    expect(reasonsOf({}, { isKnown: () => false })).toEqual(['person-unknown']);
    expect(reasonsOf({}, { voidedAt: 5 })).toEqual(['voided']);
    expect(reasonsOf({}, { at: 0 })).toEqual(['ahead']);
    expect(why(given, {}, { at: Date.UTC(2027, 0) }).rules).toMatchObject([{ outcome: 'expired' }]);
  });
  test('answers also where a rule goes over its budget', () => {
    const groupings = Array.from({ length: 3000 }, (_, i) => ({
      id: 'x'.repeat(300) + i,
      type: null,
      name: null,
    }));
    const costly = rule('costly', all({ field: 'grouping', op: 'matches', value: '(x+x+)+y' }));
    expect(why([costly, rule('r', verbIs('v1'))], { groupings }).rules.map(({ outcome }) => outcome)).toEqual(
      ['failed', 'evidence'],
    );
  });
});
