// SPDX-License-Identifier: Apache-2.0
/** What is said to reach the next level does: tried by statements that do what is said, through rules, evidence and fold. */
import type { NormalStatement } from '@cairn/dialects';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compilePolicy,
  type Condition,
  deriveEvidence,
  type Evidence,
  explain,
  foldMastery,
  mappingSchema,
  type MasteryContext,
  nextLevel,
  type NextWay,
  type Rule,
  stateAt,
} from '../index.ts';
import { contextBy, en, piece, pieces, policyOf, rule, statement, verbIs } from '../testing/policy.ts';
import { scoresTaken } from './scores-taken.ts';

const score = (op: 'gte' | 'gt' | 'lt' | 'lte' | 'ne', value: number): Condition => ({
  field: 'score',
  op,
  value,
});
const between = (low: number, high: number): Condition => ({
  field: 'score',
  op: 'between',
  value: [low, high],
});
const exists = (value: boolean): Condition => ({ field: 'score', op: 'exists', value });
const passed: Condition = { field: 'success', op: 'eq', value: true };

describe('the scores that a rule listens to', () => {
  test.each<[Condition, readonly [number, number, boolean] | null]>([
    [verbIs('v'), [0, 100, true]],
    [{ all: [verbIs('v'), score('gte', 0.8)] }, [80, 100, false]],
    [{ all: [verbIs('v'), score('gt', 0.8)] }, [81, 100, false]],
    [{ all: [verbIs('v'), score('lt', 0.5)] }, [0, 49, false]],
    [{ all: [verbIs('v'), between(0.3, 0.6)] }, [30, 60, false]],
    [{ not: score('gte', 0.5) }, [0, 49, false]],
    [{ not: { any: [score('lt', 0.5), passed] } }, [50, 100, false]],
    [{ any: [score('gte', 0.8), passed] }, [80, 100, false]],
    [{ any: [score('lte', 0.2), score('gte', 0.9)] }, [90, 100, false]],
    [{ all: [score('gte', 0.8), exists(true)] }, [80, 100, false]],
    [{ all: [verbIs('v'), exists(false)] }, null],
    [{ template: 'https://x.y/t' }, [0, 100, true]],
  ])('of %j are %j', (when, expected) => {
    const taken = scoresTaken(when);
    expect(taken && [taken.least, taken.most, taken.isOptional]).toEqual(expected);
  });
});

const stepsOf = (evidence: readonly Evidence[], by: MasteryContext, rules: readonly Rule[]) =>
  nextLevel(explain(evidence, 10, by), rules, by);

describe('what the next level would take', () => {
  test('is no score that the rule does not look at', () => {
    const quiz = rule('quiz', { all: [verbIs('v'), score('gte', 0.8)] });
    expect(stepsOf([], contextBy('latest'), [quiz])?.ways).toMatchObject([[{ score: 0.8, mostScore: null }]]);
    const granted = rule('granted', { all: [verbIs('v'), score('gte', 0.75)] }, { level: 'L3' });
    expect(stepsOf([], contextBy('latest'), [granted])?.ways).toMatchObject([[{ score: 0.75 }]]);
    const low = rule('low', { all: [verbIs('v'), between(0.3, 0.6)] });
    expect(stepsOf([], contextBy('latest'), [low])?.ways).toMatchObject([[{ score: 0.3, mostScore: 0.6 }]]);
    expect(stepsOf([piece('a', { value: 0.55 })], contextBy('latest'), [low])?.ways).toEqual([]);
  });
  test('where it takes three rules, or several of each, is all of them, and no more than it takes', () => {
    const requires = {
      all: [
        { kinds: ['observation'], count: 2 },
        { kinds: ['knowledge-test'], level: 'L2' },
        { kinds: ['simulation'], level: 'L1' },
      ],
    };
    const rules = [
      rule('quiz', verbIs('v')),
      rule('watch', verbIs('w'), { kind: 'observation', value: { from: 'none' }, level: 'L3' }),
      rule('drill', verbIs('x'), { kind: 'simulation', value: { from: 'success' } }),
      rule('spare', verbIs('y'), { kind: 'manual', value: { from: 'success' } }),
    ];
    expect(stepsOf([], contextBy('composed', { requires }), rules)?.ways).toMatchObject([
      [
        { ruleId: 'quiz', pieces: 1, score: 0.5 },
        { ruleId: 'watch', pieces: 2, score: null },
        { ruleId: 'drill', pieces: 1, score: null },
      ],
    ]);
  });
  test('where it takes two of many rules, is some pairs of them, not all', () => {
    const requires = { all: [{ kinds: ['observation'] }, { kinds: ['knowledge-test'], level: 'L2' }] };
    const rules = Array.from({ length: 40 }, (_, i) =>
      rule(`r${i}`, verbIs(`v${i}`), { kind: i % 2 === 0 ? 'observation' : 'knowledge-test' }),
    );
    const ways = stepsOf([], contextBy('composed', { requires }), rules)?.ways ?? [];
    expect(ways).toHaveLength(20);
    expect(ways.every((way) => way.length === 2)).toBe(true);
  });
  test('names no rule across statements that never shows the level', () => {
    const across = { count: 2 };
    const rules = [
      rule('capped', verbIs('v'), { across, atMost: 'L2' }),
      rule('whole', verbIs('v'), { across }),
    ];
    expect(stepsOf([piece('a', { value: 0.55 })], contextBy('latest'), rules)?.untried).toMatchObject([
      { ruleId: 'whole' },
    ]);
  });
});

const wheres = fc.constantFrom<Condition | null>(
  null,
  score('gte', 0.6),
  score('lt', 0.8),
  between(0.4, 0.95),
  { not: score('lt', 0.35) },
  { any: [score('gte', 0.85), passed] },
);
const hows = fc.constantFrom<Partial<Rule>>(
  {},
  { atMost: 'L3' },
  { level: 'L3' },
  { weight: 0.5 },
  { kind: 'observation' },
  { value: { from: 'success' } },
  { value: { from: 'fixed', value: 0.92 } },
  { value: { from: 'none' }, level: 'L4', kind: 'simulation' },
  {
    cutPoints: [
      { level: 'L1', from: 0.2 },
      { level: 'L2', from: 0.45 },
      { level: 'L4', from: 0.65 },
    ],
  },
);
const choices = fc.constantFrom<{ readonly model: string; readonly parameters?: object }>(
  { model: 'latest' },
  { model: 'highest' },
  { model: 'average' },
  { model: 'n-of-mastery', parameters: { n: 3 } },
  { model: 'weighted-average' },
  { model: 'decaying-average' },
  { model: 'beta-bernoulli' },
  { model: 'beta-bernoulli', parameters: { by: 'low', within: 0.8 } },
  { model: 'knowledge-tracing', parameters: { prior: 0.4, learn: 0.1, guess: 0.2, slip: 0.1 } },
  { model: 'recency-weighted', parameters: { halfLifeDays: 30 } },
  { model: 'any', parameters: { by: 'latest' } },
  {
    model: 'composed',
    parameters: {
      requires: { all: [{ kinds: ['observation'] }, { kinds: ['knowledge-test'], level: 'L2' }] },
    },
  },
);

/** The statement that somebody sends who does what a step says. */
function done(step: NextWay[number], of: Rule, hundredth: number): NormalStatement {
  const from = step.score ?? 0;
  const to = step.mostScore ?? 1;
  const isOnSuccess = of.value.from === 'success';
  // No score where none is asked for and none is what the rule gives.
  const isScored = step.score !== null || step.mostScore !== null || of.value.from === 'score';
  return {
    ...statement,
    verb: of.id,
    score: isScored ? Math.min(to, Math.round((from + (to - from) * hundredth) * 100) / 100) : null,
    success: isOnSuccess || !isScored ? true : null,
  };
}

test('whoever does what is said holds the level: whatever the rules, the model and what there was', () => {
  const rules = fc
    .uniqueArray(fc.tuple(wheres, hows), {
      minLength: 1,
      maxLength: 3,
      selector: (one) => JSON.stringify(one),
    })
    .map((list) =>
      list.map(([where, how], i) =>
        rule(`r${i}`, where ? { all: [verbIs(`r${i}`), where] } : verbIs(`r${i}`), how),
      ),
    );
  let ways = 0;
  fc.assert(
    fc.property(
      pieces,
      rules,
      choices,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (list, of, choice, where) => {
        const mapping = mappingSchema.parse({
          title: en('M'),
          rules: of,
          model: { parameters: {}, ...choice },
        });
        const compiled = compilePolicy({ ...policyOf([]), mapping });
        const by = compiled.mastery('A') as MasteryContext;
        const at = 160;
        const needed = nextLevel(explain(list, at, by), of, by);
        for (const way of needed?.ways ?? []) {
          const sent = way.flatMap((step) => {
            const one = of.find(({ id }) => id === step.ruleId) as Rule;
            return Array.from({ length: step.pieces }, () => done(step, one, where));
          });
          const evidence = sent.flatMap((one, i) =>
            deriveEvidence(
              compiled,
              { ...one, statementId: `new ${i}`, occurredAt: at },
              { seq: 1000 + i, recordedAt: at },
            ),
          );
          const state = stateAt(foldMastery([...list, ...evidence], by), at);
          expect([way, state.rank ?? 0]).toEqual([way, Math.max(state.rank ?? 0, needed?.level.rank ?? 0)]);
          ways += 1;
        }
      },
    ),
    { numRuns: 400 },
  );
  expect(ways).toBeGreaterThan(100);
});
