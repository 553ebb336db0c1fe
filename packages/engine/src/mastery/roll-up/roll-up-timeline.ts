// SPDX-License-Identifier: Apache-2.0
/**
 * Timelines of children → the stretches of what is rolled up from them. Each child's state is looked at anew only where it changes,
 * and a stretch ends only where something that the policy looks at does.
 */
import type { Scale } from '@cairn/frameworks';
import type { MasterySegment, MasteryTimeline } from '../../mastery.types.ts';
import { faded } from '../fade.ts';
import { unknownHeld } from '../fold-mastery.ts';
import type { RollUp } from './roll-up.schema.ts';
import { type Child, outcomeOf, type RollUpOutcome } from './roll-up.ts';

export interface RollUpSetting {
  readonly rollUp: RollUp;
  readonly scale: Scale;
  readonly children: readonly (Omit<Child, 'state'> & { readonly timeline: MasteryTimeline })[];
  /** Rank of the first proficient level of a child's own scale. */
  readonly proficientRankOf: (id: string) => number;
}
export interface RolledUpStretch {
  readonly from: number;
  readonly outcome: RollUpOutcome;
}

/** When a fading score can be said to have come to its floor. */
const fadedOutMs = 60 * 36_500 * 86_400_000;
const lastMoment = 8.64e15;

export const isFading = ({ segments }: MasteryTimeline): boolean =>
  segments.some(({ fade }) => fade !== undefined);

const scoreAt = ({ fade, score }: MasterySegment, at: number) => (fade ? faded(fade, at) : score);

/** The segments at which something changes that the policy looks at. */
function visible({ segments }: MasteryTimeline, { policy }: RollUp): readonly MasterySegment[] {
  return segments.filter((one, i) => {
    const before = segments[i - 1];
    return (
      !before ||
      one.status !== before.status ||
      one.rank !== before.rank ||
      (policy === 'weighted' && (one.score !== before.score || one.fade !== undefined))
    );
  });
}

/** Children at moments that only rise. */
function createReader({ children, rollUp }: RollUpSetting) {
  const tracks = children.map(({ timeline }) => visible(timeline, rollUp));
  const places = tracks.map(() => -1);
  const states = children.map(({ id, isSameScale }): Child => ({ id, isSameScale, state: unknownHeld }));
  return {
    moments: tracks.flatMap((segments) => segments.map(({ from }) => from)),
    at: (moment: number): readonly Child[] => {
      tracks.forEach((segments, i) => {
        let place = places[i] ?? -1;
        while ((segments[place + 1]?.from ?? Number.POSITIVE_INFINITY) <= moment) place += 1;
        const segment = segments[place];
        const child = states[i];
        if (!segment || !child || (place === places[i] && !segment.fade)) return;
        places[i] = place;
        const { status, rank, proficient } = segment;
        states[i] = { ...child, state: { status, rank, proficient, score: scoreAt(segment, moment) } };
      });
      return states;
    },
  };
}

/** Of a mean that falls while children fade: the first whole ms at which it is no longer met. */
function crossing(isMet: (at: number) => boolean, from: number, to: number): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isMet(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** `others`: moments beside those of the children at which a stretch is to end. */
export function rollUpStretches(
  setting: RollUpSetting,
  others: readonly number[],
): readonly RolledUpStretch[] {
  const { rollUp, scale, children, proficientRankOf } = setting;
  const reader = createReader(setting);
  const read = (all: readonly Child[]) => outcomeOf(rollUp, all, scale, proficientRankOf);
  const moments = [...new Set([...reader.moments, ...others])].sort((a, b) => a - b);
  const mayCross = rollUp.policy === 'weighted' && children.some(({ timeline }) => isFading(timeline));
  return moments.flatMap((from, i) => {
    const outcome = read(reader.at(from));
    const stretch = { from, outcome };
    if (!mayCross || outcome.isMet !== true) return [stretch];
    const end = (moments[i + 1] ?? Math.min(from + fadedOutMs, lastMoment)) - 1;
    // Between two moments no child changes but by its fade, so each is read by the segment that it is in.
    const isMetAt = (at: number) => read(reader.at(at)).isMet === true;
    if (isMetAt(end)) return [stretch];
    const cut = crossing(isMetAt, from, end);
    return [stretch, { from: cut, outcome: read(reader.at(cut)) }];
  });
}
