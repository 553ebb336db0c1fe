// SPDX-License-Identifier: Apache-2.0
/** A condition on one statement, as it is written in a mapping. It is met, not met or unknown; unknown yields nothing. */
import { z } from 'zod';
import { comparisonFault, fields, isField, operators } from './comparison.ts';

const scalarSchema = z.union([z.string().max(2000), z.number(), z.boolean()]);

const fieldConditionSchema = z
  .strictObject({
    field: z
      .string()
      .refine(isField, 'one of the documented fields, or extension:<IRI>')
      .meta({
        description: 'One of the documented fields, or extension:<IRI> for the value of an extension',
        anyOf: [{ enum: [...fields] }, { pattern: '^extension:\\S+$' }],
      }),
    op: z.enum(operators),
    value: z
      .union([scalarSchema, z.array(scalarSchema).min(1).max(500)])
      .optional()
      .meta({ description: 'What to compare with; a list for in and between' }),
    ignoreCase: z.boolean().optional().meta({ description: 'Capital and small letters alike' }),
  })
  .superRefine((comparison, context) => {
    const fault = comparisonFault(comparison);
    if (fault) context.addIssue({ code: 'custom', path: [...fault.path], message: fault.message });
  });
export type FieldCondition = z.infer<typeof fieldConditionSchema>;

export type Condition =
  | FieldCondition
  | { readonly template: string }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** How deep conditions may stand in each other, and how many may stand in one rule. */
export const maxConditionDepth = 16;
export const maxConditions = 1000;

export const conditionSchema: z.ZodType<Condition, Condition> = z
  .lazy(() =>
    z.union([
      fieldConditionSchema,
      z
        .strictObject({ template: z.string().min(1).max(2000) })
        .meta({ description: 'A statement template of a profile that the mapping carries, by its IRI' }),
      z.strictObject({ all: z.array(conditionSchema).min(1).max(50) }),
      z.strictObject({ any: z.array(conditionSchema).min(1).max(50) }),
      z.strictObject({ not: conditionSchema }),
    ]),
  )
  .meta({ id: 'condition', description: 'Met, not met or unknown' });

/** Conditions that stand directly in one, each with the last part of its pointer. */
export function partsOf(condition: Condition): readonly (readonly [string, Condition])[] {
  if ('all' in condition) return condition.all.map((part, i) => [`/all/${i}`, part] as const);
  if ('any' in condition) return condition.any.map((part, i) => [`/any/${i}`, part] as const);
  return 'not' in condition ? [['/not', condition.not] as const] : [];
}
