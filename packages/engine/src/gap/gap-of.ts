// SPDX-License-Identifier: Apache-2.0
/** Mastery against a role profile. A surplus never makes up for a gap; what is unknown lowers the coverage, not the fit. */
import type { FrameworkIndex, RoleProfile } from '@cairn/frameworks';
import type { Gap, GapItem, GapStatus, MasteryState } from '../mastery.types.ts';

function statusOf(state: MasteryState, gap: number): GapStatus {
  if (state.status === 'unknown' || state.status === 'expired') return state.status;
  return gap === 0 ? 'met' : gap === 1 ? 'near' : 'gap';
}

/** What has run out or was taken back is known to be held at no level now. */
function heldRankOf({ status, rank }: MasteryState): number | null {
  if (status === 'unknown') return null;
  return status === 'expired' || status === 'revoked' ? 0 : rank;
}

/**
 * Gap of one person: per requirement max(0, required − held) in levels; coverage = Σw(known)/Σw;
 * fit = Σw·min(held, required)/required over the known, by their weight. An expired one is known to hold nothing now.
 */
export function gapOf(
  role: RoleProfile,
  frameworks: FrameworkIndex,
  stateOf: (competencyId: string) => MasteryState,
): Gap {
  const total = role.requirements.reduce((sum, { weight }) => sum + weight, 0);
  const items = role.requirements.flatMap((requirement): GapItem[] => {
    const level = frameworks.level(requirement.competency, requirement.level);
    if (!level) return [];
    const state = stateOf(requirement.competency);
    const heldRank = heldRankOf(state);
    const gap = heldRank === null ? null : Math.max(0, level.rank - heldRank);
    return [
      {
        competencyId: requirement.competency,
        requiredLevelId: level.id,
        requiredRank: level.rank,
        heldRank,
        gap,
        status: statusOf(state, gap ?? 0),
        weight: requirement.weight / total,
        mandatory: requirement.mandatory,
        state,
      },
    ];
  });
  const known = items.filter(({ heldRank }) => heldRank !== null);
  const coverage = known.reduce((sum, { weight }) => sum + weight, 0);
  const fitted = known.reduce(
    (sum, { weight, heldRank, requiredRank }) =>
      sum + (weight * Math.min(heldRank ?? 0, requiredRank)) / requiredRank,
    0,
  );
  return { items, coverage: Math.min(1, coverage), fit: coverage > 0 ? fitted / coverage : null };
}
