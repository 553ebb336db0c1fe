// SPDX-License-Identifier: Apache-2.0
/**
 * The mapping: which statements count, for which competency, how strongly and for how long.
 * A condition is met, not met or unknown; unknown yields nothing.
 */
import { calendarDurationSchema, idSchema, textSchema } from '@cairn/frameworks';
import { z } from 'zod';
import { competencyNameSchema } from './mapping/named-competency.ts';
import { comparisonFault, isField, operators } from './mapping/comparison.ts';

const scalarSchema = z.union([z.string().max(2000), z.number(), z.boolean()]);

const fieldConditionSchema = z
  .strictObject({
    /** One of the documented fields, or `extension:<IRI>` for an extension's scalar value. */
    field: z.string().refine(isField, 'one of the documented fields, or extension:<IRI>'),
    op: z.enum(operators),
    value: z.union([scalarSchema, z.array(scalarSchema).min(1).max(500)]).optional(),
  })
  .superRefine((comparison, context) => {
    const fault = comparisonFault(comparison);
    if (fault) context.addIssue({ code: 'custom', path: [...fault.path], message: fault.message });
  });
export type FieldCondition = z.infer<typeof fieldConditionSchema>;

export type Condition =
  | FieldCondition
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** How deep conditions may stand in each other. */
export const maxConditionDepth = 16;

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    fieldConditionSchema,
    z.strictObject({ all: z.array(conditionSchema).min(1).max(50) }),
    z.strictObject({ any: z.array(conditionSchema).min(1).max(50) }),
    z.strictObject({ not: conditionSchema }),
  ]),
);

export const evidenceKinds = [
  'assessment',
  'observation',
  'attestation',
  'completion',
  'prior-learning',
  'manual',
] as const;

export const ruleSchema = z.strictObject({
  id: idSchema,
  title: textSchema,
  competency: competencyNameSchema,
  when: conditionSchema,
  kind: z.enum(evidenceKinds),
  /** Where the value comes from: the normalised score, trusted pass/fail as 1/0, a fixed number, or none (exposure only). */
  value: z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('score') }),
    z.strictObject({ from: z.literal('success') }),
    z.strictObject({ from: z.literal('fixed'), value: z.number().min(0).max(1) }),
    /** How sure whoever claims it is, as 0..1 (TLA confidence −1..1). */
    z.strictObject({ from: z.literal('confidence') }),
    z.strictObject({ from: z.literal('none') }),
  ]),
  /** Level shown by it. Absent: from the value by the scale's cut points. A failed `success` never shows a level. */
  level: idSchema.optional(),
  /** Strength against other evidence, (0, 1]. */
  weight: z.number().gt(0).max(1).default(1),
  /** How long it counts, from when it happened. The earliest of this and the competency's own period wins. */
  validFor: calendarDurationSchema.optional(),
  /** Sources that the rule listens to; absent: all. */
  sources: z.array(idSchema).min(1).optional(),
});
export type Rule = z.infer<typeof ruleSchema>;

export const modelChoiceSchema = z.strictObject({
  model: z.string().min(1),
  parameters: z.record(z.string(), z.unknown()).default({}),
});
export type ModelChoice = z.infer<typeof modelChoiceSchema>;

export const mappingSchema = z.strictObject({
  title: textSchema,
  rules: z.array(ruleSchema).max(10_000),
  /** Mastery model of every competency that is not listed in `models`. */
  model: modelChoiceSchema.default({ model: 'latest', parameters: {} }),
  models: z.record(idSchema, modelChoiceSchema).default({}),
});
export type Mapping = z.infer<typeof mappingSchema>;
