// SPDX-License-Identifier: Apache-2.0
/** Versions of the policy: what is published, what is told of each, how far one is that is being built. */
import { z } from 'zod';
import { instantSchema } from './values.ts';

export const policyRequestSchema = z
  .strictObject({
    timeZone: z.string().min(1).max(60).default('UTC').meta({ description: 'IANA zone in which days end' }),
    frameworks: z.array(z.unknown()).min(1).max(50),
    roles: z.array(z.unknown()).max(5000).default([]),
    mapping: z.unknown(),
  })
  .meta({ description: 'Frameworks, role profiles and mapping, as in the guide "Map statements"' });
export const policyViewSchema = z.object({
  version: z.string(),
  publishedAt: instantSchema,
  publishedBy: z.string(),
  rules: z.int(),
  competencies: z.int(),
  roles: z.int(),
  state: z.enum(['building', 'current', 'past', 'cancelled']),
});
const ruleIdsSchema = z.array(z.string());
/** One version in the list of all. */
export const policyRecordSchema = z.object({
  version: z.string(),
  state: z.enum(['building', 'current', 'past', 'cancelled']),
  publishedAt: instantSchema,
  publishedBy: z.string(),
  inForceAt: instantSchema.nullable(),
  cancelledAt: instantSchema.nullable(),
  cancelledBy: z.string().nullable(),
  rolledBackTo: z.string().nullable().meta({ description: 'Whose content it brings back' }),
  changes: z
    .object({ added: ruleIdsSchema, changed: ruleIdsSchema, removed: ruleIdsSchema })
    .nullable()
    .meta({ description: 'Rules against the version before, by content' }),
  off: z
    .array(z.object({ rule: z.string(), reason: z.string(), at: instantSchema }))
    .meta({ description: 'Rules that could not be applied and are switched off' }),
  build: z
    .object({
      read: z.int(),
      total: z.int().nullable(),
      perSecond: z.number().nullable(),
      secondsLeft: z.int().nullable(),
    })
    .nullable()
    .meta({ description: 'How far it is; null unless it is being built' }),
});
export const cancelledPolicySchema = z.object({ version: z.string() });
export const policyExportSchema = z.object({
  timeZone: z.string(),
  frameworks: z.array(z.unknown()),
  roles: z.array(z.unknown()),
  mapping: z.unknown(),
});
