// SPDX-License-Identifier: Apache-2.0
/**
 * All that one person holds: from own evidence, and rolled up from children to parents. Flow: timelines → [here] → profile, gap.
 * Rolled up when it is read: a parent is never behind its children, at whatever moment it is asked for, and whatever was lost by a
 * child is lost by its parents.
 */
import type { CompiledPolicy, MasteryContext } from '../../compiled-policy.ts';
import type { MasterySegment, MasteryState, MasteryTimeline } from '../../mastery.types.ts';
import { unknownHeld } from '../fold-mastery.ts';
import { proficientFrom } from '../graded-evidence.ts';
import { emptyTimeline, stateAt } from '../timeline.ts';
import type { RollUp } from './roll-up.schema.ts';
import { type Child, rollUpOf, type RollUpState } from './roll-up.ts';

export interface PersonMastery {
  /** From the competency's own evidence alone. */
  readonly own: (competencyId: string) => MasteryTimeline;
  /** What holds: its own evidence, and where there is none that holds, what is rolled up to it. */
  readonly timeline: (competencyId: string) => MasteryTimeline;
  readonly stateAt: (competencyId: string, at: number) => MasteryState;
  /** null: nothing is rolled up to it. */
  readonly rollUpAt: (competencyId: string, at: number) => RollUpState | null;
}

const isOwn = ({ status }: Pick<MasteryState, 'status'>) => status === 'proficient' || status === 'below';

/** Of a child that goes on fading the mean falls between two moments: the first whole ms at which it is no longer met. */
function crossing(isMet: (at: number) => boolean, from: number, to: number): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isMet(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** When a fading score can be said to have come to its floor. */
const fadedOutMs = 60 * 36_500 * 86_400_000;
const lastMoment = 8.64e15;

type Part = Omit<MasterySegment, 'from' | 'to' | 'validTo' | 'expiredAt'>;

function partOf(
  own: MasteryState,
  { outcome, rank, score, isMet, isLapsed }: RollUpState,
  { scale }: MasteryContext,
): Part | null {
  if (isOwn(own) || outcome === 'show' || (isMet === null && !isLapsed)) return null;
  const level = scale.levels.find((one) => one.rank === rank);
  const proficient = !isLapsed && (level?.proficient ?? false);
  return {
    ...unknownHeld,
    status: isLapsed ? 'expired' : proficient ? 'proficient' : 'below',
    levelId: level?.id ?? null,
    rank,
    score,
    proficient,
  };
}

/** A rolled-up level is valid until it is seen to fall; what has lapsed did so where its stretch begins. */
function dated(
  parts: readonly (Part &
    Pick<MasterySegment, 'from' | 'to'> & { readonly isRolledUp: boolean; readonly own: MasteryState })[],
) {
  let [end, fallen]: [number | null, string] = [null, ''];
  const reversed = parts.toReversed().map(({ isRolledUp, own, ...part }): MasterySegment => {
    if (!isRolledUp) {
      const { since: _since, ...state } = own;
      fallen = '';
      end = part.from;
      return { from: part.from, to: part.to, ...state };
    }
    const key = `${part.status} ${part.rank}`;
    if (key !== fallen) end = part.to;
    fallen = key;
    return { ...part, validTo: part.status === 'proficient' ? end : null, expiredAt: null };
  });
  let expiredAt: number | null = null;
  return reversed.toReversed().map((segment, i) => {
    if (!parts[i]?.isRolledUp) return segment;
    expiredAt = segment.status === 'expired' ? (expiredAt ?? segment.from) : null;
    return { ...segment, expiredAt };
  });
}

export function createPersonMastery(
  compiled: CompiledPolicy,
  timelines: ReadonlyMap<string, MasteryTimeline>,
): PersonMastery {
  const own = (id: string) => timelines.get(id) ?? emptyTimeline;
  const rolledUp = new Map<string, MasteryTimeline>();
  const proficientRankOf = (id: string) => {
    const context = compiled.mastery(id);
    return context ? proficientFrom(context.scale) : Number.POSITIVE_INFINITY;
  };

  function rollUp(id: string, rule: RollUp, context: MasteryContext, at: number): RollUpState {
    const children = compiled.kin.childrenOf(id).map((child): Child => ({
      id: child,
      state: stateOf(child, at),
      isSameScale: compiled.mastery(child)?.scale.id === context.scale.id,
    }));
    return rollUpOf(rule, children, context.scale, proficientRankOf);
  }

  /** Moments at which a child's standing may change, those between in which a mean crosses its threshold, and one's own. */
  function momentsOf(id: string, rule: RollUp, context: MasteryContext): readonly number[] {
    const of = [own(id), ...compiled.kin.childrenOf(id).map(timeline)];
    const isFading = of.some(({ segments }) => segments.some(({ fade }) => fade !== undefined));
    const cuts = [...new Set(of.flatMap(({ segments }) => segments.map(({ from }) => from)))].sort(
      (a, b) => a - b,
    );
    if (rule.policy !== 'weighted' || !isFading) return cuts;
    const isMet = (at: number) => rollUp(id, rule, context, at).isMet === true;
    return cuts.flatMap((from, i) => {
      const end = (cuts[i + 1] ?? Math.min(from + fadedOutMs, lastMoment)) - 1;
      return isMet(from) && !isMet(end) ? [from, crossing(isMet, from, end)] : [from];
    });
  }

  function build(id: string, rule: RollUp, context: MasteryContext): MasteryTimeline {
    const { segments: _segments, ...rest } = own(id);
    const moments = momentsOf(id, rule, context);
    const parts = moments.map((from, i) => {
      const mine = stateAt(own(id), from);
      const part = partOf(mine, rollUp(id, rule, context, from), context);
      const { since: _since, validTo: _validTo, expiredAt: _expiredAt, ...state } = mine;
      return { from, to: moments[i + 1] ?? null, ...(part ?? state), isRolledUp: part !== null, own: mine };
    });
    return { ...rest, segments: dated(parts) };
  }

  function timeline(id: string): MasteryTimeline {
    const rule = compiled.policy.mapping.rollUps?.[id];
    const context = compiled.mastery(id);
    if (!rule || !context || rule.outcome === 'show') return own(id);
    const known = rolledUp.get(id);
    if (known) return known;
    const built = build(id, rule, context);
    rolledUp.set(id, built);
    return built;
  }

  /** The score of a rolled-up mean is that of the moment, not of its stretch's beginning. */
  function stateOf(id: string, at: number): MasteryState {
    const state = stateAt(timeline(id), at);
    const rule = compiled.policy.mapping.rollUps?.[id];
    const context = compiled.mastery(id);
    if (rule?.policy !== 'weighted' || rule.outcome === 'show' || !context || isOwn(stateAt(own(id), at)))
      return state;
    return state.status === 'unknown' ? state : { ...state, score: rollUp(id, rule, context, at).score };
  }

  return {
    own,
    timeline,
    stateAt: stateOf,
    rollUpAt: (id, at) => {
      const rule = compiled.policy.mapping.rollUps?.[id];
      const context = compiled.mastery(id);
      return rule && context ? rollUp(id, rule, context, at) : null;
    },
  };
}
