// SPDX-License-Identifier: Apache-2.0
/** Why: every piece of evidence and what it does to the result at a moment. Nothing is left out. */
import type { MasteryContext } from '../compiled-policy.ts';
import { inEventOrder } from '../evidence/event-order.ts';
import type { Evidence } from '../evidence.types.ts';
import type { EvidenceEffect, ExplainedEvidence, MasteryTimeline } from '../mastery.types.ts';
import { prepareStanding } from '../mapping/across/standing.ts';
import { rankShown, stateAt } from './fold-mastery.ts';

function effectOf(
  evidence: Evidence,
  counted: readonly string[],
  { rank, isWithheld }: { readonly rank: number | null; readonly isWithheld: boolean },
  at: number,
): EvidenceEffect {
  if (evidence.withdrawnAt !== null) return 'withdrawn';
  if (evidence.occurredAt > at) return 'not-yet';
  if (rank === null) return 'no-value';
  if (evidence.validTo !== null && evidence.validTo <= at) return 'expired';
  if (isWithheld) return 'withheld';
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
  const { withheldAt } = prepareStanding(evidence, context.across);
  return evidence
    .toSorted((a, b) => inEventOrder(b, a))
    .map((one) => {
      const rank = rankShown(one, context);
      const withheld = withheldAt(one, at);
      return {
        evidence: one,
        effect: effectOf(one, counted, { rank, isWithheld: withheld !== null }, at),
        withheld,
        levelId: context.scale.levels.find((level) => level.rank === rank)?.id ?? null,
      };
    });
}
