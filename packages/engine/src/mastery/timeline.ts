// SPDX-License-Identifier: Apache-2.0
/** Asking a timeline: its state at a moment, where that stands in time, and what changes next by itself. */
import type { MasterySegment, MasteryState, MasteryTimeline, Validity } from '../mastery.types.ts';
import { dayMs, faded } from './fade.ts';
import { unknownHeld } from './fold-mastery.ts';

export const emptyTimeline: MasteryTimeline = {
  segments: [],
  evidenceCount: 0,
  lastEvidenceAt: null,
  lastEvidenceId: null,
};

/** No evidence is unknown: never zero, never "not competent". */
export const unknownState: MasteryState = { ...unknownHeld, since: null };

/** Index of the segment that holds at a moment, −1 before the first. */
function segmentIndex({ segments: list }: MasteryTimeline, at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.from ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function stateAt(timeline: MasteryTimeline, at: number): MasteryState {
  const segment = timeline.segments[segmentIndex(timeline, at)];
  if (!segment) return unknownState;
  const { from, to: _to, ...state } = segment;
  return { ...state, score: state.fade ? faded(state.fade, at) : state.score, since: from };
}

/** The first moment after `after` at which the state changes by itself; null when it stays. */
export function nextChange(timeline: MasteryTimeline, after: number): number | null {
  return timeline.segments[segmentIndex(timeline, after) + 1]?.from ?? null;
}

/** The next segment in which another level or status holds, if nothing is added; null = it stays. */
export function foreseen(timeline: MasteryTimeline, at: number): MasterySegment | null {
  const index = segmentIndex(timeline, at);
  const { status, rank } = timeline.segments[index] ?? unknownHeld;
  return timeline.segments.slice(index + 1).find((one) => one.status !== status || one.rank !== rank) ?? null;
}

/** `noticeDays`: from how many days before its end a validity is said to end soon. */
export function validityAt(timeline: MasteryTimeline, at: number, noticeDays: number): Validity {
  const { status, rank, validTo, isGrace } = stateAt(timeline, at);
  if (status === 'expired' || status === 'revoked') return status;
  if (status === 'unknown') {
    const next = foreseen(timeline, at);
    return next && next.rank !== null ? 'pending' : null;
  }
  if (isGrace) return 'grace';
  // What is below the first level has nothing that could run out.
  return rank !== 0 && validTo !== null && validTo - at <= noticeDays * dayMs ? 'expiring' : 'valid';
}
