// SPDX-License-Identifier: Apache-2.0
/**
 * Frameworks, scales, competencies, relations and role profiles. The schemas are the only place where these shapes are written.
 * Terms follow 1EdTech CASE 1.1 and IEEE 1484.20.3. Texts are language maps, so that a widget shows them in the reader's language.
 */
import { z } from 'zod';

/** Identifies a thing inside an organisation: lower-case words joined by - . _ or a URI. 1..200 characters. */
export const idSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:/#?=&%~@+-]*$/,
    'letters, digits and . _ - : / only, starting with a letter or digit',
  );

/** BCP 47 tag → text; at least one. */
export const textSchema = z
  .record(
    z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'a language tag like "en" or "de-CH"'),
    z.string().max(4000),
  )
  .refine((text) => Object.keys(text).length > 0, 'at least one language');
export type Text = z.infer<typeof textSchema>;

/** ISO 8601 calendar duration of whole years, months, weeks or days: "P24M". Bounded, so that every end is a date that can be written. */
export const calendarDurationSchema = z
  .string()
  .regex(
    /^P(?=\d)(\d{1,3}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,5}D)?$/,
    'a duration in calendar units like "P24M" or "P90D", of at most 999 years',
  );

export const levelSchema = z.strictObject({
  id: idSchema,
  /** 1.. in order of the scale; 0 is kept for "observed below the first level". */
  rank: z.int().min(1).max(50),
  name: textSchema,
  proficient: z.boolean(),
  /** Lowest score (0..1, inclusive) that reaches this level. */
  minScore: z.number().min(0).max(1).optional(),
});
export type Level = z.infer<typeof levelSchema>;

export const scaleSchema = z.strictObject({
  id: idSchema,
  name: textSchema,
  levels: z.array(levelSchema).min(1).max(50),
});
export type Scale = z.infer<typeof scaleSchema>;

export const competencyKinds = ['knowledge', 'skill', 'behaviour', 'task', 'attitude', 'group'] as const;

export const indicatorSchema = z.strictObject({
  id: idSchema,
  level: idSchema,
  text: textSchema,
  kind: z.enum(['performance', 'knowledge']),
});

export const competencySchema = z.strictObject({
  id: idSchema,
  uri: z.url().optional(),
  code: z.string().min(1).max(60),
  /** Short label, shown everywhere. */
  label: textSchema,
  /** The full statement: what somebody who has this competency does. */
  statement: textSchema,
  kind: z.enum(competencyKinds),
  /** Under which conditions, with what equipment. */
  context: textSchema.optional(),
  scale: idSchema.optional(),
  indicators: z.array(indicatorSchema).max(200).default([]),
  /** Currency period counted from the evidence; the earliest end wins. */
  validFor: calendarDurationSchema.optional(),
  status: z.enum(['draft', 'adopted', 'deprecated']).default('adopted'),
});
export type Competency = z.infer<typeof competencySchema>;

export const relationTypes = [
  'isChildOf',
  'isPartOf',
  'isPeerOf',
  'exactMatchOf',
  'precedes',
  'replacedBy',
  'isRelatedTo',
] as const;
export const relationSchema = z.strictObject({
  type: z.enum(relationTypes),
  origin: idSchema,
  destination: idSchema,
  sequence: z.int().optional(),
});

export const frameworkSchema = z.strictObject({
  id: idSchema,
  uri: z.url().optional(),
  title: textSchema,
  version: z.string().min(1).max(60),
  publisher: z.string().max(200).optional(),
  language: z.string().max(35).optional(),
  licence: z.string().max(200).optional(),
  /** Scale of every competency that names none. */
  scale: idSchema,
  scales: z.array(scaleSchema).min(1),
  competencies: z.array(competencySchema).min(1).max(20_000),
  relations: z.array(relationSchema).default([]),
});
export type Framework = z.infer<typeof frameworkSchema>;

export const requirementSchema = z.strictObject({
  competency: idSchema,
  level: idSchema,
  /** Importance, relative to the others; normalised to sum 1 when computing. */
  weight: z.number().positive().max(1000).default(1),
  mandatory: z.boolean().default(false),
});
export type Requirement = z.infer<typeof requirementSchema>;

export const roleProfileSchema = z.strictObject({
  id: idSchema,
  title: textSchema,
  description: textSchema.optional(),
  requirements: z.array(requirementSchema).min(1).max(2000),
});
export type RoleProfile = z.infer<typeof roleProfileSchema>;
