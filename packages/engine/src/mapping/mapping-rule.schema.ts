// SPDX-License-Identifier: Apache-2.0
/** One rule of a mapping: which statements count, for which competency, how strongly and for how long. */
import { calendarDurationSchema, idSchema, textSchema } from '@cairn/frameworks';
import { z } from 'zod';
import { evidenceKinds } from '../evidence/evidence-kinds.ts';
import { acrossSchema } from './across/across.schema.ts';
import { conditionSchema } from './condition.schema.ts';
import { competencyNameSchema } from './named-competency.ts';

const extensionFieldSchema = z.string().regex(/^extension:\S+$/, 'an extension: extension:<IRI>');

/** From a millionth on: of less, sums and squares of weights would lose themselves below what a number can hold. */
export const weightSchema = z
  .number()
  .min(0.000001)
  .max(1)
  .meta({ description: 'Strength against other evidence' });

/** Where the value of a piece comes from. */
export const valueSchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('score') }).meta({ description: 'The score, brought to 0 to 1' }),
  z.strictObject({ from: z.literal('success') }).meta({ description: 'A trusted pass as 1, a failure as 0' }),
  z.strictObject({ from: z.literal('fixed'), value: z.number().min(0).max(1) }),
  z
    .strictObject({ from: z.literal('confidence') })
    .meta({ description: 'How sure who asserts it is, -1 to 1 (TLA): sure that not is 0, certain is 1' }),
  z
    .strictObject({
      from: z.literal('field'),
      field: z.union([z.literal('raw'), extensionFieldSchema]),
      min: z.number(),
      max: z.number(),
    })
    .refine(({ min, max }) => min < max, { path: ['max'], message: 'It must be above min.' })
    .meta({ description: 'A raw score or an extension, of a range that the rule says' }),
  z.strictObject({ from: z.literal('none') }).meta({ description: 'None: it happened, not how well' }),
]);

export const ruleSchema = z.strictObject({
  id: idSchema,
  title: textSchema,
  competency: competencyNameSchema,
  when: conditionSchema,
  across: acrossSchema.optional(),
  kind: z.enum(evidenceKinds).meta({ description: 'By what it was shown' }),
  value: valueSchema,
  /** Level shown by it. Absent: from the value by the scale's cut points. A failed `success` never shows a level. */
  level: idSchema.optional().meta({ description: 'Level that a match shows, whatever the value' }),
  cutPoints: z
    .array(z.strictObject({ level: idSchema, from: z.number().min(0).max(1) }))
    .min(1)
    .max(50)
    .optional()
    .meta({ description: 'Levels by the value, rising; below the first nothing is reached' }),
  atMost: idSchema.optional().meta({ description: 'Level that this can show at most' }),
  polarity: z.enum(['positive', 'negative', 'revoking']).optional().meta({
    description:
      'negative: a match counts against, and never shows a proficient level; revoking: it takes back whatever was held before it',
  }),
  weight: weightSchema.default(1),
  /** From when it happened. The earliest of all that end it wins. */
  validFor: calendarDurationSchema.optional().meta({ description: 'How long it counts: "P24M"' }),
  validUntil: extensionFieldSchema
    .optional()
    .meta({ description: 'Extension that says when it ends, where it is sent: a day or a moment' }),
  sources: z
    .array(idSchema)
    .min(1)
    .optional()
    .meta({ description: 'Sources that the rule listens to; absent: all' }),
});
export type Rule = z.infer<typeof ruleSchema>;
export type RuleInput = z.input<typeof ruleSchema>;
