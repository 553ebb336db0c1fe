// SPDX-License-Identifier: Apache-2.0
/**
 * Conditions across statements: what several matches of one person must come to before they count. Every match stays a piece of
 * evidence of its own; which of them stand is decided when they are folded.
 */
import { calendarDurationSchema } from '@cairn/frameworks';
import { z } from 'zod';
import { conditionSchema } from '../condition.schema.ts';

const withinSchema = calendarDurationSchema
  .optional()
  .meta({ description: 'From the day of the first on, for so long: "P90D". Absent: however far apart.' });
const stepsSchema = z.array(conditionSchema).min(2).max(50);

export const attemptChoices = ['first', 'best', 'last'] as const;

export const acrossSchema = z.union([
  z
    .strictObject({
      count: z.int().min(2).max(1000),
      within: withinSchema,
      distinct: z
        .literal('activity')
        .optional()
        .meta({ description: 'Several matches of one activity count once.' }),
    })
    .meta({ description: 'So many of these, within a window if one is given' }),
  z
    .strictObject({ allOf: stepsSchema, within: withinSchema })
    .meta({ description: 'Each of these conditions met by some statement, in any order' }),
  z
    .strictObject({ sequence: stepsSchema, within: withinSchema })
    .meta({ description: 'This, then that: the conditions met one after the other' }),
  z
    .strictObject({ attempt: z.enum(attemptChoices) })
    .meta({ description: 'Of several attempts at an activity, the first, the best or the last alone' }),
]);
export type Across = z.infer<typeof acrossSchema>;
export type AttemptChoice = (typeof attemptChoices)[number];

type Steps = readonly z.infer<typeof conditionSchema>[];
/** Conditions of the steps; [] where there are none. */
export const stepsOf = (across: Across | undefined): Steps =>
  across === undefined ? [] : 'allOf' in across ? across.allOf : 'sequence' in across ? across.sequence : [];
