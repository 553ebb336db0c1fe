// SPDX-License-Identifier: Apache-2.0
/**
 * How a competency's standing follows from that of its children (all that are `isChildOf` it; one child may have several
 * parents). The policies are Moodle's two and the general ones beside them.
 */
import { idSchema } from '@cairn/frameworks';
import { z } from 'zod';

const granting = {
  /** Level that a met roll-up stands for; absent: the first proficient one of the parent's scale. */
  level: idSchema.optional(),
  /** `show`: reported beside the parent only. `grant`: it stands for the parent where the parent has no evidence of its own. */
  outcome: z.enum(['show', 'grant']).default('grant'),
};

export const rollUpSchema = z.discriminatedUnion('policy', [
  /** Every child is proficient. */
  z.strictObject({ policy: z.literal('all'), ...granting }),
  /** One child is. */
  z.strictObject({ policy: z.literal('any'), ...granting }),
  /** `n` children are. */
  z.strictObject({ policy: z.literal('at-least'), n: z.int().min(1).max(1000), ...granting }),
  /** All that are required are proficient, and the points of those that are come to `base`. */
  z.strictObject({
    policy: z.literal('points'),
    base: z.int().min(1),
    children: z
      .record(idSchema, z.strictObject({ points: z.int().min(0), required: z.boolean().default(false) }))
      .refine((children) => Object.keys(children).length > 0, 'at least one child'),
    ...granting,
  }),
  /** The weighted mean of the children's scores is at least `threshold`; a child that is not named weighs 1. */
  z.strictObject({
    policy: z.literal('weighted'),
    threshold: z.number().min(0).max(1),
    weights: z.record(idSchema, z.number().positive().max(1000)).default({}),
    /** Share of the weight that must be known before the mean says anything. */
    coverage: z.number().min(0).max(1).default(0),
    ...granting,
  }),
  /** The weakest link: the lowest of the children's levels. All have the parent's scale. */
  z.strictObject({ policy: z.literal('weakest'), outcome: granting.outcome }),
]);
export type RollUp = z.infer<typeof rollUpSchema>;
