// SPDX-License-Identifier: Apache-2.0
/**
 * Evidence of a competency that was replaced, as evidence of the one that took its place. Flow: evidence → [here] → mastery. Nothing is
 * rewritten: it is read so while the relation stands. Between scales a level is not converted; a score is read by the new scale.
 */
import type { CompiledPolicy, MasteryContext } from '../compiled-policy.ts';
import type { Evidence } from '../evidence.types.ts';
import { rankShown } from '../mastery/graded-evidence.ts';

const hasSameScale = (a: MasteryContext, b: MasteryContext) =>
  a.scale.id === b.scale.id && a.framework.id === b.framework.id;

/** At most the level below the first proficient one; what that leaves nothing of is noted as exposure. */
function capped<E extends Evidence>(piece: E, { scale }: MasteryContext): E {
  const rank = rankShown(piece, { scale });
  if (rank === null) return piece;
  const proficientFrom = scale.levels.find(({ proficient }) => proficient)?.rank ?? scale.levels.length + 1;
  const level = scale.levels.find((one) => one.rank === Math.min(rank, proficientFrom - 1));
  return { ...piece, value: null, valuePath: 'none', success: null, levelId: level?.id ?? null };
}

function carried<E extends Evidence>(
  piece: E,
  {
    from,
    to,
    isCapped,
  }: { readonly from: MasteryContext; readonly to: MasteryContext; readonly isCapped: boolean },
): E | null {
  if (piece.levelId !== null && !hasSameScale(from, to)) return null;
  return isCapped ? capped(piece, to) : piece;
}

/** @param evidence of the competency and of its predecessors, mixed. @returns what counts for the competency; of others nothing. */
export function withCarried<E extends Evidence>(
  { mastery, replacements }: Pick<CompiledPolicy, 'mastery' | 'replacements'>,
  competencyId: string,
  evidence: readonly E[],
): readonly E[] {
  const predecessors = replacements.predecessors(competencyId);
  if (predecessors.length === 0) return evidence.filter((piece) => piece.competencyId === competencyId);
  const to = mastery(competencyId);
  return evidence.flatMap((piece) => {
    if (piece.competencyId === competencyId) return [piece];
    const link = predecessors.find(({ id }) => id === piece.competencyId);
    const from = mastery(piece.competencyId);
    return (link && from && to && carried(piece, { from, to, isCapped: link.isCapped })) ?? [];
  });
}
