// SPDX-License-Identifier: Apache-2.0
import { dialectById, type NormalStatement } from '@cairn/dialects';
import type { Statement } from '@cairn/xapi';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compilePolicy,
  digest,
  endOfValidity,
  evidenceKinds,
  foldMastery,
  type MasteryContext,
  type Policy,
  type Rule,
  stateAt,
} from '../index.ts';
import { derive, en, policyOf, rule, statement, verbIs } from '../testing/policy.ts';

const withCompetency = (policy: Policy, more: { readonly validFor: string }): Policy => ({
  ...policy,
  frameworks: policy.frameworks.map((one) => ({
    ...one,
    competencies: one.competencies.map((each) => (each.id === 'C' ? { ...each, ...more } : each)),
  })),
});

describe('evidence', () => {
  test('has the same id for the same content, whatever the rule is called and the policy version', () => {
    const [a] = derive(compilePolicy(policyOf([rule('r', verbIs('v1'))])));
    const [b] = derive(
      compilePolicy(policyOf([{ ...rule('r', verbIs('v1')), title: en('another') }], 'highest', '2')),
    );
    const [c] = derive(compilePolicy(policyOf([rule('r', verbIs('v1'), { weight: 0.5 })])));
    expect(a?.id).toMatch(/^[0-9a-f]{32}$/);
    expect(b?.id).toBe(a?.id);
    expect(c?.id).not.toBe(a?.id);
  });
  test('has an id made of statement, subject, rule content, dialect and competency', () => {
    const compiled = compilePolicy(policyOf([rule('r', verbIs('v1'))]));
    expect(derive(compiled)[0]?.id).toBe(
      digest(['st', 'mbox:a@b.c', compiled.digestOf('r'), 'generic@1', 'A']),
    );
  });
  test.each<[string, (policy: Policy) => Policy]>([
    ['another period of the competency', (policy) => withCompetency(policy, { validFor: 'P3Y' })],
    ['another zone in which days end', (policy) => ({ ...policy, timeZone: 'Asia/Tokyo' })],
    ['another version of its dialect', (policy) => ({ ...policy, dialects: { generic: 2, other: 1 } })],
  ])('is another under %s, and the old piece is not in force', (_name, change) => {
    const before = policyOf([rule('r', verbIs('v1'), { competency: 'C' })]);
    const [old, changed] = [compilePolicy(before), compilePolicy(change(before))];
    const [a, b] = [derive(old)[0], derive(changed)[0]];
    if (!a || !b) throw new Error('no evidence');
    expect(b.id).not.toBe(a.id);
    expect([old.isInForce(a), changed.isInForce(a), changed.isInForce(b), old.isInForce(b)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
  test.each<[string, (policy: Policy) => Policy]>([
    ['another dialect is raised', (policy) => ({ ...policy, dialects: { generic: 1, other: 2 } })],
    ['a dialect is new', (policy) => ({ ...policy, dialects: { generic: 1, other: 1, third: 1 } })],
    ['another competency gets a period', (policy) => withCompetency(policy, { validFor: 'P3Y' })],
  ])('is the same when %s', (_name, change) => {
    const before = { ...policyOf([rule('r', verbIs('v1'))]), dialects: { generic: 1, other: 1 } };
    const [a] = derive(compilePolicy(before));
    const changed = compilePolicy(change(before));
    expect(derive(changed)[0]?.id).toBe(a?.id);
    expect(a && changed.isInForce(a)).toBe(true);
  });
  test('of a dialect that is younger than the policy is in force as it is', () => {
    const compiled = compilePolicy(policyOf([rule('r', verbIs('v1'))]));
    const [one] = derive(compiled, { ...statement, dialect: 'younger@3' });
    expect(one).toMatchObject({ dialect: 'younger@3' });
    expect(one && compiled.isInForce(one)).toBe(true);
  });
  test('is each member’s own', () => {
    const found = derive(compilePolicy(policyOf([rule('r', verbIs('v1'))])), {
      ...statement,
      subjects: ['x', 'y'],
    });
    expect(found.map(({ subject }) => subject)).toEqual(['x', 'y']);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  });
  test('is none where the measure is unknown', () => {
    expect(
      derive(compilePolicy(policyOf([rule('r', verbIs('v1'), { value: { from: 'success' } })]))),
    ).toEqual([]);
  });
  test('ends with the earlier of the rule’s and the competency’s period', () => {
    const [one] = derive(
      compilePolicy(policyOf([rule('r', verbIs('v1'), { competency: 'C', validFor: 'P2Y' })])),
    );
    expect(one?.validTo).toBe(endOfValidity(statement.occurredAt, 'P12M', 'Europe/Berlin'));
  });
});

const values = fc.constantFrom<Rule['value']>(
  { from: 'score' },
  { from: 'success' },
  { from: 'fixed', value: 1 },
  { from: 'none' },
);
const shown = (more: Partial<Rule>, of: Partial<NormalStatement>) => {
  const compiled = compilePolicy(policyOf([rule('r', verbIs('v1'), more)]));
  const pieces = derive(compiled, { ...statement, ...of });
  return stateAt(foldMastery(pieces, compiled.mastery('A') as MasteryContext), statement.occurredAt);
};

describe('what a statement shows by a rule', () => {
  const rules = fc.record({
    value: values,
    level: fc.constantFrom('L3', 'L4'),
    kind: fc.constantFrom(...evidenceKinds),
  });
  const measures = {
    score: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    completion: fc.option(fc.boolean()),
  };
  test('is never proficiency when it failed, whatever the rule grants', () => {
    fc.assert(
      fc.property(rules, fc.boolean(), fc.record(measures), ({ level, ...how }, isGranted, of) => {
        const state = shown({ ...how, ...(isGranted && { level }) }, { ...of, success: false });
        expect(state.proficient).toBe(false);
        expect(['below', 'unknown']).toContain(state.status);
      }),
    );
  });
  test.each<[string, Partial<Rule>, Partial<NormalStatement>, string, number | null]>([
    ['a level for a failure', { value: { from: 'none' }, level: 'L3' }, { success: false }, 'below', 0],
    ['a value for a failure', { value: { from: 'fixed', value: 1 } }, { success: false }, 'below', 0],
    ['a level', { value: { from: 'none' }, level: 'L3' }, {}, 'proficient', 3],
    ['a fixed value', { value: { from: 'fixed', value: 0.6 } }, { success: true }, 'below', 2],
    ['exposure', { value: { from: 'none' } }, { success: false }, 'unknown', null],
    [
      'a level for what is not completed',
      { value: { from: 'none' }, level: 'L3' },
      { completion: false },
      'unknown',
      null,
    ],
    [
      'a value for what is not completed',
      { value: { from: 'fixed', value: 1 } },
      { completion: false },
      'unknown',
      null,
    ],
    [
      'a level for what was passed before its end',
      { value: { from: 'none' }, level: 'L3' },
      { completion: false, success: true },
      'proficient',
      3,
    ],
    [
      'completion for what is not completed',
      { kind: 'completion', value: { from: 'score' } },
      { completion: false, success: true },
      'unknown',
      null,
    ],
    [
      'the score of what is not completed, but not the level',
      { level: 'L4' },
      { completion: false, score: 0.55 },
      'below',
      2,
    ],
  ])('is, for %s', (_name, how, of, status, rank) => expect(shown(how, of)).toMatchObject({ status, rank }));
  test('is below by the score of a failure, never above what the score reaches', () => {
    expect(shown({}, { score: 0.95, success: false })).toMatchObject({ status: 'below', rank: 2 });
    expect(shown({}, { score: 0.1, success: false })).toMatchObject({ status: 'below', rank: 0 });
  });
  test('is the first proficient level at least where a trusted success says passed', () => {
    expect(shown({}, { score: 0.6, success: true })).toMatchObject({ status: 'proficient', rank: 3 });
    expect(shown({}, { score: 0.95, success: true })).toMatchObject({ status: 'proficient', rank: 4 });
    expect(shown({}, { score: 0.6, success: null })).toMatchObject({ status: 'below', rank: 2 });
    expect(shown({ level: 'L1' }, { score: 0.6, success: true })).toMatchObject({ status: 'below', rank: 1 });
  });
});

describe('senders', () => {
  const sent = (dialect: string, verb: string, result: Statement['result'], event?: string) => {
    const normal = dialectById(dialect)?.normalise(
      {
        id: 'st',
        actor: { mbox: 'mailto:a@b.c' },
        verb: { id: verb },
        object: {
          id: 'https://x.y/course',
          definition: { type: 'http://adlnet.gov/expapi/activities/module' },
        },
        timestamp: '2026-01-01T00:00:00Z',
        ...(result && { result }),
        ...(event !== undefined && {
          context: {
            extensions: { 'http://lrs.learninglocker.net/define/extensions/info': { event_name: event } },
          },
        }),
      },
      { id: 's', scaledRange: '0..1' },
    );
    if (!normal) throw new Error('no such dialect');
    return normal;
  };
  const adl = 'http://adlnet.gov/expapi/verbs/';
  const byKind = (kind: string, more: Partial<Rule>) => {
    const compiled = compilePolicy(policyOf([rule('r', { field: 'kind', op: 'eq', value: kind }, more)]));
    return (of: NormalStatement) =>
      stateAt(foldMastery(derive(compiled, of), compiled.mastery('A') as MasteryContext), of.occurredAt)
        .status;
  };
  test('who say failed make nobody proficient', () => {
    const failing = sent('generic', `${adl}failed`, { success: false, score: { scaled: 0.1 } });
    expect(byKind('attempt', { value: { from: 'fixed', value: 1 }, level: 'L4' })(failing)).toBe('below');
  });
  test('who take a completion back make nobody proficient', () => {
    const status = byKind('module-completion', { kind: 'completion', value: { from: 'none' }, level: 'L3' });
    expect(status(sent('generic', `${adl}completed`, { completion: false }))).toBe('unknown');
    expect(status(sent('generic', `${adl}completed`, {}))).toBe('proficient');
    const event = '\\core\\event\\course_module_completion_updated';
    const uncompleted = 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/uncompleted';
    expect(status(sent('moodle-logstore', uncompleted, undefined, event))).toBe('unknown');
    expect(status(sent('moodle-logstore', `${adl}completed`, undefined, event))).toBe('proficient');
  });
  test('by which a competency is revoked or forfeited take back what was held', () => {
    const forfeited = 'https://w3id.org/xapi/tla/verbs/forfeited';
    const compiled = compilePolicy(
      policyOf([
        rule('held', { field: 'kind', op: 'eq', value: 'attempt' }, { value: { from: 'fixed', value: 1 } }),
        rule('back', verbIs(forfeited), { polarity: 'revoking', value: { from: 'none' } }),
      ]),
    );
    const passed = sent('generic', `${adl}passed`, { success: true });
    const back = { ...sent('generic', forfeited, undefined), occurredAt: passed.occurredAt + 1 };
    const pieces = [passed, back].flatMap((one) => derive(compiled, one));
    expect(pieces.map(({ polarity, value, levelId }) => [polarity, value, levelId])).toEqual([
      ['positive', 1, null],
      ['revoking', null, null],
    ]);
    const timeline = foldMastery(pieces, compiled.mastery('A') as MasteryContext);
    expect(stateAt(timeline, passed.occurredAt).status).toBe('proficient');
    expect(stateAt(timeline, back.occurredAt)).toMatchObject({ status: 'revoked', rank: 4 });
  });
});
