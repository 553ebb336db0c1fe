// SPDX-License-Identifier: Apache-2.0
/**
 * A package of 1EdTech CASE 1.1, in the standard's own words (information model, section 7). Properties that it does not know are
 * refused: what is one's own goes into `extensions`. In a package the links of single resources (CFPackageURI, CFDocumentURI) are
 * let pass, since many senders write them there too.
 */
import { z } from 'zod';
import { relationTypeSchema } from '../../framework.schema.ts';
import { uuidPattern } from '../../ids.ts';

const text = z.string();
const uuid = z.string().regex(uuidPattern, 'a UUID of version 1 to 5; CASE allows no other');
const uri = z.url();
const instant = z.iso.datetime({ offset: true, error: 'an instant like "2026-01-31T08:00:00Z"' });
const day = z.iso.date('a day like "2026-01-31"');
const extensions = z.record(z.string(), z.unknown());

const link = z.strictObject({ title: text, identifier: uuid, uri });
/** The end of an association: its identifier may be of any kind, since it may lie outside. */
const nodeLink = z.strictObject({
  title: text,
  identifier: z.string().min(1).max(500),
  uri: z.string().min(1).max(2000),
  targetType: z
    .string()
    .regex(/^(?:CASE|ext:[A-Za-z0-9._-]{1,100})$/, '"CASE", or ext: with a name')
    .optional(),
});
const own = { identifier: uuid, uri, lastChangeDateTime: instant, extensions: extensions.optional() };

export const cfDocumentSchema = z.strictObject({
  ...own,
  creator: text,
  title: text,
  frameworkType: text.optional(),
  caseVersion: z.literal('1.1', { error: '"1.1", or left out' }).optional(),
  officialSourceURL: uri.optional(),
  publisher: text.optional(),
  description: text.optional(),
  subject: z.array(text).optional(),
  subjectURI: z.array(link).optional(),
  language: text.optional(),
  version: text.optional(),
  adoptionStatus: text.optional(),
  statusStartDate: day.optional(),
  statusEndDate: day.optional(),
  licenseURI: link.optional(),
  notes: text.optional(),
  CFPackageURI: link.optional(),
});
export const cfItemSchema = z.strictObject({
  ...own,
  fullStatement: text,
  alternativeLabel: text.optional(),
  CFItemType: text.optional(),
  humanCodingScheme: text.optional(),
  listEnumeration: text.optional(),
  abbreviatedStatement: text.optional(),
  conceptKeywords: z.array(text).optional(),
  conceptKeywordsURI: link.optional(),
  notes: text.optional(),
  subject: z.array(text).optional(),
  subjectURI: z.array(link).optional(),
  language: text.optional(),
  educationLevel: z.array(text).optional(),
  CFItemTypeURI: link.optional(),
  licenseURI: link.optional(),
  statusStartDate: day.optional(),
  statusEndDate: day.optional(),
  CFDocumentURI: link.optional(),
});
export const cfAssociationSchema = z.strictObject({
  ...own,
  associationType: relationTypeSchema,
  sequenceNumber: z.int().optional(),
  originNodeURI: nodeLink,
  destinationNodeURI: nodeLink,
  CFAssociationGroupingURI: link.optional(),
  notes: text.optional(),
  CFDocumentURI: link.optional(),
});

const titled = { ...own, title: text, description: text.optional() };
const hierarchical = z.strictObject({ ...titled, hierarchyCode: text });
export const cfDefinitionsSchema = z.strictObject({
  CFConcepts: z.array(hierarchical.extend({ keywords: text.optional() })).optional(),
  CFSubjects: z.array(hierarchical).optional(),
  CFLicenses: z.array(z.strictObject({ ...titled, licenseText: text })).optional(),
  CFItemTypes: z.array(hierarchical.extend({ description: text, typeCode: text.optional() })).optional(),
  CFAssociationGroupings: z.array(z.strictObject(titled)).optional(),
  extensions: extensions.optional(),
});
const cfRubricCriterionLevelSchema = z.strictObject({
  ...own,
  description: text.optional(),
  quality: text.optional(),
  score: z.number().optional(),
  feedback: text.optional(),
  position: z.int().optional(),
  rubricCriterionId: uuid.optional(),
  /** A list here, as the standard has it; one object is let pass. */
  extensions: z.union([z.array(extensions), extensions]).optional(),
});
const cfRubricCriterionSchema = z.strictObject({
  ...own,
  category: text.optional(),
  description: text.optional(),
  CFItemURI: link.optional(),
  weight: z.number().optional(),
  position: z.int().optional(),
  rubricId: uuid.optional(),
  CFRubricCriterionLevels: z.array(cfRubricCriterionLevelSchema).optional(),
});
export const cfRubricSchema = z.strictObject({
  ...own,
  title: text.optional(),
  description: text.optional(),
  CFRubricCriteria: z.array(cfRubricCriterionSchema).optional(),
});

export type CfDocument = z.infer<typeof cfDocumentSchema>;
export type CfItem = z.infer<typeof cfItemSchema>;
export type CfAssociation = z.infer<typeof cfAssociationSchema>;
export type CfDefinitions = z.infer<typeof cfDefinitionsSchema>;
export type CfRubric = z.infer<typeof cfRubricSchema>;
export interface CfPackage {
  readonly CFDocument: CfDocument;
  readonly CFItems?: readonly CfItem[] | undefined;
  readonly CFAssociations?: readonly CfAssociation[] | undefined;
  readonly CFDefinitions?: CfDefinitions | undefined;
  readonly CFRubrics?: readonly CfRubric[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}
