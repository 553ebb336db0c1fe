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
import { isFading, rollUpStretches } from './roll-up-timeline.ts';
import type { RollUp } from './roll-up.schema.ts';
import { type RollUpOutcome, rollUpOf, type RollUpState } from './roll-up.ts';

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

type Held = Omit<MasterySegment, 'from' | 'to'>;
interface Part {
  readonly from: number;
  /** null: it is the competency's own that holds. */
  readonly rolledUp: Held | null;
  readonly own: MasteryState;
}

function partOf(
  own: MasteryState,
  { rank, score, isMet, isLapsed }: RollUpOutcome,
  scale: MasteryContext['scale'],
): Held | null {
  if (isOwn(own) || (isMet === null && !isLapsed)) return null;
  const level = scale.levels.find((one) => one.rank === rank);
  const proficient = !isLapsed && (level?.proficient ?? false);
  const status = isLapsed ? 'expired' : proficient ? 'proficient' : 'below';
  return { ...unknownHeld, status, levelId: level?.id ?? null, rank, score, proficient };
}

const isSame = (a: Part | undefined, b: Part | undefined) =>
  a?.rolledUp?.status === b?.rolledUp?.status && a?.rolledUp?.rank === b?.rolledUp?.rank;

/** A rolled-up level is valid until it is seen to fall; what has lapsed did so where its stretch begins. */
function segmentsOf(all: readonly Part[]): readonly MasterySegment[] {
  // What stays the same from one moment to the next is one stretch.
  const parts = all.filter(
    (part, i) =>
      !part.rolledUp || !isSame(part, all[i - 1]) || part.rolledUp.score !== all[i - 1]?.rolledUp?.score,
  );
  const ends: (number | null)[] = [];
  for (let i = parts.length - 1; i >= 0; i -= 1)
    ends[i] =
      i < parts.length - 1 && isSame(parts[i], parts[i + 1])
        ? (ends[i + 1] ?? null)
        : (parts[i + 1]?.from ?? null);
  let expiredAt: number | null = null;
  return parts.map(({ from, rolledUp, own }, i) => {
    const to = parts[i + 1]?.from ?? null;
    if (!rolledUp) {
      const { since: _since, ...held } = own;
      expiredAt = null;
      return { from, to, ...held };
    }
    expiredAt = rolledUp.status === 'expired' ? (expiredAt ?? from) : null;
    return { from, to, ...rolledUp, expiredAt, validTo: rolledUp.proficient ? (ends[i] ?? null) : null };
  });
}

export function createPersonMastery(
  compiled: CompiledPolicy,
  timelines: ReadonlyMap<string, MasteryTimeline>,
): PersonMastery {
  const own = (id: string) => timelines.get(id) ?? emptyTimeline;
  const made = new Map<string, MasteryTimeline>();
  const proficientRankOf = (id: string) => {
    const context = compiled.mastery(id);
    return context ? proficientFrom(context.scale) : Number.POSITIVE_INFINITY;
  };
  const settingOf = (id: string) => {
    const rollUp = compiled.policy.mapping.rollUps?.[id];
    const context = compiled.mastery(id);
    return rollUp && context ? { rollUp, context } : null;
  };
  const childrenOf = (id: string, { scale }: MasteryContext) =>
    compiled.kin.childrenOf(id).map((child) => ({
      id: child,
      isSameScale: compiled.mastery(child)?.scale.id === scale.id,
    }));

  function build(id: string, rollUp: RollUp, context: MasteryContext): MasteryTimeline {
    const { segments, ...rest } = own(id);
    const { scale } = context;
    const children = childrenOf(id, context).map((child) => ({ ...child, timeline: timeline(child.id) }));
    const stretches = rollUpStretches(
      { rollUp, scale, children, proficientRankOf },
      segments.map(({ from }) => from),
    );
    const parts = stretches.map(({ from, outcome }): Part => {
      const mine = stateAt(own(id), from);
      return { from, own: mine, rolledUp: partOf(mine, outcome, scale) };
    });
    return { ...rest, segments: segmentsOf(parts) };
  }
  function timeline(id: string): MasteryTimeline {
    const setting = settingOf(id);
    if (!setting || setting.rollUp.outcome === 'show') return own(id);
    const known = made.get(id);
    if (known) return known;
    const built = build(id, setting.rollUp, setting.context);
    made.set(id, built);
    return built;
  }

  function rollUpAt(id: string, at: number): RollUpState | null {
    const setting = settingOf(id);
    if (!setting) return null;
    const { rollUp, context } = setting;
    const children = childrenOf(id, context).map((child) => ({ ...child, state: stateOf(child.id, at) }));
    return rollUpOf(rollUp, children, context.scale, proficientRankOf);
  }

  const fades = (id: string): boolean =>
    isFading(own(id)) || (settingOf(id) !== null && compiled.kin.childrenOf(id).some(fades));

  /** A mean of scores that fade is that of the moment, not of its stretch's beginning. */
  function stateOf(id: string, at: number): MasteryState {
    const state = stateAt(timeline(id), at);
    const setting = settingOf(id);
    if (setting?.rollUp.policy !== 'weighted' || setting.rollUp.outcome === 'show' || state.score === null)
      return state;
    if (!fades(id) || isOwn(stateAt(own(id), at))) return state;
    return { ...state, score: rollUpAt(id, at)?.score ?? state.score };
  }

  return { own, timeline, stateAt: stateOf, rollUpAt };
}
