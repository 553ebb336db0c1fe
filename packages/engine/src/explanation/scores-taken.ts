// SPDX-License-Identifier: Apache-2.0
/**
 * Which scores a rule listens to: what its condition leaves possible when everything else that it asks is taken as met. So that nobody
 * is told to come with a score that the rule would not even look at.
 */
import type { NormalStatement } from '@cairn/dialects';
import { compileCondition, type ConditionTest, type Truth } from '../mapping/condition.ts';
import { type Condition, partsOf } from '../mapping/condition.schema.ts';
import { newMeter } from '../mapping/step-budget.ts';

/** In hundredths, both ends included: the highest scores that it takes without a gap. */
export interface ScoresTaken {
  readonly least: number;
  readonly most: number;
  /** It takes statements without a score too. */
  readonly isOptional: boolean;
}

interface Possible {
  readonly canHold: boolean;
  readonly canFail: boolean;
}
/** What a condition may come to with a score; null: without one. */
type Ask = (score: number | null) => Possible;

const either: Possible = { canHold: true, canFail: true };
const ofTruth = (truth: Truth): Possible => ({ canHold: truth === true, canFail: truth === false });

const readsScore = (condition: Condition | undefined): boolean =>
  condition !== undefined &&
  ('field' in condition
    ? condition.field === 'score'
    : partsOf(condition).some(([, part]) => readsScore(part)));

function askOf(condition: Condition): Ask {
  if ('field' in condition) {
    if (condition.field !== 'score') return () => either;
    const { test }: { readonly test: ConditionTest } = compileCondition(condition, {
      timeZone: 'UTC',
      template: () => undefined,
    });
    // Of a statement nothing but its score is read by a comparison with the score.
    return (score) => ofTruth(test({ score } as NormalStatement, newMeter()));
  }
  if ('template' in condition) return () => either;
  const inner = partsOf(condition).map(([, part]) => part);
  const asks = inner.map(askOf);
  // Of a choice the parts that look at the score decide: the others may need what nobody was told of.
  const scored = asks.filter((_, i) => readsScore(inner[i]));
  const deciding = scored.length > 0 ? scored : asks;
  return (score) => {
    const every = (key: keyof Possible) => asks.every((ask) => ask(score)[key]);
    const some = (key: keyof Possible) => deciding.some((ask) => ask(score)[key]);
    if ('all' in condition) return { canHold: every('canHold'), canFail: some('canFail') };
    if ('any' in condition) return { canHold: some('canHold'), canFail: every('canFail') };
    return { canHold: some('canFail'), canFail: some('canHold') };
  };
}

/** null: no score at all. */
export function scoresTaken(when: Condition): ScoresTaken | null {
  const ask = askOf(when);
  const takes = (hundredths: number) => ask(hundredths / 100).canHold;
  let most = 100;
  while (most >= 0 && !takes(most)) most -= 1;
  if (most < 0) return null;
  let least = most;
  while (least > 0 && takes(least - 1)) least -= 1;
  return { least, most, isOptional: ask(null).canHold };
}
