// SPDX-License-Identifier: Apache-2.0
/** One mastery as the contract shows it: what holds, how sure it is, where it stands in time, and what its children say. */
import type { RollUpView, StateView } from '@cairn/api/contract';
import {
  type Certainty,
  foreseen,
  intervalOf,
  type MasteryState,
  type MasteryTimeline,
  type RollUpState,
  validityAt,
} from '@cairn/engine';

export const iso = (ms: number) => new Date(ms).toISOString();
export const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

export interface Shown {
  readonly state: MasteryState;
  readonly timeline: MasteryTimeline;
  readonly at: number;
  readonly noticeDays: number;
}

function confidenceView(certainty: Certainty | null): StateView['confidence'] {
  if (!certainty) return null;
  const interval = intervalOf(certainty);
  return {
    n: certainty.n,
    effective: certainty.effective ?? null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    within: certainty.beta?.within ?? null,
  };
}

export function ownStateView({ state, timeline, at, noticeDays }: Shown): Omit<StateView, 'rollUp'> {
  const next = foreseen(timeline, at);
  return {
    status: state.status,
    levelId: state.levelId,
    rank: state.rank,
    score: state.score,
    since: isoOrNull(state.since),
    validTo: isoOrNull(state.validTo),
    expiredAt: isoOrNull(state.expiredAt),
    evidenceCount: timeline.evidenceCount,
    countedCount: state.countedCount,
    lastEvidenceAt: isoOrNull(timeline.lastEvidenceAt),
    validity: validityAt(timeline, at, noticeDays),
    confidence: confidenceView(state.certainty),
    next: next && { at: iso(next.from), status: next.status, levelId: next.levelId, rank: next.rank },
  };
}

export const rollUpView = (rollUp: RollUpState | null): RollUpView | null =>
  rollUp && { ...rollUp, missing: [...rollUp.missing], unknown: [...rollUp.unknown] };

export const stateView = (shown: Shown, rollUp: RollUpState | null): StateView => ({
  ...ownStateView(shown),
  rollUp: rollUpView(rollUp),
});
