// SPDX-License-Identifier: Apache-2.0
/** What one role's requirement reads otherwise than the competency itself: another model, a shorter validity. */
import { endOfValidity } from '../calendar.ts';
import { type CompiledPolicy, openModel } from '../compiled-policy.ts';
import type { Evidence } from '../evidence.types.ts';
import type { MasteryTimeline } from '../mastery.types.ts';
import { foldMastery } from './fold-mastery.ts';

/** Competencies of a role that are read by settings of its own; their evidence is needed for its gap. */
export const competenciesReadBy = ({ policy }: CompiledPolicy, roleId: string): readonly string[] =>
  Object.keys(policy.mapping.requirements?.[roleId] ?? {});

/** null: this role has no setting of its own for it, or the policy no such competency. */
export function foldForRole(
  compiled: CompiledPolicy,
  roleId: string,
  competencyId: string,
  evidence: readonly Evidence[],
): MasteryTimeline | null {
  const setting = compiled.policy.mapping.requirements?.[roleId]?.[competencyId];
  const context = compiled.mastery(competencyId);
  if (!setting || !context) return null;
  const { model, validFor } = setting;
  const bounded =
    validFor === undefined
      ? evidence
      : evidence.map((piece) => {
          const end = endOfValidity(piece.occurredAt, validFor, context.timeZone);
          return { ...piece, validTo: piece.validTo === null ? end : Math.min(piece.validTo, end) };
        });
  return foldMastery(bounded, model ? { ...context, ...openModel(model, context) } : context);
}
