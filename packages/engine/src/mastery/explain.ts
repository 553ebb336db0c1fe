// SPDX-License-Identifier: Apache-2.0
/** Why: every piece of evidence and what it does to the result at a moment. Nothing is left out. */
import type { MasteryContext } from '../compiled-policy.ts';
import type { Evidence } from '../evidence.types.ts';
import type { EvidenceEffect, ExplainedEvidence, MasteryTimeline } from '../mastery.types.ts';
import { inEventOrder, rankShown, stateAt } from './fold-mastery.ts';

function effectOf(
  evidence: Evidence,
  counted: readonly string[],
  rank: number | null,
  at: number,
): EvidenceEffect {
  if (evidence.withdrawnAt !== null) return 'withdrawn';
  if (evidence.occurredAt > at) return 'not-yet';
  if (rank === null) return 'no-value';
  if (evidence.validTo !== null && evidence.validTo <= at) return 'expired';
  return counted.includes(evidence.id) ? 'counts' : 'superseded';
}

/** Newest first. */
export function explain(
  evidence: readonly Evidence[],
  timeline: MasteryTimeline,
  at: number,
  context: MasteryContext,
): readonly ExplainedEvidence[] {
  const { counted } = stateAt(timeline, at);
  return evidence
    .toSorted((a, b) => inEventOrder(b, a))
    .map((one) => {
      const rank = rankShown(one, context);
      return {
        evidence: one,
        effect: effectOf(one, counted, rank, at),
        levelId: context.scale.levels.find((level) => level.rank === rank)?.id ?? null,
      };
    });
}
