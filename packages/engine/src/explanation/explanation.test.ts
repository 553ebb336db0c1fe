// SPDX-License-Identifier: Apache-2.0
/** What would be needed is found by trying, and everything is said in both languages. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Across,
  type Evidence,
  evidenceKinds,
  explain,
  foldMastery,
  languages,
  localeFor,
  type MasteryContext,
  models,
  nextLevel,
  type Rule,
  type RollUpState,
  sentencesOf,
  standingBy,
  stateAt,
} from '../index.ts';
import { context, contextBy, en, piece, pieces, rule, verbIs } from '../testing/policy.ts';
import { de } from './messages/de.ts';
import { en as english } from './messages/en.ts';

const scored = rule('quiz', verbIs('v'));
const observed = rule('watch', verbIs('w'), { kind: 'observation', value: { from: 'none' }, level: 'L3' });
const day = 86_400_000;

function said(
  evidence: readonly Evidence[],
  at: number,
  by: MasteryContext,
  {
    rules = [scored],
    locale = 'en',
    rollUp = null,
  }: { rules?: readonly Rule[]; locale?: string; rollUp?: RollUpState | null } = {},
) {
  const explained = explain(evidence, at, by);
  return sentencesOf(
    {
      explained,
      context: by,
      next: nextLevel(explained, rules, by),
      rollUp,
      state: explained.state,
      nameOf: () => en('Night drill'),
      labelOf: (id) => en(id === 'B' ? 'Ropes' : 'Knots'),
    },
    locale,
  );
}
const next = (
  evidence: readonly Evidence[],
  by: MasteryContext,
  rules: readonly Rule[] = [scored],
  at = 10,
) => nextLevel(explain(evidence, at, by), rules, by);

describe('what the next level would take', () => {
  test('by the latest: one more at the cut point of the next level', () => {
    expect(next([piece('a', { value: 0.55 })], context('latest'))).toMatchObject({
      level: { id: 'L3' },
      isRenewal: false,
      ways: [[{ ruleId: 'quiz', pieces: 1, score: 0.7 }]],
    });
  });
  test('by the average: the score that lifts the mean, or as many as it takes', () => {
    // (.6 + s)/2 ≥ .7 from s = .8 on; from .3 and .3 one full mark is not enough for .7, three are: (.6 + 3)/5.
    expect(next([piece('a', { value: 0.6 })], contextBy('average'))?.ways).toMatchObject([
      [{ pieces: 1, score: 0.8 }],
    ]);
    const low = [piece('a', { value: 0.5 }), piece('b', { value: 0.5, seq: 1 })];
    expect(next(low, contextBy('average'))?.ways).toMatchObject([[{ pieces: 2, score: 0.9 }]]);
  });
  test('by n of mastery: as many as are missing', () => {
    expect(
      next([piece('a', { value: 0.8 })], contextBy('n-of-mastery', { n: 3 }), [scored, observed]),
    ).toMatchObject({
      level: { id: 'L1' },
      ways: [[{ ruleId: 'quiz', pieces: 2, score: 0.7 }], [{ ruleId: 'watch', pieces: 2, score: null }]],
    });
  });
  test('by kinds: what is missing, or what gets there together', () => {
    const requires = { all: [{ kinds: ['observation'] }, { kinds: ['knowledge-test'], level: 'L2' }] };
    const by = contextBy('composed', { requires });
    expect(
      next([piece('a', { kind: 'observation', value: 0.75 })], by, [scored, observed])?.ways,
    ).toMatchObject([[{ ruleId: 'quiz', pieces: 1, score: 0.5 }]]);
    expect(next([], by, [scored, observed])?.ways).toMatchObject([
      [
        { ruleId: 'quiz', score: 0.5 },
        { ruleId: 'watch', score: null },
      ],
    ]);
  });
  test('what has run out comes back by a renewal; of the highest level there is no next', () => {
    expect(next([piece('a', { value: 0.8, validTo: 5 })], context('latest'))).toMatchObject({
      level: { id: 'L3' },
      isRenewal: true,
    });
    expect(next([piece('a', { value: 0.95 })], context('latest'))).toBeNull();
  });
  test('by what a rule caps, cuts or counts against: only as far as that reaches', () => {
    const capped = rule('capped', verbIs('v'), { atMost: 'L2' });
    const cut = rule('cut', verbIs('v'), {
      cutPoints: [
        { level: 'L1', from: 0.2 },
        { level: 'L4', from: 0.6 },
      ],
    });
    const against = rule('against', verbIs('v'), { polarity: 'negative' });
    const rules = [capped, cut, against];
    expect(next([piece('a', { value: 0.55 })], context('latest'), rules)?.ways).toMatchObject([
      [{ ruleId: 'cut', score: 0.6 }],
    ]);
    expect(next([], context('latest'), rules)?.ways.map(([step]) => [step?.ruleId, step?.score])).toEqual([
      ['capped', 0.3],
      ['cut', 0.2],
    ]);
    const twice = rule('twice', verbIs('v'), { across: { count: 2 } });
    expect(next([], context('latest'), [twice])).toMatchObject({ ways: [], untried: [{ ruleId: 'twice' }] });
  });
  test('is empty where no rule gets there', () =>
    expect(next([piece('a', { value: 0.8 })], context('latest'), [observed])?.ways).toEqual([]));
  test('holds when it is done: doing what is said reaches the level, and a hundredth less does not', () => {
    const model = fc.constantFrom(
      contextBy('latest'),
      contextBy('highest'),
      contextBy('average'),
      contextBy('n-of-mastery', { n: 2 }),
      contextBy('weighted-average'),
      contextBy('decaying-average'),
      contextBy('beta-bernoulli'),
      contextBy('recency-weighted', { halfLifeDays: 1 }),
    );
    fc.assert(
      fc.property(pieces, model, (list, by) => {
        const at = 160;
        const needed = next(list, by, [scored], at);
        const way = needed?.ways[0]?.[0];
        if (!needed || !way) return;
        const rankWith = (score: number) =>
          stateAt(
            foldMastery(
              [
                ...list,
                ...Array.from({ length: way.pieces }, (_, i) =>
                  piece(`n${i}`, { occurredAt: at, seq: 1000 + i, value: score }),
                ),
              ],
              by,
            ),
            at,
          ).rank ?? 0;
        expect(rankWith(way.score ?? 0)).toBeGreaterThanOrEqual(needed.level.rank);
        expect(way.score === null || rankWith(way.score - 0.01) < needed.level.rank).toBe(true);
      }),
    );
  });
});

describe('in plain sentences', () => {
  const held = [
    piece('a', { occurredAt: Date.UTC(2026, 2, 1, 12), value: 0.75, validTo: Date.UTC(2027, 2, 1, 23) }),
  ];
  const at = Date.UTC(2026, 5, 1);
  test('in English', () => {
    const { standing, ofEvidence, next: then } = said(held, at, context());
    expect(standing).toEqual([
      '3 L3, because of Night drill on Mar 1, 2026.',
      'It is valid until Mar 1, 2027.',
    ]);
    expect([...ofEvidence.values()]).toEqual(['It decides the level: 3 L3. It counts until Mar 1, 2027.']);
    expect(then).toEqual({ title: 'What would take it to 4 L4', ways: ['once “quiz”, with 90% or more'] });
  });
  test('in German', () => {
    const { standing, ofEvidence, next: then } = said(held, at, context(), { locale: 'de' });
    expect(standing).toEqual(['3 L3, wegen Night drill am 01.03.2026.', 'Es gilt bis 01.03.2027.']);
    expect([...ofEvidence.values()]).toEqual([
      'Es entscheidet über die Stufe: 3 L3. Es zählt bis 01.03.2027.',
    ]);
    expect(then?.ways).toEqual(['einmal „quiz“, mit 90\u00a0% oder mehr']);
  });
  test('of nothing, of too little, of what is ahead, over, in grace, fading and taken back', () => {
    const first = (evidence: readonly Evidence[], when: number, by: MasteryContext) =>
      said(evidence, when, by).standing.at(0);
    expect(first([], 0, context())).toBe(english.unknown);
    expect(first([piece('a')], 0, contextBy('n-of-mastery'))).toBe(english.tooLittle);
    expect(first([piece('a', { occurredAt: 40 * day })], 0, context())).toBe(
      'From Feb 10, 1970 on it will be 3 L3.',
    );
    const ending = [piece('a', { validTo: 40 * day })];
    expect(first(ending, 50 * day, context())).toBe(
      'It was 3 L3. That ran out on Feb 10, 1970; a renewal brings it back.',
    );
    expect(said(ending, 10 * day, context()).standing.at(-1)).toBe(
      'It ends soon: it is valid until Feb 10, 1970.',
    );
    const graced = contextBy('latest', {}, { time: { grace: 'P14D' } });
    expect(said(ending, 41 * day, graced).standing.at(-1)).toContain('still counts until Feb 24, 1970');
    const fading = contextBy('latest', {}, { time: { fade: { halfLifeDays: 365 } } });
    expect(said([piece('a')], 0, fading).standing.at(-1)).toMatch(/^If nothing is added, it becomes 2 L2 on/);
    const taken = [piece('a'), piece('r', { polarity: 'revoking', value: null, occurredAt: 5, seq: 1 })];
    expect(first(taken, 9, context())).toMatch(/^It was 3 L3, and was taken back/);
  });
  test('of attempts that were not the one, and of a pattern that is not complete', () => {
    const list = [piece('a', { value: 0.8 }), piece('b', { value: 0.6, occurredAt: 1, seq: 1 })];
    const of = (across: Across, id: string, locale = 'en') => {
      const by = {
        ...context(),
        standing: standingBy(new Map([['d', { across, timeZone: 'UTC' }]])),
      };
      return said(list, 9, by, { locale }).ofEvidence.get(id);
    };
    expect(of({ attempt: 'first' }, 'b')).toContain('the first attempt alone, and there is an earlier one');
    expect(of({ attempt: 'best' }, 'b')).toContain('the best attempt alone, and there is a better one');
    expect(of({ attempt: 'last' }, 'a', 'de')).toContain('nur den letzten Versuch');
    expect(of({ count: 3 }, 'a')).toContain('asks for 3 that belong together, and there are 2');
  });
  test('of parts: what is met, what is missing, and what nobody knows', () => {
    const rollUp: RollUpState = {
      policy: 'all',
      outcome: 'grant',
      isMet: null,
      isLapsed: false,
      rank: null,
      score: null,
      coverage: 0.5,
      total: 2,
      known: 1,
      proficient: 0,
      missing: ['B'],
      unknown: ['C'],
    };
    const parts = (more: Partial<RollUpState>, locale: string) =>
      said([], 0, context(), { rollUp: { ...rollUp, ...more }, locale })
        .standing.slice(1)
        .join(' ');
    expect(parts({}, 'en')).toBe(
      'From its parts: not yet proficient are Ropes. Nothing is known of Knots. 50% of its parts, by weight, are known.',
    );
    expect(parts({ isMet: true, proficient: 2, missing: [], unknown: [] }, 'de')).toBe(
      'Aus den Teilen: 2 von 2 genügen.',
    );
    expect(parts({ isMet: false, isLapsed: true, unknown: [] }, 'de')).toContain('Abgelaufen ist Ropes');
  });
  test('the language is the first of those asked for that is spoken', () => {
    expect(localeFor(['fr', 'de-AT', 'en'])).toBe('de-AT');
    expect(localeFor(['fr', '*'])).toBe('en');
    expect(localeFor(['de-!!', ''])).toBe('en');
  });
  test('every kind of evidence has its word in every language', () => {
    for (const kind of evidenceKinds)
      for (const say of [english, de]) expect(say.kind[kind]).toBeTypeOf('string');
  });
  const broken = /undefined|null|NaN|\[object/;
  test('whatever the model and the evidence, every sentence is whole in every language', () => {
    const by = models.map(({ id }) => {
      if (id === 'knowledge-tracing') return contextBy(id, { prior: 0.4, learn: 0.1, guess: 0.2, slip: 0.1 });
      return contextBy(
        id,
        id === 'composed'
          ? { requires: { all: [{ kinds: ['observation'] }, { kinds: ['knowledge-test'], level: 'L2' }] } }
          : {},
      );
    });
    fc.assert(
      fc.property(
        pieces,
        fc.constantFrom(...by),
        fc.constantFrom(...languages),
        fc.nat(160),
        (list, model, locale, when) => {
          const {
            standing,
            ofEvidence,
            next: then,
          } = said(list, when, model, { rules: [scored, observed], locale });
          expect(then?.title ?? '').not.toMatch(broken);
          const all = [...standing, ...ofEvidence.values()];
          expect(standing.length).toBeGreaterThan(0);
          expect(ofEvidence.size).toBe(list.length);
          for (const sentence of all) {
            expect(sentence).not.toMatch(broken);
            expect(sentence).toMatch(/\.$/);
          }
        },
      ),
    );
  });
});
