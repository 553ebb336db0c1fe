// SPDX-License-Identifier: Apache-2.0
/**
 * The mapping: which statements count, for which competency, how strongly and for how long.
 * A condition is met, not met or unknown; unknown yields nothing.
 */
import { idSchema, textSchema } from '@cairn/frameworks';
import { z } from 'zod';
import { ruleSchema } from './mapping/mapping-rule.schema.ts';
import { packUseSchema } from './mapping/packs/registry.ts';
import { profileSchema } from './mapping/templates/template.schema.ts';
import { masterySettings, modelChoiceSchema } from './mastery/mastery-settings.schema.ts';

/** A mapping has so many rules at most, those of its packs included. */
export const maxRules = 10_000;

export const mappingSchema = z.strictObject({
  title: textSchema,
  rules: z.array(ruleSchema).max(maxRules),
  /** Ready rules of a standard, each item for one activity. Once published they are rules like any other. */
  use: z.array(packUseSchema).max(maxRules).optional(),
  /** xAPI Profiles whose statement templates the conditions name. */
  profiles: z.array(profileSchema).max(50).optional(),
  /** Mastery model of every competency that is not listed in `models`. */
  model: modelChoiceSchema.default({ model: 'latest', parameters: {} }),
  models: z.record(idSchema, modelChoiceSchema).default({}),
  ...masterySettings,
});
export type Mapping = z.infer<typeof mappingSchema>;
