// SPDX-License-Identifier: Apache-2.0
/**
 * What the children of a competency say of it at a moment. Unknown children are coverage, never counted as zero; what has expired or
 * was revoked is known to hold nothing now. Three-valued: met, not met, or not to be said yet.
 */
import type { Scale } from '@cairn/frameworks';
import type { MasteryState } from '../../mastery.types.ts';
import { proficientFrom } from '../graded-evidence.ts';
import { cleanScore } from '../models/span.ts';
import type { RollUp } from './roll-up.schema.ts';

export interface Child {
  readonly id: string;
  readonly state: Pick<MasteryState, 'status' | 'rank' | 'score' | 'proficient'>;
  /** Its levels are those of the parent's scale. */
  readonly isSameScale: boolean;
}
export interface RollUpState {
  readonly policy: RollUp['policy'];
  readonly outcome: RollUp['outcome'];
  /** null: too little is known of the children. */
  readonly isMet: boolean | null;
  /** It is not met because the time of children has run out: a renewal of these brings it back. */
  readonly isLapsed: boolean;
  /** On the parent's scale: of a met one what it stands for, of one not met what it would be at one level less; null = unknown. */
  readonly rank: number | null;
  /** Of the policy `weighted`: the mean of what is known. */
  readonly score: number | null;
  /** Weight of the known children over that of all, 0..1. */
  readonly coverage: number;
  readonly total: number;
  readonly known: number;
  readonly proficient: number;
  /** Children that are known not to be proficient, and those of which nothing is known. */
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
}

const isUnknown = ({ state }: Child) => state.status === 'unknown';
const hasEnded = ({ state }: Child) => state.status === 'expired' || state.status === 'revoked';
const rankNow = (child: Child) => (hasEnded(child) ? 0 : (child.state.rank ?? 0));

const lowest = (children: readonly Child[]) => Math.min(...children.map(rankNow));

/** Of the known ones, whether each does; of the unknown ones null. */
type Test = (child: Child) => boolean | null;
const isProficient: Test = (child) => (isUnknown(child) ? null : child.state.proficient);

const weightOf = (rollUp: RollUp, id: string): number => {
  if (rollUp.policy === 'points') return rollUp.children[id]?.points ?? 0;
  return rollUp.policy === 'weighted' ? (rollUp.weights[id] ?? 1) : 1;
};

/** Of what has no score the mean says nothing: such a child is as unknown to it. */
function scoreOf(child: Child): number | null {
  if (isUnknown(child)) return null;
  return hasEnded(child) ? 0 : child.state.score;
}

function sumOf(children: readonly Child[], rollUp: RollUp): number {
  return children.reduce((sum, { id }) => sum + weightOf(rollUp, id), 0);
}

function pointsMet(rollUp: Extract<RollUp, { policy: 'points' }>, children: readonly Child[], test: Test) {
  const required = children.filter(({ id }) => rollUp.children[id]?.required);
  const sum = sumOf(
    children.filter((child) => test(child) === true),
    rollUp,
  );
  const most = sumOf(
    children.filter((child) => test(child) !== false),
    rollUp,
  );
  if (most < rollUp.base || required.some((child) => test(child) === false)) return false;
  return sum >= rollUp.base && required.every((child) => test(child) === true) ? true : null;
}

/** Weighted mean of the known scores, and the share of weight that is known. */
function meanOf(rollUp: RollUp, children: readonly Child[]) {
  const known = children.filter((child) => scoreOf(child) !== null);
  const weight = sumOf(known, rollUp);
  const coverage = weight / sumOf(children, rollUp);
  const sum = known.reduce((total, child) => total + weightOf(rollUp, child.id) * (scoreOf(child) ?? 0), 0);
  return { coverage, mean: weight > 0 ? cleanScore(sum / weight) : null };
}

function isMetBy(rollUp: RollUp, children: readonly Child[], test: Test): boolean | null {
  const of = (wanted: boolean | null) => children.filter((child) => test(child) === wanted).length;
  switch (rollUp.policy) {
    case 'all':
    case 'weakest':
      return of(null) > 0 ? null : of(false) === 0;
    case 'any':
      return of(true) > 0 ? true : of(null) > 0 ? null : false;
    case 'at-least':
      return of(true) >= rollUp.n ? true : of(false) > children.length - rollUp.n ? false : null;
    case 'points':
      return pointsMet(rollUp, children, test);
    case 'weighted': {
      const { mean, coverage } = meanOf(rollUp, children);
      return mean === null || coverage < rollUp.coverage ? null : mean >= rollUp.threshold;
    }
  }
}

/** The highest rank, below `most`, that the policy would be met at if each child had to reach it; 0 where scales differ. */
function rankBelow(rollUp: RollUp, children: readonly Child[], most: number): number {
  if (rollUp.policy === 'weighted' || children.some(({ isSameScale }) => !isSameScale)) return 0;
  for (let rank = most - 1; rank > 0; rank -= 1) {
    const reaches: Test = (child) => (isUnknown(child) ? null : rankNow(child) >= rank);
    if (isMetBy(rollUp, children, reaches) === true) return rank;
  }
  return 0;
}

function rankOf(
  rollUp: RollUp,
  children: readonly Child[],
  isMet: boolean | null,
  scale: Scale,
): number | null {
  if (isMet === null) return null;
  if (rollUp.policy === 'weakest') return lowest(children);
  const stands = scale.levels.find(({ id }) => id === rollUp.level)?.rank ?? proficientFrom(scale);
  return isMet ? stands : rankBelow(rollUp, children, stands);
}

/** What would be held if nothing had run out. */
function renewed(child: Child, proficientRank: number): Child {
  if (child.state.status !== 'expired') return child;
  const isHeld = (child.state.rank ?? 0) >= proficientRank;
  return { ...child, state: { ...child.state, status: isHeld ? 'proficient' : 'below', proficient: isHeld } };
}

/** Whether it fell because time ran out: what has expired would make it met, or its lowest level higher. */
function isLapsedFrom(rollUp: RollUp, now: readonly Child[], before: readonly Child[]): boolean {
  if (rollUp.policy === 'weakest')
    return now.every((child) => !isUnknown(child)) && lowest(before) > lowest(now);
  return isMetBy(rollUp, now, isProficient) === false && isMetBy(rollUp, before, isProficient) === true;
}

/** What a roll-up comes to, without what it counts. */
export type RollUpOutcome = Pick<RollUpState, 'isMet' | 'isLapsed' | 'rank' | 'score'>;

/** Those that the policy looks at: of points those that have some. */
const lookedAt = (rollUp: RollUp, all: readonly Child[]): readonly Child[] =>
  rollUp.policy === 'points' ? all.filter(({ id }) => Object.hasOwn(rollUp.children, id)) : all;

/** `all`: every direct child, known or not. `proficientRankOf`: of a child's own scale. */
export function outcomeOf(
  rollUp: RollUp,
  all: readonly Child[],
  scale: Scale,
  proficientRankOf: (id: string) => number,
): RollUpOutcome {
  const children = lookedAt(rollUp, all);
  const isMet = isMetBy(rollUp, children, isProficient);
  const score = rollUp.policy === 'weighted' ? meanOf(rollUp, children).mean : null;
  if (children.every(({ state }) => state.status !== 'expired'))
    return { isMet, isLapsed: false, rank: rankOf(rollUp, children, isMet, scale), score };
  const before = children.map((child) => renewed(child, proficientRankOf(child.id)));
  const isLapsed = isLapsedFrom(rollUp, children, before);
  const rank = isLapsed ? rankOf(rollUp, before, true, scale) : rankOf(rollUp, children, isMet, scale);
  return { isMet, isLapsed, rank, score };
}

/** The same, with what is known of how many. */
export function rollUpOf(
  rollUp: RollUp,
  all: readonly Child[],
  scale: Scale,
  proficientRankOf: (id: string) => number,
): RollUpState {
  const children = lookedAt(rollUp, all);
  const known = children.filter((child) => !isUnknown(child));
  const total = sumOf(children, rollUp);
  return {
    policy: rollUp.policy,
    outcome: rollUp.outcome,
    ...outcomeOf(rollUp, all, scale, proficientRankOf),
    coverage:
      rollUp.policy === 'weighted'
        ? meanOf(rollUp, children).coverage
        : total > 0
          ? sumOf(known, rollUp) / total
          : known.length / children.length,
    total: children.length,
    known: known.length,
    proficient: known.filter(({ state }) => state.proficient).length,
    missing: known.filter(({ state }) => !state.proficient).map(({ id }) => id),
    unknown: children.filter(isUnknown).map(({ id }) => id),
  };
}
