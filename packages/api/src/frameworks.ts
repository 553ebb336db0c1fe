// SPDX-License-Identifier: Apache-2.0
/** The contract's part on frameworks: what is in force, how it was, files compared and imported, an administrator's steps. */
import { z } from 'zod';
import { instantSchema, textSchema } from './values.ts';

export const frameworkViewSchema = z.object({
  id: z.string(),
  title: textSchema,
  version: z.string().meta({ description: 'As its publisher calls it' }),
  publisher: z.string().nullable(),
  status: z.enum(['draft', 'adopted', 'deprecated']).nullable(),
  competencies: z.int(),
  relations: z.int(),
  policyVersion: z.string().meta({ description: 'The version in force' }),
});
/** A framework in Cairn JSON, as the guide "Bring a framework" describes it. */
export const frameworkDocumentSchema = z
  .looseObject({ id: z.string(), competencies: z.array(z.unknown()), relations: z.array(z.unknown()) })
  .meta({ description: 'Cairn JSON' });

const name = { id: z.string(), code: z.string(), label: textSchema };
const words = {
  before: textSchema,
  after: textSchema,
  meaning: z.enum(['same', 'changed']).meta({ description: 'What its words suggest' }),
  similarity: z.number().min(0).max(1),
  because: z.string(),
};
const relationNameSchema = z.object({ type: z.string(), origin: z.string(), destination: z.string() });

export const frameworkDiffSchema = z.object({
  frameworkId: z.string(),
  isNew: z.boolean(),
  framework: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  added: z.array(z.object(name)),
  reworded: z
    .array(z.object({ ...name, ...words }))
    .meta({ description: 'Same id, other words for the same' }),
  meaningChanged: z
    .array(
      z.object({
        ...name,
        ...words,
        replacedBy: z.string(),
        evidence: z.enum(['none', 'carry', 'carry-capped']),
      }),
    )
    .meta({ description: 'Another competency takes its place' }),
  moved: z.array(z.object({ ...name, from: z.array(z.string()), to: z.array(z.string()) })),
  changed: z.array(z.object({ ...name, fields: z.array(z.string()) })),
  removed: z
    .array(z.object({ ...name, isDeleted: z.boolean() }))
    .meta({ description: 'Deprecated, or not there any more' }),
  relations: z.object({ added: z.array(relationNameSchema), removed: z.array(relationNameSchema) }),
  unchanged: z.int(),
});
const noteSchema = z.object({ pointer: z.string(), code: z.string(), message: z.string() });

export const plannedFrameworkSchema = z.object({
  format: z.string().nullable().meta({ description: 'The format that the file was read by; null: no file' }),
  encoding: z.string().nullable(),
  notes: z.array(noteSchema).meta({ description: 'What was left out or cut on the way' }),
  diff: frameworkDiffSchema,
  against: z.string().nullable().meta({ description: 'Version in force that it is compared with' }),
  published: z
    .string()
    .nullable()
    .meta({ description: 'Version that it was published as; null: nothing was changed' }),
});
export type PlannedFramework = z.infer<typeof plannedFrameworkSchema>;

export const frameworkVersionSchema = z.object({
  policyVersion: z.string(),
  version: z.string(),
  competencies: z.int(),
  publishedAt: instantSchema,
  by: z.string(),
});

/** One or several, as a query repeats a name. */
const several = z.union([z.string().max(500), z.array(z.string().max(500)).max(500)]).optional();
const against = z
  .string()
  .max(20)
  .optional()
  .meta({ description: 'Refuse if another version is in force: what was looked at is what is done' });

export const frameworkFileQuerySchema = z.strictObject({
  format: z.enum(['cairn-json', 'case', 'moodle-csv', 'csv', 'xlsx']).optional().meta({
    description: 'Default: as the file looks',
  }),
  framework: z.string().max(200).optional().meta({ description: 'Id that it has here; a table needs one' }),
  title: z.string().max(200).optional(),
  language: z.string().max(35).optional(),
  sheet: z.string().max(100).optional(),
  column: several.meta({ description: 'field=header; may stand several times' }),
  meaning: several.meta({ description: 'Ids that mean something else now' }),
  reworded: several.meta({ description: 'Ids that mean the same in other words; "all"' }),
  evidence: z.enum(['none', 'carry', 'carry-capped']).optional().meta({
    description: 'What becomes of the evidence of those that mean something else',
  }),
  removed: z.enum(['deprecate', 'delete']).optional(),
  against,
});
export type FrameworkFileQuery = z.infer<typeof frameworkFileQuerySchema>;
export const frameworkExportQuerySchema = z.strictObject({
  format: z.enum(['cairn-json', 'case', 'moodle-csv', 'csv', 'xlsx']).default('cairn-json'),
  version: z.string().max(20).optional().meta({ description: 'Policy version; default: the one in force' }),
});
export const frameworkDiffQuerySchema = z.strictObject({
  from: z.string().max(20).meta({ description: 'Policy version' }),
  to: z.string().max(20).optional().meta({ description: 'Default: the one in force' }),
});
export const frameworkChangesSchema = z.strictObject({
  changes: z
    .array(
      z.looseObject({
        op: z.enum([
          'addCompetency',
          'changeCompetency',
          'replaceCompetency',
          'deprecateCompetency',
          'removeCompetency',
          'addRelation',
          'removeRelation',
          'addAlignment',
          'removeAlignment',
          'changeFramework',
        ]),
      }),
    )
    .min(1)
    .max(20_000)
    .meta({ description: 'Steps in order, as the guide "Bring a framework" describes them' }),
  publish: z.boolean().default(false).meta({ description: 'false: only say what they would do' }),
  against,
});

const admin = 'admin' as const;
export const frameworkOperations = {
  listFrameworks: {
    method: 'get',
    path: '/frameworks',
    access: admin,
    summary: 'Frameworks in force',
    status: 200,
    response: z.object({ items: z.array(frameworkViewSchema), next: z.string().nullable() }),
  },
  diffFrameworkFile: {
    method: 'post',
    path: '/frameworks/diff',
    access: admin,
    summary: 'What importing a file would change; nothing is applied',
    query: frameworkFileQuerySchema,
    upload: true,
    status: 200,
    response: plannedFrameworkSchema,
  },
  importFramework: {
    method: 'post',
    path: '/frameworks',
    access: admin,
    summary: 'Import a file as a whole: publishes the version in force with the framework in it',
    query: frameworkFileQuerySchema,
    upload: true,
    status: 200,
    response: plannedFrameworkSchema,
    refusals: [409],
  },
  getFramework: {
    method: 'get',
    path: '/frameworks/{framework}',
    access: admin,
    summary: 'A framework in force, whole',
    status: 200,
    response: frameworkDocumentSchema,
  },
  exportFramework: {
    method: 'get',
    path: '/frameworks/{framework}/export',
    access: admin,
    summary: 'A framework as a file of one of the formats',
    query: frameworkExportQuerySchema,
    status: 200,
    stream: 'application/octet-stream',
  },
  listFrameworkVersions: {
    method: 'get',
    path: '/frameworks/{framework}/versions',
    access: admin,
    summary: 'The policy versions in which it was changed, the newest first',
    status: 200,
    response: z.object({ items: z.array(frameworkVersionSchema), next: z.string().nullable() }),
  },
  diffFrameworkVersions: {
    method: 'get',
    path: '/frameworks/{framework}/diff',
    access: admin,
    summary: 'What is otherwise between two versions of it',
    query: frameworkDiffQuerySchema,
    status: 200,
    response: frameworkDiffSchema,
  },
  changeFramework: {
    method: 'post',
    path: '/frameworks/{framework}/changes',
    access: admin,
    summary: 'Add, change, replace, deprecate competencies and relations: as a draft, or published',
    body: frameworkChangesSchema,
    status: 200,
    response: plannedFrameworkSchema,
    refusals: [409],
  },
} as const;
