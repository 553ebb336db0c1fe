// SPDX-License-Identifier: Apache-2.0
/** What a mapping says of mastery beyond its rules: models by framework and role requirement, roll-ups, and time. */
import { calendarDurationSchema, idSchema } from '@cairn/frameworks';
import { z } from 'zod';
import { rollUpSchema } from './roll-up/roll-up.schema.ts';

export const modelChoiceSchema = z.strictObject({
  model: z.string().min(1),
  parameters: z.record(z.string(), z.unknown()).default({}),
});
export type ModelChoice = z.infer<typeof modelChoiceSchema>;

export const timeSettingSchema = z.strictObject({
  /** From how many days before its end a validity is said to end soon. Default 60. */
  noticeDays: z.int().min(0).max(3650).optional(),
  /** How long what has run out still counts, from the end of its validity. Default: not at all. */
  grace: calendarDurationSchema.optional(),
  /** A score fades: it halves its distance from the floor every so many days. Default: it does not. */
  fade: z
    .strictObject({
      halfLifeDays: z.number().min(1).max(36_500),
      floor: z.number().min(0).max(1).default(0),
    })
    .optional(),
});
export type TimeSetting = z.infer<typeof timeSettingSchema>;

/** Stricter than the competency's own for one role: another model, a shorter validity. */
export const requirementSettingSchema = z.strictObject({
  model: modelChoiceSchema.optional(),
  /** How long evidence counts for this role; the earliest end wins. */
  validFor: calendarDurationSchema.optional(),
});
export type RequirementSetting = z.infer<typeof requirementSettingSchema>;

/** Absent in mappings of before, and empty in those without need of them. */
export const masterySettings = {
  /** Model by framework; goes before the mapping's, after a competency's own. */
  frameworkModels: z.record(idSchema, modelChoiceSchema).optional(),
  /** By role, then competency: what that role's requirement reads otherwise. */
  requirements: z.record(idSchema, z.record(idSchema, requirementSettingSchema)).optional(),
  /** By parent. */
  rollUps: z.record(idSchema, rollUpSchema).optional(),
  /** Of every competency that is not listed in `times`. */
  time: timeSettingSchema.optional(),
  /** By competency; what it leaves out is as in `time`. */
  times: z.record(idSchema, timeSettingSchema).optional(),
} as const;
