// SPDX-License-Identifier: Apache-2.0
/** The contract's part on sources: who sends statements, by which keys, with which rights and settings. */
import { z } from 'zod';
import { sourceFiguresSchema } from './figures.ts';
import { pullViewSchema } from './pull.ts';
import { sourceSettingsChangesSchema, sourceSettingsSchema } from './source-settings.ts';
import { instantSchema } from './values.ts';

/** The standard's scopes (1.0.3 Communication 4.2). */
export const scopeSchema = z.enum([
  'statements/write',
  'statements/read/mine',
  'statements/read',
  'state',
  'define',
  'profile',
  'all/read',
  'all',
]);
const sourceWords = {
  title: z.string().min(1).max(200),
  dialect: z
    .string()
    .min(1)
    .max(100)
    .meta({ description: 'What its statements mean; default: as the preset' }),
  scaledRange: z.enum(['0..1', '-1..1']).meta({ description: 'Default: as the dialect' }),
  scopes: z.array(scopeSchema).min(1).meta({ description: 'Default: as the preset' }),
  settings: sourceSettingsChangesSchema.meta({ description: 'What is otherwise than the preset has it' }),
};
export const sourceRequestSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and -'),
  title: sourceWords.title,
  preset: z.string().max(100).default('generic').meta({ description: 'The kind of sender' }),
  dialect: sourceWords.dialect.optional(),
  scaledRange: sourceWords.scaledRange.optional(),
  scopes: sourceWords.scopes.optional(),
  settings: sourceWords.settings.default({}),
});
export const sourceChangesSchema = z.strictObject({
  title: sourceWords.title.optional(),
  dialect: sourceWords.dialect.optional(),
  scaledRange: sourceWords.scaledRange.optional(),
  scopes: sourceWords.scopes.optional(),
  settings: sourceWords.settings.optional(),
});
export const credentialViewSchema = z.object({
  key: z.string(),
  createdAt: instantSchema,
  lastUsedAt: instantSchema.nullable().meta({ description: 'To the minute' }),
  revokedAt: instantSchema.nullable(),
  expiresAt: instantSchema.nullable(),
});
export const sourceViewSchema = z.object({
  id: z.string(),
  title: z.string(),
  preset: z.string(),
  dialect: z.string(),
  scaledRange: z.enum(['0..1', '-1..1']),
  scopes: z.array(z.string()),
  settings: sourceSettingsSchema,
  credentials: z.array(credentialViewSchema),
  createdAt: instantSchema,
  state: z.enum(['silent', 'active', 'failing', 'paused']).meta({
    description:
      'silent: nothing came yet; failing: its latest requests all came to nothing, or its quarantine is full',
  }),
  lastFault: z
    .object({ code: z.string(), message: z.string(), at: instantSchema, inARow: z.int() })
    .nullable()
    .meta({ description: 'Why its last bad request was refused, and how many there were since a good one' }),
  lastStatementAt: instantSchema.nullable(),
  statements: z.int(),
  quarantined: z.int(),
  isQuarantineFull: z.boolean().meta({
    description:
      'Nothing more that cannot be stored is taken from it until there is room: its pushes get 503, its pull waits',
  }),
  lately: sourceFiguresSchema
    .nullable()
    .meta({ description: 'What its sender sent yesterday and today, in UTC; null: nothing' }),
  pull: pullViewSchema.nullable().meta({ description: 'null: its sender pushes' }),
});
const secret = z.string().meta({ description: 'Shown once' });
export const newSourceSchema = sourceViewSchema.extend({ key: z.string(), secret });
export const newCredentialSchema = z.object({ key: z.string(), secret });

export type SourceView = z.infer<typeof sourceViewSchema>;
