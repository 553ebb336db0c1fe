// SPDX-License-Identifier: Apache-2.0
/** What an administrator does to a framework, one step each; a list of them is a draft. */
import { z } from 'zod';
import {
  alignmentSchema,
  carries,
  competencySchema,
  frameworkSchema,
  idSchema,
  relationSchema,
  relationTypeSchema,
} from '../framework.schema.ts';

const { id: _id, indicators, status, ...otherFields } = competencySchema.shape;
/** Without the defaults: what is not named stays. */
const competencyFields = z
  .strictObject({ ...otherFields, indicators: indicators.unwrap(), status: status.unwrap() })
  .partial();
const frameworkFields = frameworkSchema
  .pick({
    uri: true,
    title: true,
    version: true,
    publisher: true,
    language: true,
    licence: true,
    description: true,
    status: true,
    scale: true,
    scales: true,
  })
  .partial();
const evidence = z.enum(carries).default('none');
const ends = { type: relationTypeSchema, origin: idSchema, destination: idSchema };

export const changeSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('addCompetency'), competency: competencySchema }),
  z.strictObject({
    op: z.literal('changeCompetency'),
    id: idSchema,
    set: competencyFields.default({}),
    unset: z
      .array(z.enum(['context', 'scale', 'validFor', 'validFrom', 'validTo', 'rollUp', 'uri']))
      .default([]),
  }),
  /** It means something else now: another takes its place, and it is deprecated. */
  z.strictObject({
    op: z.literal('replaceCompetency'),
    id: idSchema,
    competency: competencySchema,
    evidence,
  }),
  z.strictObject({
    op: z.literal('deprecateCompetency'),
    id: idSchema,
    replacedBy: idSchema.optional(),
    evidence,
  }),
  /** With all its relations. */
  z.strictObject({ op: z.literal('removeCompetency'), id: idSchema }),
  z.strictObject({ op: z.literal('addRelation'), relation: relationSchema }),
  z.strictObject({ op: z.literal('removeRelation'), ...ends }),
  z.strictObject({ op: z.literal('addAlignment'), alignment: alignmentSchema }),
  z.strictObject({
    op: z.literal('removeAlignment'),
    type: relationTypeSchema,
    competency: idSchema,
    identifier: z.string(),
  }),
  z.strictObject({ op: z.literal('changeFramework'), set: frameworkFields }),
]);
export type Change = z.infer<typeof changeSchema>;
export const changesSchema = z.array(changeSchema).min(1).max(20_000);
