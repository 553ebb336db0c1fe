// SPDX-License-Identifier: Apache-2.0
/** The contract's part on evidence that did not come from an LMS: entered one by one, taken back, or imported as a training matrix. */
import { z } from 'zod';
import { instantSchema } from './values.ts';

export const entryKindSchema = z.enum(['manual', 'observation', 'prior-learning']).meta({
  description: 'manual: a certificate on paper; observation: seen on the job; prior-learning: learnt before',
});
/** Of a day the whole counts, in the organisation's time zone. */
const momentSchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
const moment = z
  .string()
  .refine((text) => momentSchema.safeParse(text).success, {
    error: 'It must be a day like 2026-03-01, or an instant like 2026-03-01T08:00:00Z.',
  })
  .meta({ description: 'A day like 2026-03-01, or an instant' });
const words = (longest: number) => z.string().trim().min(1).max(longest).optional();

export const entryRequestSchema = z.strictObject({
  competency: z.string().min(1).max(200),
  kind: entryKindSchema,
  level: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Level that it shows; without level and value: the first proficient one' }),
  value: z.number().min(0).max(1).optional().meta({ description: 'Instead of a level' }),
  shown: z.boolean().default(true).meta({ description: 'false: it was looked for and not seen' }),
  occurredAt: moment,
  expiresAt: moment.optional().meta({ description: 'A day that it still holds on, or an instant' }),
  assessor: words(200).meta({ description: 'Who observed or assessed' }),
  issuer: words(200).meta({ description: 'Who issued the certificate' }),
  reference: words(200).meta({ description: 'Number of the certificate, or where it is kept' }),
  note: words(2000),
});
export type EntryRequest = z.output<typeof entryRequestSchema>;

export const enteredSchema = z.object({
  statement: z.string().meta({ description: 'Id of its statement; to take it back' }),
  existed: z.boolean().meta({ description: 'true: the same was entered before' }),
});

export const entryViewSchema = z.object({
  statement: z.string(),
  competency: z.string(),
  kind: z.string(),
  level: z.string().nullable(),
  value: z.number().nullable(),
  shown: z.boolean(),
  occurredAt: instantSchema,
  expiresAt: instantSchema.nullable(),
  assessor: z.string().nullable(),
  issuer: z.string().nullable(),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  enteredBy: z.string().nullable(),
  enteredAt: instantSchema,
  voided: z.boolean(),
});
export type EntryView = z.infer<typeof entryViewSchema>;

export const voidEntryQuerySchema = z.strictObject({
  reason: z.string().trim().min(1).max(1000).meta({ description: 'Why; it stays in the record' }),
});

export const matrixOptionsSchema = z.strictObject({
  columns: z.record(z.string(), z.string()).optional().meta({
    description: 'Field → header of its column: person, email, competency, issued, expires, level …',
  }),
  dates: z
    .enum(['dmy', 'mdy'])
    .optional()
    .meta({ description: 'How days with slashes are written: day first, or month first' }),
  kind: entryKindSchema.optional().meta({ description: 'Of rows that do not say it; default: manual' }),
  homePage: z
    .string()
    .max(500)
    .optional()
    .meta({ description: 'Home page of the accounts that the column of persons names' }),
  skipUnknown: z
    .boolean()
    .default(false)
    .meta({ description: 'Leave out whom nobody knows, instead of refusing the whole' }),
});
/** What is longer is for the command line. */
export const longestMatrix = 1_000_000;
export const evidenceImportRequestSchema = matrixOptionsSchema
  .extend({
    text: z.string().min(1).max(longestMatrix).optional().meta({ description: 'A CSV file' }),
    base64: z.base64().min(1).max(longestMatrix).optional().meta({ description: 'A CSV or XLSX file' }),
    apply: z.boolean().default(false).meta({ description: 'false: only say what would be done' }),
  })
  .refine(({ text, base64 }) => (text === undefined) !== (base64 === undefined), {
    path: ['text'],
    message: 'Give the file as text or as base64, one of them.',
  });

const placed = z.array(
  z.object({
    place: z.string().meta({ description: '"line 12, column 3", "cell C12", or "" for the whole' }),
    code: z.string(),
    message: z.string(),
  }),
);
export const evidenceImportSchema = z.object({
  applied: z.boolean(),
  items: z.int().meta({ description: 'Certificates that the file holds' }),
  people: z.int().meta({ description: 'Known persons whom they are of' }),
  unknown: z.array(z.object({ name: z.string(), places: z.array(z.string()) })),
  added: z.int(),
  existing: z.int().meta({ description: 'Entered before' }),
  repeated: z.int().meta({ description: 'They say again what stands in the file before' }),
  faults: placed,
  moreFaults: z.int(),
  notes: placed,
});
export type EvidenceImport = z.infer<typeof evidenceImportSchema>;
