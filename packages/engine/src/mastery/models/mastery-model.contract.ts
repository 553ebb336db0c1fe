// SPDX-License-Identifier: Apache-2.0
/** What every mastery model holds to, whatever its formula; its own vectors stand beside it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  explain,
  foldMastery,
  intervalOf,
  isValidAt,
  type MasteryModel,
  rankOfScore,
  stateAt,
  unknownState,
} from '../../index.ts';
import { contextBy, piece, pieces } from '../../testing/policy.ts';

const moment = fc.integer({ min: -1, max: 170 });

export function testMasteryModel(model: MasteryModel, parameters: Readonly<Record<string, unknown>>): void {
  const context = contextBy(model.id, parameters);
  const { fold, scale } = context;
  const timelineOf = (list: Parameters<typeof foldMastery>[0]) => foldMastery(list, context);
  const readAll = (list: ReturnType<typeof explain>['read'], at: number) => {
    const [first, ...rest] = list.map(fold.of).filter((one) => one !== null);
    return first === undefined ? null : fold.read(rest.reduce(fold.join, first), at);
  };

  describe(`mastery by ${model.id}`, () => {
    test('does not depend on the order of arrival', () => {
      fc.assert(
        fc.property(pieces, fc.infiniteStream(fc.nat()), (list, random) => {
          const shuffled = list
            .map((one) => [random.next().value ?? 0, one] as const)
            .sort(([a], [b]) => a - b)
            .map(([, one]) => one);
          expect(timelineOf(shuffled)).toEqual(timelineOf(list));
        }),
      );
    });
    test('doubles nothing when everything comes again', () => {
      fc.assert(
        fc.property(pieces, (list) => {
          expect(timelineOf([...list, ...list])).toEqual(timelineOf(list));
        }),
      );
    });
    test('is without a voided piece bit for bit what it is where that never happened', () => {
      fc.assert(
        fc.property(pieces, fc.nat(11), (list, i) => {
          const voided = list.map((one, k) => (k === i ? { ...one, withdrawnAt: 1 } : one));
          expect(timelineOf(voided)).toEqual(timelineOf(list.filter((_, k) => k !== i)));
        }),
      );
    });
    test('reads a moment bit for bit alike, whatever is known to follow', () => {
      fc.assert(
        fc.property(pieces, moment, (list, at) => {
          const { validTo: _a, ...then } = stateAt(
            timelineOf(list.filter(({ occurredAt }) => occurredAt <= at)),
            at,
          );
          const { validTo: _b, ...now } = stateAt(timelineOf(list), at);
          expect(now).toEqual(then);
        }),
      );
    });
    test('is gapless, finite, and never off its scale', () => {
      fc.assert(
        fc.property(pieces, (list) => {
          const { segments } = timelineOf(list);
          segments.forEach((segment, i) => {
            expect(segment.to).toBe(segments[i + 1]?.from ?? null);
            const { rank, levelId, score, status, certainty } = segment;
            expect(score === null || (score >= 0 && score <= 1)).toBe(true);
            expect(rank === null || (Number.isInteger(rank) && rank >= 0 && rank <= 4)).toBe(true);
            expect(levelId).toBe(scale.levels.find((level) => level.rank === rank)?.id ?? null);
            expect(status === 'unknown').toBe(rank === null);
            expect(certainty === null || Number.isFinite(certainty.n)).toBe(true);
          });
        }),
      );
    });
    test('stays a number in its range for values, weights and times at their ends', () => {
      const extreme = fc
        .array(
          fc.record({
            value: fc.constantFrom(0, Number.MIN_VALUE, 0.7, 1 - 2 ** -53, 1),
            weight: fc.constantFrom(0.000001, 0.5, 1),
            occurredAt: fc.constantFrom(-8e15, -1, 0, 86_400_000, 8e15),
          }),
          { minLength: 1, maxLength: 6 },
        )
        .map((list) => list.map((one, i) => piece(`e${i}`, { ...one, seq: i })));
      const isShare = (value: number | null) => value === null || (value >= 0 && value <= 1);
      fc.assert(
        fc.property(extreme, (list) => {
          for (const { score, certainty } of timelineOf(list).segments) {
            const { n = 0, effective = n } = certainty ?? {};
            const { low, high } = (certainty && intervalOf(certainty)) ?? { low: 0, high: 1 };
            expect([score, low, high, high - low].every(isShare)).toBe(true);
            expect(effective).toBeGreaterThanOrEqual(Math.min(n, 1) - 1e-9);
            expect(effective).toBeLessThanOrEqual(n + 1e-9);
          }
          const { account, state } = explain(list, 8.1e15, context);
          const amounts = account?.contributions.map(({ amount }) => amount) ?? [null];
          if (state.score === null || amounts.includes(null)) return;
          const sum = amounts.reduce<number>((all, amount) => all + (amount ?? 0), account?.base ?? 0);
          expect(sum).toBeCloseTo(state.score, 9);
        }),
      );
    });
    test('is at every moment what the pieces come to, one after the other', () => {
      fc.assert(
        fc.property(pieces, moment, (list, at) => {
          const { read, state, account } = explain(list, at, context);
          const reading = readAll(read, at);
          expect(reading !== null).toBe(state.status === 'proficient' || state.status === 'below');
          expect(state.countedCount).toBe(reading?.countedCount ?? 0);
          if (!reading) return;
          expect(state.score === null).toBe(reading.score === null);
          expect(state.score ?? 0).toBeCloseTo(reading.score ?? 0, 9);
          expect(state.rank).toBe(reading.rank ?? rankOfScore(scale, state.score ?? 0));
          expect(account?.contributions).toHaveLength(reading.countedCount);
        }),
      );
    });
    test('says what every piece adds: all amounts and the base are the score, all shares at most one', () => {
      fc.assert(
        fc.property(pieces, moment, (list, at) => {
          const { read, account } = explain(list, at, context);
          if (!account) return;
          const ids = read.map(({ id }) => id);
          for (const { evidenceId, share } of account.contributions) {
            expect(ids).toContain(evidenceId);
            expect(share === null || (share >= 0 && share <= 1 + 1e-9)).toBe(true);
          }
          const shares = account.contributions.reduce((sum, { share }) => sum + (share ?? 0), 0);
          expect(shares).toBeLessThanOrEqual(1 + 1e-9);
          const reading = readAll(read, at);
          const amounts = account.contributions.map(({ amount }) => amount);
          if (!reading || reading.score === null || amounts.includes(null)) return;
          const sum = amounts.reduce<number>((total, amount) => total + (amount ?? 0), account.base);
          expect(sum).toBeCloseTo(reading.score, 9);
        }),
      );
    });
    test('joins in any grouping', () => {
      fc.assert(
        fc.property(pieces, fc.nat(12), fc.nat(12), (list, i, k) => {
          const { read } = explain(
            list.map((one) => ({ ...one, withdrawnAt: null, validTo: null })),
            100,
            context,
          );
          const summaries = read.map(fold.of).filter((one) => one !== null);
          const [from, to] = [Math.min(i, k), Math.max(i, k)];
          const parts = [summaries.slice(0, from), summaries.slice(from, to), summaries.slice(to)].flatMap(
            ([first, ...rest]) => (first === undefined ? [] : [rest.reduce(fold.join, first)]),
          );
          const [last, ...before] = parts.toReversed();
          const fromRight =
            last === undefined
              ? null
              : fold.read(
                  before.reduce((sum, one) => fold.join(one, sum), last),
                  100,
                );
          const plain = readAll(read, 100);
          expect(fromRight?.rank).toEqual(plain?.rank);
          expect(fromRight?.countedCount).toEqual(plain?.countedCount);
          expect(fromRight?.score ?? 0).toBeCloseTo(plain?.score ?? 0, 9);
        }),
      );
    });
    test('is nothing for nothing, and leaves its input as it was', () => {
      expect(stateAt(timelineOf([]), 0)).toEqual(unknownState);
      const list = Object.freeze(
        [piece('b', { occurredAt: 2 }), piece('a', { occurredAt: 1 })].map(Object.freeze),
      ) as Parameters<typeof foldMastery>[0];
      timelineOf(list);
      expect(list.map(({ id }) => id)).toEqual(['b', 'a']);
      expect(isValidAt({ ...piece('c', { occurredAt: 1 }), rank: 3, score: 0.8, until: 2 }, 2)).toBe(false);
    });
    test('refuses a parameter that it does not know', () => {
      expect(() => model.open({ ...parameters, surprise: 1 }, { scale, fade: null })).toThrow(/surprise/);
    });
    test('folds n pieces, half of which end, in the order of n log n', () => {
      const joinsFor = (n: number) => {
        let joins = 0;
        const join = (a: unknown, b: unknown) => {
          joins += 1;
          return fold.join(a, b);
        };
        const list = Array.from({ length: n }, (_, i) =>
          piece(`e${i}`, {
            occurredAt: i,
            seq: i,
            value: ((i * 37) % 100) / 100,
            validTo: i % 2 ? i + 50 : null,
          }),
        );
        foldMastery(list, { ...context, fold: { ...fold, join } });
        return joins;
      };
      for (const n of [16, 256, 2048])
        expect(joinsFor(n)).toBeLessThanOrEqual(2 * n * Math.ceil(Math.log2(n)));
    });
  });
}
