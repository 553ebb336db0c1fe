// SPDX-License-Identifier: Apache-2.0
/** What somebody loses by time alone: when, and what is left then. A revocation is no lapse: it has a cause. Flow: mastery → [here] → API. */
import type { MasterySegment, MasteryTimeline } from '../mastery.types.ts';
import { foreseen, stateAt } from './timeline.ts';

export interface Lapse {
  /** Its validity has ended, or will · it fades below the level that is held now. */
  readonly kind: 'expired' | 'expires' | 'fades';
  /** ms since the epoch; the end of the validity, even where it still counts in grace. */
  readonly at: number;
  /** ms since the epoch; when the state itself changes: after the grace. */
  readonly changesAt: number;
}

/** The next change, where it is a loss. */
function lossAhead(timeline: MasteryTimeline, at: number, rank: number): MasterySegment | null {
  const next = foreseen(timeline, at);
  return next && (next.status === 'expired' || (next.rank ?? 0) < rank) ? next : null;
}

/**
 * What has lapsed by `at` and is still so, or will lapse within `withinMs` (its end included) if nothing is added; null = neither.
 * What is below the first level has nothing to lose.
 */
export function lapseOf(timeline: MasteryTimeline, at: number, withinMs: number): Lapse | null {
  const { status, rank, expiredAt, validTo } = stateAt(timeline, at);
  if (status === 'expired') {
    const since = expiredAt ?? at;
    return { kind: 'expired', at: since, changesAt: since };
  }
  const loss = status === 'revoked' || rank === null ? null : lossAhead(timeline, at, rank);
  if (!loss) return null;
  const isEnd = loss.status === 'expired' || loss.rank === null;
  const end = isEnd ? Math.min(validTo ?? loss.from, loss.from) : loss.from;
  return end - at > withinMs ? null : { kind: isEnd ? 'expires' : 'fades', at: end, changesAt: loss.from };
}
