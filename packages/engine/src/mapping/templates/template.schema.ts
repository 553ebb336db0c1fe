// SPDX-License-Identifier: Apache-2.0
/**
 * Statement templates of an xAPI Profile, carried in a mapping so that a condition can name them: what determines that a statement
 * is meant, and the rules that it must follow then (xAPI Profiles 8.0).
 */
import { textSchema } from '@cairn/frameworks';
import { z } from 'zod';
import { parseJsonPath } from './json-path.ts';

const iriSchema = z.string().min(1).max(2000).regex(/^\S+$/, 'an IRI, without spaces');
const irisSchema = z.array(iriSchema).min(1).max(100);
const pathSchema = z
  .string()
  .max(2000)
  .superRefine((text, context) => {
    const { fault } = parseJsonPath(text);
    if (fault !== undefined)
      context.addIssue({
        code: 'custom',
        message: `This is no JSONPath of the kind that xAPI Profiles allow: ${fault}.`,
      });
  });
const valuesSchema = z.array(z.json()).max(500);

export const presences = ['included', 'excluded', 'recommended'] as const;

export const templateRuleSchema = z.strictObject({
  /** JSONPath into the statement. */
  location: pathSchema,
  /** JSONPath into each located value. */
  selector: pathSchema.optional(),
  presence: z.enum(presences).optional(),
  any: valuesSchema.optional(),
  all: valuesSchema.optional(),
  none: valuesSchema.optional(),
});
export type TemplateRule = z.infer<typeof templateRuleSchema>;

export const templateSchema = z.strictObject({
  id: iriSchema,
  title: textSchema.optional(),
  verb: iriSchema.optional(),
  objectActivityType: iriSchema.optional(),
  contextGroupingActivityType: irisSchema.optional(),
  contextParentActivityType: irisSchema.optional(),
  contextOtherActivityType: irisSchema.optional(),
  contextCategoryActivityType: irisSchema.optional(),
  attachmentUsageType: irisSchema.optional(),
  rules: z.array(templateRuleSchema).max(200).default([]),
});
export type StatementTemplate = z.infer<typeof templateSchema>;

export const profileSchema = z.strictObject({
  /** IRI of the profile. */
  id: iriSchema,
  title: textSchema.optional(),
  templates: z.array(templateSchema).max(2000),
});
export type StatementProfile = z.infer<typeof profileSchema>;
