// SPDX-License-Identifier: Apache-2.0
/** What is said of a person: profile, gap and explanation. `null` means "not known" and is never 0. Part of the contract. */
import { z } from 'zod';
import { instantSchema, textSchema } from './values.ts';

export const scaleViewSchema = z.object({
  id: z.string(),
  name: textSchema,
  levels: z.array(z.object({ id: z.string(), rank: z.int(), name: textSchema, proficient: z.boolean() })),
});

export const masteryStatusSchema = z.enum(['proficient', 'below', 'expired', 'revoked', 'unknown']);
export const validitySchema = z.enum(['pending', 'valid', 'expiring', 'grace', 'expired', 'revoked']).meta({
  description: 'pending: dated ahead; expiring: it ends soon; grace: it has ended and still counts',
});
export const gapStatusSchema = z.enum(['met', 'near', 'gap', 'expired', 'unknown']);

export const rollUpViewSchema = z.object({
  policy: z.enum(['all', 'any', 'at-least', 'points', 'weighted', 'weakest']),
  outcome: z
    .enum(['show', 'grant'])
    .meta({ description: 'grant: it stands for the parent where that has no evidence of its own' }),
  isMet: z.boolean().nullable().meta({ description: 'null: too little is known of the children' }),
  isLapsed: z.boolean().meta({ description: 'Not met because the time of children has run out' }),
  rank: z.int().nullable(),
  score: z.number().min(0).max(1).nullable(),
  coverage: z.number().min(0).max(1).meta({ description: 'Weight of the known children over that of all' }),
  total: z.int(),
  known: z.int(),
  proficient: z.int(),
  missing: z.array(z.string()).meta({ description: 'Children known not to be proficient' }),
  unknown: z
    .array(z.string())
    .meta({ description: 'Children of which nothing is known; never counted as zero' }),
});
export type RollUpView = z.infer<typeof rollUpViewSchema>;

export const stateSchema = z.object({
  status: masteryStatusSchema,
  levelId: z.string().nullable(),
  rank: z
    .int()
    .nullable()
    .meta({ description: '0: observed below the first level. null: unknown. Expired: the last rank held' }),
  score: z.number().min(0).max(1).nullable(),
  since: instantSchema.nullable(),
  validTo: instantSchema.nullable(),
  expiredAt: instantSchema.nullable(),
  evidenceCount: z.int().meta({ description: 'All evidence, withdrawn left out' }),
  countedCount: z.int(),
  lastEvidenceAt: instantSchema.nullable(),
  validity: validitySchema.nullable().meta({ description: 'null: there is nothing that could be valid' }),
  confidence: z
    .object({
      n: z.int().meta({ description: 'Pieces of evidence that it is read from' }),
      effective: z.number().nullable().meta({ description: 'Their effective number, where weights differ' }),
      low: z.number().nullable(),
      high: z.number().nullable(),
      within: z.number().nullable().meta({ description: 'Probability that low..high holds' }),
    })
    .nullable()
    .meta({ description: 'How sure the score is; low and high for models that estimate' }),
  next: z
    .object({
      at: instantSchema,
      status: masteryStatusSchema,
      levelId: z.string().nullable(),
      rank: z.int().nullable(),
    })
    .nullable()
    .meta({ description: 'What it becomes by itself if nothing is added; null: it stays' }),
  rollUp: rollUpViewSchema
    .nullable()
    .meta({ description: 'What its children say of it; null: nothing is rolled up to it' }),
});
export type StateView = z.infer<typeof stateSchema>;

export const competencyViewSchema = z.object({
  id: z.string(),
  code: z.string(),
  label: textSchema,
  statement: textSchema,
  kind: z.string(),
  groupId: z.string().nullable(),
  scaleId: z.string(),
});

const frame = {
  timeZone: z.string().meta({
    description: 'IANA zone in which days end: the last valid day is the one before `validTo` there',
  }),
  person: z.object({ id: z.string(), name: z.string() }),
  at: instantSchema,
  known: instantSchema.nullable(),
  /** True when `at` was asked for; then live updates do not apply. */
  asOf: z.boolean(),
  complete: z.boolean().meta({
    description:
      'False: something that was recorded by `known` has not been processed yet, or waits in quarantine; the answer may still change. True: it stays as it is',
  }),
  policyVersion: z.string(),
  noticeDays: z.int(),
  contact: z.string().nullable(),
  scales: z.array(scaleViewSchema),
  groups: z.array(
    z.object({
      id: z.string(),
      code: z.string(),
      label: textSchema,
      frameworkId: z.string(),
      rollUp: rollUpViewSchema.nullable(),
    }),
  ),
};

export const profileSchema = z.object({
  ...frame,
  frameworks: z.array(z.object({ id: z.string(), title: textSchema, version: z.string() })),
  competencies: z.array(
    competencyViewSchema.extend({
      frameworkId: z.string(),
      state: stateSchema,
      sparkline: z.array(z.object({ at: instantSchema, rank: z.int().nullable() })),
    }),
  ),
});
export type Profile = z.infer<typeof profileSchema>;

export const gapSchema = z.object({
  ...frame,
  role: z.object({ id: z.string(), title: textSchema }),
  coverage: z.number().min(0).max(1),
  fit: z.number().min(0).max(1).nullable(),
  items: z.array(
    z.object({
      competency: competencyViewSchema,
      required: z.object({ levelId: z.string(), rank: z.int() }),
      gap: z.int().nullable(),
      status: gapStatusSchema,
      weight: z.number(),
      mandatory: z.boolean(),
      state: stateSchema,
    }),
  ),
});
export type GapView = z.infer<typeof gapSchema>;

export const effectSchema = z.enum([
  'counts',
  'superseded',
  'withheld',
  'expired',
  'withdrawn',
  'not-yet',
  'no-value',
  'revoked',
  'revokes',
]);

export const explanationSchema = z.object({
  ...frame,
  competency: competencyViewSchema.extend({
    context: textSchema
      .nullable()
      .meta({ description: 'Where, with what and under which conditions it is to be shown' }),
    indicators: z.array(z.object({ id: z.string(), levelId: z.string(), text: textSchema })),
  }),
  state: stateSchema,
  own: stateSchema
    .omit({ rollUp: true })
    .meta({ description: 'From its own evidence alone; `state` is what holds, roll-up included' }),
  model: z.object({ id: z.string(), title: z.string(), version: z.int(), source: z.string() }),
  reasons: z
    .array(z.looseObject({ code: z.string() }))
    .meta({ description: 'Why the model reads what it reads, with its numbers' }),
  base: z.number().nullable().meta({ description: 'Part of the score that no evidence gives: a prior' }),
  language: z.string().meta({ description: 'Of the sentences: `lang`, else Accept-Language, else en' }),
  sentences: z.array(z.string()).meta({ description: 'How things stand, and why, in plain words' }),
  next: z
    .object({
      levelId: z.string(),
      isRenewal: z.boolean(),
      sentence: z.string(),
      ways: z.array(
        z.object({
          sentence: z.string(),
          steps: z.array(
            z.object({
              rule: z.string(),
              title: textSchema,
              kind: z.string(),
              pieces: z.int().meta({ description: 'How many such pieces it takes' }),
              score: z.number().nullable().meta({ description: 'Lowest score that is enough; null: any' }),
              mostScore: z
                .number()
                .nullable()
                .meta({ description: 'Highest score that its rule takes; null: there is no end' }),
            }),
          ),
        }),
      ),
    })
    .nullable()
    .meta({ description: 'What the next level would take, tried with the model; null: the highest is held' }),
  evidence: z.array(
    z.object({
      id: z.string(),
      effect: effectSchema,
      sentence: z.string().meta({ description: 'What it did to the result, or why it did nothing' }),
      contribution: z
        .object({ share: z.number().nullable(), amount: z.number().nullable() })
        .nullable()
        .meta({
          description: 'Share of the weight, and what it adds to the score; all amounts and `base` sum to it',
        }),
      withheld: z
        .object({ reason: z.string(), have: z.int().optional(), need: z.int().optional() })
        .nullable()
        .meta({ description: 'Why its rule, which looks at several statements, does not let it stand' }),
      kind: z.string(),
      polarity: z.enum(['positive', 'negative', 'neutral', 'revoking']),
      value: z.number().nullable(),
      valuePath: z.string(),
      levelId: z.string().nullable(),
      weight: z.number(),
      occurredAt: instantSchema,
      recordedAt: instantSchema,
      validTo: instantSchema.nullable(),
      withdrawnAt: instantSchema.nullable(),
      rule: z.object({
        id: z.string(),
        title: textSchema,
        digest: z.string(),
        policyVersion: z.string(),
        publishedAt: instantSchema,
      }),
      activity: z.object({ id: z.string(), name: textSchema.nullable() }).nullable(),
      by: z
        .string()
        .nullable()
        .meta({ description: 'Who observed, assessed or taught, as the statement names them' }),
      entry: z
        .object({
          enteredBy: z.string().nullable(),
          issuer: z.string().nullable(),
          reference: z.string().nullable(),
          note: z.string().nullable(),
        })
        .nullable()
        .optional()
        .meta({ description: 'Of what was entered into Cairn: by whom, and what else is known of it' }),
      source: z.object({ id: z.string(), title: z.string() }),
      verb: z.object({ id: z.string(), display: textSchema.nullable() }),
      points: z
        .object({ raw: z.number(), max: z.number() })
        .nullable()
        .meta({ description: 'As sent; null when not both were' }),
      statement: z.object({ id: z.string(), text: z.string().meta({ description: 'Exactly as received' }) }),
    }),
  ),
  ways: z
    .array(
      z.object({
        rule: z.string(),
        title: textSchema,
        kind: z.string(),
        levelId: z.string().nullable().meta({ description: 'null: as high as its score reaches' }),
      }),
    )
    .meta({ description: 'Rules in force that give evidence of it' }),
  history: z.array(
    z.object({
      from: instantSchema,
      to: instantSchema.nullable(),
      status: masteryStatusSchema,
      rank: z.int().nullable(),
    }),
  ),
});
export type Explanation = z.infer<typeof explanationSchema>;
export type CompetencyView = z.infer<typeof competencyViewSchema>;
export type ScaleView = z.infer<typeof scaleViewSchema>;
