// SPDX-License-Identifier: Apache-2.0
/** Drafts before they are published: what is wrong with them, what they would change; and why a statement counts or not. */
import { effectSchema, masteryStatusSchema } from './person-views.ts';
import { z } from 'zod';
import { policyRequestSchema, policyViewSchema } from './policies.ts';
import { instantSchema } from './values.ts';

export const draftRequestSchema = z
  .union([
    z.strictObject({
      text: z.string().meta({ description: 'YAML or JSON, as it was written: faults then have lines' }),
    }),
    policyRequestSchema,
  ])
  .meta({ description: 'What POST policies takes, or its text' });
export const draftFaultSchema = z.object({
  pointer: z.string().meta({ description: 'JSON pointer' }),
  code: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
  line: z.int().nullable().meta({ description: 'Of a text: 1-based' }),
  column: z.int().nullable(),
});
export const draftCheckSchema = z.object({
  ok: z.boolean().meta({ description: 'It can be published; there may be warnings' }),
  faults: z.array(draftFaultSchema),
});

export const publishedPolicySchema = policyViewSchema.extend({
  warnings: z
    .array(draftFaultSchema)
    .meta({ description: 'What its author should know; it is published all the same' }),
});

const sentencesSchema = z.object({ en: z.string(), de: z.string() });
const personSchema = z.object({ id: z.string(), name: z.string() });
const countsSchema = z.object({
  gains: z.int().meta({ description: 'Known before and after, and becomes proficient' }),
  loses: z.int().meta({ description: 'Known before and after, and is not proficient any more' }),
  'becomes-known': z.int(),
  'becomes-unknown': z.int(),
  'level-up': z.int(),
  'level-down': z.int(),
  otherwise: z.int().meta({ description: 'On the same level, with another score, validity or status' }),
});
const stateSchema = z.object({
  status: masteryStatusSchema,
  levelId: z.string().nullable(),
});
const readingSchema = z.object({
  met: z.int(),
  notMet: z.int(),
  unknown: z.int(),
  unknownBy: z.array(z.object({ pointer: z.string(), says: sentencesSchema, statements: z.int() })),
  noValue: z.array(z.object({ reason: z.string(), statements: z.int() })),
  failed: z.int(),
  examples: z.array(
    z.object({
      statementId: z.string(),
      person: personSchema.nullable(),
      subject: z.string(),
      value: z.number().nullable(),
      levelId: z.string().nullable(),
      occurredAt: instantSchema,
    }),
  ),
});
const competencySchema = z.object({
  competencyId: z.string(),
  people: countsSchema,
  proficient: z.object({ before: z.int(), after: z.int() }),
  examples: z.array(
    z.object({
      person: personSchema,
      change: countsSchema.keyof(),
      before: stateSchema,
      after: stateSchema,
    }),
  ),
});
export const previewSchema = z.object({
  at: instantSchema,
  comparedWith: z.string().nullable().meta({ description: 'The version in force' }),
  changes: z.object({
    added: z.array(z.string()),
    changed: z.array(z.string()),
    removed: z.array(z.string()),
  }),
  warnings: z.array(draftFaultSchema),
  statements: z.object({
    read: z.int(),
    lost: z.int().meta({ description: 'They meet a rule in force and none of the draft' }),
    lostExamples: z.array(
      z.object({
        statementId: z.string(),
        ruleIds: z.array(z.string()),
        person: personSchema.nullable(),
      }),
    ),
    aside: z.int(),
  }),
  rules: z.array(
    z.object({
      ruleId: z.string(),
      competencyId: z.string(),
      change: z.enum(['added', 'changed', 'removed', 'unchanged']),
      evidence: z.object({ before: z.int(), after: z.int() }),
      reading: readingSchema
        .nullable()
        .meta({ description: 'null: nothing had to be read, its evidence stands' }),
    }),
  ),
  competencies: z
    .array(competencySchema)
    .meta({ description: 'Rolled up or by own evidence; groups too that a roll-up stands for' }),
  moreCompetencies: z.int().meta({ description: 'With fewer changes, left out of the list' }),
  people: countsSchema.meta({ description: 'People × competencies, all of them' }),
  roles: z
    .array(
      competencySchema.extend({
        roleId: z.string(),
        holders: countsSchema.meta({ description: 'Those of the people who hold the role' }),
      }),
    )
    .meta({ description: 'Competencies as a role reads them that has settings of its own' }),
  publication: z.object({
    statementsToRead: z.int(),
    masteriesToFold: z.int(),
    seconds: z.int().meta({ description: 'About, for one processor that does nothing else' }),
  }),
  took: z.object({ seconds: z.number(), statementsPerSecond: z.number().nullable() }),
});
export const previewProgressSchema = z.object({
  phase: z.enum(['reading', 'comparing']),
  done: z.int(),
  total: z.int(),
  perSecond: z.number().nullable(),
  secondsLeft: z.int().nullable(),
});
/** One line of the stream; the last is the preview, or why there is none. */
export const previewLineSchema = z.union([
  z.strictObject({ progress: previewProgressSchema }),
  z.strictObject({ preview: previewSchema }),
  z.strictObject({ problem: z.object({ code: z.string(), title: z.string(), detail: z.string() }) }),
]);

export const whyViewSchema = z.object({
  statementId: z.string(),
  sourceId: z.string(),
  stored: instantSchema.nullable().meta({ description: 'null: it never was, and is in quarantine' }),
  voidedAt: instantSchema.nullable(),
  version: z.string().nullable().meta({ description: 'In force' }),
  state: z.enum(['processed', 'waiting', 'aside', 'refused', 'unreadable', 'voiding', 'nothing-published']),
  says: sentencesSchema,
  subjects: z.array(z.object({ subject: z.string(), person: personSchema.nullable() })),
  reasons: z.array(z.object({ reason: z.string(), says: sentencesSchema })),
  areCandidates: z.boolean().meta({ description: 'false: `rules` are those that are nearest' }),
  rules: z.array(
    z.object({
      ruleId: z.string(),
      competencyId: z.string(),
      outcome: z.enum(['evidence', 'expired', 'no-value', 'not-met', 'unknown', 'failed']),
      pointer: z.string().nullable().meta({ description: 'The condition that was not met or unknown' }),
      says: sentencesSchema,
    }),
  ),
  evidence: z.array(
    z.object({
      ruleId: z.string(),
      competencyId: z.string(),
      subject: z.string(),
      person: personSchema.nullable(),
      levelId: z.string().nullable(),
      effect: effectSchema.nullable(),
      withheld: z.string().nullable(),
      says: sentencesSchema,
    }),
  ),
});
export type PreviewView = z.output<typeof previewSchema>;
export type WhyView = z.output<typeof whyViewSchema>;
