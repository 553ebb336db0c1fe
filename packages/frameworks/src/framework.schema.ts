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
    z.string().max(20_000),
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

/** A day, as it stands in a calendar: "2026-01-31". */
export const daySchema = z.iso.date('a day like "2026-01-31"');

/**
 * What the format that something came from says beyond this model, by format; it goes out with that format again as it came in.
 * Nothing else reads it.
 */
export const keptSchema = z.record(z.string().max(40), z.unknown());
export type Kept = z.infer<typeof keptSchema>;

export const levelSchema = z.strictObject({
  id: idSchema,
  /** 1.. in order of the scale; 0 is kept for "observed below the first level". */
  rank: z.int().min(1).max(50),
  name: textSchema,
  /** Any subset of the levels, not only those from one on. */
  proficient: z.boolean(),
  /** Lowest score (0..1, inclusive) that reaches this level. */
  minScore: z.number().min(0).max(1).optional(),
});
export type Level = z.infer<typeof levelSchema>;

export const scaleSchema = z.strictObject({
  id: idSchema,
  name: textSchema,
  levels: z.array(levelSchema).min(1).max(50),
  /** Level that is given where somebody is only said to be complete; it need not be a proficient one. */
  default: idSchema.optional(),
  kept: keptSchema.optional(),
});
export type Scale = z.infer<typeof scaleSchema>;

export const statuses = ['draft', 'adopted', 'deprecated'] as const;
const instantSchema = z.iso.datetime({ offset: true, error: 'an instant like "2026-01-31T08:00:00Z"' });

export const competencyKinds = ['knowledge', 'skill', 'behaviour', 'task', 'attitude', 'group'] as const;

export const indicatorSchema = z.strictObject({
  id: idSchema,
  level: idSchema,
  text: textSchema,
  kind: z.enum(['performance', 'knowledge']),
});

/**
 * What follows for a competency when its children are held, as a framework brings it: all of them, or points for those that are.
 * `outcome`: what then happens, in the words of Moodle (nothing, evidence, a recommendation, completion).
 */
export const rollUpSchema = z.strictObject({
  rule: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('all') }),
    z.strictObject({
      type: z.literal('points'),
      /** Points that are needed. */
      base: z.int().min(1).max(1_000_000),
      children: z
        .array(
          z.strictObject({
            competency: idSchema,
            points: z.int().min(0).max(1_000_000),
            required: z.boolean().default(false),
          }),
        )
        .min(1)
        .max(1000),
    }),
  ]),
  outcome: z.enum(['none', 'evidence', 'recommend', 'complete']),
});
export type RollUp = z.infer<typeof rollUpSchema>;

export const competencySchema = z.strictObject({
  id: idSchema,
  uri: z.url().optional(),
  /** What people call it by; no other of the framework has the same. */
  code: z.string().min(1).max(100),
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
  status: z.enum(statuses).default('adopted'),
  /** First and last day on which it is one of the framework's. */
  validFrom: daySchema.optional(),
  validTo: daySchema.optional(),
  rollUp: rollUpSchema.optional(),
  /** When its publisher last changed it. */
  lastChange: instantSchema.optional(),
  kept: keptSchema.optional(),
});
export type Competency = z.infer<typeof competencySchema>;

/** Those of CASE 1.1; a vendor's own begin with "ext:" and say no more than isRelatedTo. */
export const relationTypes = [
  'isChildOf',
  'isPartOf',
  'isPeerOf',
  'exactMatchOf',
  'precedes',
  'replacedBy',
  'isRelatedTo',
  'hasSkillLevel',
  'exemplar',
  'isTranslationOf',
] as const;
export type RelationType = (typeof relationTypes)[number] | `ext:${string}`;
export const relationTypeSchema = z
  .string()
  .regex(
    new RegExp(`^(?:${relationTypes.join('|')}|ext:[A-Za-z0-9._-]{1,100})$`),
    `one of ${relationTypes.join(', ')}, or ext: with letters, digits and . _ -`,
  ) as unknown as z.ZodType<RelationType, RelationType>;

/** What becomes of the evidence of a competency that was replaced: none of it counts, all does, or as less than proficient. */
export const carries = ['none', 'carry', 'carry-capped'] as const;
export type Carry = (typeof carries)[number];

const claimWords = {
  type: relationTypeSchema,
  id: idSchema.optional(),
  uri: z.url().optional(),
  sequence: z.int().optional(),
  weight: z.number().min(0).max(1000).optional(),
  /** Who says so, and how sure they are of it (0..1). */
  assertedBy: z.string().max(200).optional(),
  confidence: z.number().min(0).max(1).optional(),
  notes: z.string().max(20_000).optional(),
  lastChange: instantSchema.optional(),
  kept: keptSchema.optional(),
};
/** Between two competencies of this framework. What has no parent, or the framework itself, stands at the top. */
export const relationSchema = z.strictObject({
  ...claimWords,
  origin: idSchema,
  destination: idSchema,
  /** Of `replacedBy` only; absent: none. */
  evidence: z.enum(carries).optional(),
});
export type Relation = z.infer<typeof relationSchema>;

/** Of a competency here to something elsewhere. Apart from the relations: no hierarchy goes over it, and nobody looks there. */
export const alignmentSchema = z.strictObject({
  ...claimWords,
  competency: idSchema,
  /** Whether the competency here is where the relation begins or where it ends. */
  end: z.enum(['origin', 'destination']),
  other: z.strictObject({
    identifier: z.string().min(1).max(500),
    uri: z.string().max(2000).optional(),
    title: z.string().max(20_000).optional(),
    targetType: z.string().max(110).optional(),
  }),
});
export type Alignment = z.infer<typeof alignmentSchema>;

export const frameworkSchema = z.strictObject({
  id: idSchema,
  uri: z.url().optional(),
  title: textSchema,
  version: z.string().min(1).max(60),
  publisher: z.string().max(200).optional(),
  language: z.string().max(35).optional(),
  licence: z.string().max(200).optional(),
  description: textSchema.optional(),
  status: z.enum(statuses).optional(),
  /** When its publisher last changed it. */
  lastChange: instantSchema.optional(),
  /** Scale of every competency that names none. */
  scale: idSchema,
  scales: z.array(scaleSchema).min(1),
  competencies: z.array(competencySchema).min(1).max(20_000),
  relations: z.array(relationSchema).max(200_000).default([]),
  alignments: z.array(alignmentSchema).max(200_000).optional(),
  kept: keptSchema.optional(),
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

const rating = z.int().min(1).max(5);
/** Observable work with a beginning and an end, as a panel of those who do it describes it. */
const taskSchema = z.strictObject({
  code: z.string().min(1).max(60),
  statement: textSchema,
  importance: rating,
  frequency: rating,
  difficulty: rating.optional(),
  critical: z.boolean().default(false),
  requires: z
    .array(z.strictObject({ competency: idSchema, level: idSchema }))
    .min(1)
    .max(100),
});
export const dutySchema = z.strictObject({
  code: z.string().min(1).max(60),
  title: textSchema,
  tasks: z.array(taskSchema).min(1).max(500),
});
export type Duty = z.infer<typeof dutySchema>;

/** As it is written: its requirements, or the duties that they follow from. */
export const roleProfileSchema = z.strictObject({
  id: idSchema,
  title: textSchema,
  description: textSchema.optional(),
  requirements: z.array(requirementSchema).min(1).max(2000).optional(),
  duties: z.array(dutySchema).min(1).max(100).optional(),
});
/** As it is read: the requirements that follow from duties stand beside them. */
export type RoleProfile = Omit<z.infer<typeof roleProfileSchema>, 'requirements'> & {
  readonly requirements: readonly Requirement[];
};
