// SPDX-License-Identifier: Apache-2.0
/** The JSON Schemas that editors check a mapping by while it is written: made from the schemas that it is read with. */
import { frameworkSchema, roleProfileSchema } from '@cairn/frameworks';
import { z } from 'zod';
import { mappingSchema } from './rule.schema.ts';

/** A whole policy as it is written in one file. */
export const policyFileSchema = z.strictObject({
  timeZone: z.string().optional().meta({ description: 'IANA zone in which days end: Europe/Berlin' }),
  frameworks: z.array(frameworkSchema),
  roles: z.array(roleProfileSchema).optional(),
  mapping: mappingSchema,
});

const schemaOf = (schema: z.ZodType, title: string) => ({
  ...(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Readonly<Record<string, unknown>>),
  title,
});

/** By the name of its file in the reference. */
export const editorSchemas = (): Readonly<Record<string, Readonly<Record<string, unknown>>>> => ({
  'mapping.schema.json': schemaOf(mappingSchema, 'Cairn: mapping'),
  'policy.schema.json': schemaOf(policyFileSchema, 'Cairn: frameworks, roles and mapping'),
});
