// SPDX-License-Identifier: Apache-2.0
/** What one role's requirement reads otherwise than the competency itself: another model, a shorter validity. */
import { endOfValidity } from '../calendar.ts';
import { type CompiledPolicy, type MasteryContext, openModel } from '../compiled-policy.ts';
import type { Evidence } from '../evidence.types.ts';
import type { MasteryTimeline } from '../mastery.types.ts';
import { foldMastery } from './fold-mastery.ts';
import { nextChange } from './timeline.ts';

/** Competencies of a role that are read by settings of its own; their evidence is needed for its gap. */
export const competenciesReadBy = ({ policy }: CompiledPolicy, roleId: string): readonly string[] =>
  Object.keys(policy.mapping.requirements?.[roleId] ?? {});

/** Evidence and settings as this role reads them; null: it has none of its own for it, or the policy no such competency. */
export function readForRole<E extends Evidence>(
  compiled: CompiledPolicy,
  roleId: string,
  competencyId: string,
  evidence: readonly E[],
): { readonly evidence: readonly E[]; readonly context: MasteryContext } | null {
  const setting = compiled.policy.mapping.requirements?.[roleId]?.[competencyId];
  const context = compiled.mastery(competencyId);
  if (!setting || !context) return null;
  const { model, validFor } = setting;
  return {
    context: model ? { ...context, ...openModel(model, context) } : context,
    evidence:
      validFor === undefined
        ? evidence
        : evidence.map((piece) => {
            const end = endOfValidity(piece.occurredAt, validFor, context.timeZone);
            return { ...piece, validTo: piece.validTo === null ? end : Math.min(piece.validTo, end) };
          }),
  };
}

/** null: this role has no setting of its own for it, or the policy no such competency. */
export function foldForRole(
  compiled: CompiledPolicy,
  roleId: string,
  competencyId: string,
  evidence: readonly Evidence[],
): MasteryTimeline | null {
  const read = readForRole(compiled, roleId, competencyId, evidence);
  return read && foldMastery(read.evidence, read.context);
}

/**
 * When what is shown of a competency next changes by itself: its own state, or that of a role which reads it otherwise.
 * `timeline`: folded of the same evidence.
 */
export function nextShownChange(
  compiled: CompiledPolicy,
  competencyId: string,
  { evidence, timeline }: { readonly evidence: readonly Evidence[]; readonly timeline: MasteryTimeline },
  after: number,
): number | null {
  const ofRoles = Object.keys(compiled.policy.mapping.requirements ?? {}).map((roleId) =>
    foldForRole(compiled, roleId, competencyId, evidence),
  );
  const moments = [timeline, ...ofRoles].flatMap((one) => (one ? (nextChange(one, after) ?? []) : []));
  return moments.length > 0 ? Math.min(...moments) : null;
}
