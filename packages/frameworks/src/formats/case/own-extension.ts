// SPDX-License-Identifier: Apache-2.0
/** `extensions.cairn`: what the model has and CASE has no property for. Written with a package, and read from it again. */
import { z } from 'zod';
import {
  type Alignment,
  alignmentSchema,
  type Competency,
  competencySchema,
  type Framework,
  frameworkSchema,
  type Relation,
  relationSchema,
} from '../../framework.schema.ts';

export const ownOfFrameworkSchema = frameworkSchema
  .pick({ id: true, title: true, description: true, licence: true, scale: true, scales: true, kept: true })
  .partial();
export const ownOfCompetencySchema = z
  .strictObject({
    ...competencySchema.pick({
      id: true,
      code: true,
      label: true,
      statement: true,
      context: true,
      scale: true,
      validFor: true,
      rollUp: true,
      kept: true,
    }).shape,
    // Without their defaults: what is not there is not said.
    indicators: competencySchema.shape.indicators.unwrap(),
    status: competencySchema.shape.status.unwrap(),
  })
  .partial();
export const ownOfRelationSchema = relationSchema
  .pick({ weight: true, assertedBy: true, confidence: true, evidence: true, kept: true })
  .partial();
export const ownOfAlignmentSchema = alignmentSchema
  .pick({ weight: true, assertedBy: true, confidence: true, kept: true })
  .partial();

type Own = Readonly<Record<string, unknown>>;
const said = (fields: Own): Own | undefined => {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

/** What other formats kept. */
const keptOfOthers = (kept: Framework['kept']) => {
  const { case: _case, casePackage: _package, ...others } = kept ?? {};
  return Object.keys(others).length === 0 ? undefined : others;
};
/** A text that is said in one language only is in the standard's own property. */
const inLanguages = (text: Competency['label'] | undefined, language: string) =>
  text && (Object.keys(text).length > 1 || text[language] === undefined) ? text : undefined;

/** @param usualScales the framework has the scales that one without any gets. */
export const ownOfFramework = (
  { id, title, description, licence, scale, scales, kept }: Framework,
  language: string,
  { isOwnId, usualScales }: { readonly isOwnId: boolean; readonly usualScales: boolean },
): Own | undefined =>
  said({
    id: isOwnId ? id : undefined,
    title: inLanguages(title, language),
    description: inLanguages(description, language),
    licence,
    ...(usualScales ? {} : { scale, scales }),
    kept: keptOfOthers(kept),
  });

export const ownOfCompetency = (
  competency: Competency,
  language: string,
  { isOwnId, isOwnCode }: { readonly isOwnId: boolean; readonly isOwnCode: boolean },
): Own | undefined => {
  const { id, code, label, statement, context, scale, validFor, rollUp, indicators, status, kept } =
    competency;
  return said({
    id: isOwnId ? id : undefined,
    code: isOwnCode ? code : undefined,
    label: inLanguages(label, language),
    statement: inLanguages(statement, language),
    context,
    scale,
    validFor,
    rollUp,
    indicators: indicators.length > 0 ? indicators : undefined,
    status: status === 'adopted' ? undefined : status,
    kept: keptOfOthers(kept),
  });
};

export const ownOfRelation = (relation: Relation | Alignment): Own | undefined => {
  const { weight, assertedBy, confidence, kept } = relation;
  const evidence = 'evidence' in relation ? relation.evidence : undefined;
  return said({ weight, assertedBy, confidence, evidence, kept: keptOfOthers(kept) });
};
