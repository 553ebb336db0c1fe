// SPDX-License-Identifier: Apache-2.0
/**
 * What an assignable unit, block or course of a cmi5 package gives, by its `moveOn` (cmi5, "Quartz", 9.3, 9.5, 10.2.4, 13.1.4). Found by
 * the publisher's id, so the rules outlive a change of the LMS. What the LMS waived is prior learning.
 */
import { calendarDurationSchema, idSchema } from '@cairn/frameworks';
import { z } from 'zod';
import type { Condition } from '../../condition.schema.ts';
import { type RuleInput, weightSchema } from '../../mapping-rule.schema.ts';
import type { RulePack } from '../pack.types.ts';

export const moveOns = ['Passed', 'Completed', 'CompletedAndPassed', 'CompletedOrPassed'] as const;

export const cmi5UseSchema = z
  .strictObject({
    pack: z.literal('cmi5'),
    id: idSchema.meta({ description: 'Its rules are called by this and what each is for' }),
    activity: z
      .string()
      .min(1)
      .max(2000)
      .meta({ description: 'Id that the publisher gave it in the course structure' }),
    moveOn: z.enum(moveOns),
    competency: idSchema,
    kind: z
      .enum(['knowledge-test', 'performance', 'simulation'])
      .default('knowledge-test')
      .meta({ description: 'By what a pass shows it' }),
    level: idSchema.optional().meta({ description: 'Level that a completion or a waiver shows' }),
    atMost: idSchema.optional(),
    weight: weightSchema.optional(),
    validFor: calendarDurationSchema.optional(),
  })
  .meta({ description: 'Rules of cmi5 for one assignable unit, block or course' });
type Use = z.output<typeof cmi5UseSchema>;

const completed: Condition = { field: 'kind', op: 'in', value: ['module-completion', 'course-completion'] };
const judged: Condition = { field: 'kind', op: 'eq', value: 'attempt' };
const passed: Condition = { all: [judged, { field: 'success', op: 'eq', value: true }] };
const hasScore = (value: boolean): Condition => ({ field: 'score', op: 'exists', value });

const titles = {
  score: { en: 'passed or failed, with a score', de: 'bestanden oder nicht, mit Punkten' },
  success: { en: 'passed or failed', de: 'bestanden oder nicht' },
  completed: { en: 'completed', de: 'abgeschlossen' },
  both: { en: 'completed and passed', de: 'abgeschlossen und bestanden' },
  waived: { en: 'waived', de: 'erlassen' },
} as const;

function ruleOf(use: Use, what: keyof typeof titles, more: Pick<RuleInput, 'kind' | 'value'>): RuleInput {
  const { id, activity, competency, atMost, weight, validFor } = use;
  return {
    id: `${id}-${what}`,
    title: { en: `${id} (cmi5): ${titles[what].en}`, de: `${id} (cmi5): ${titles[what].de}` },
    competency,
    when: { field: 'stableActivity', op: 'eq', value: activity },
    ...more,
    ...(atMost === undefined ? {} : { atMost }),
    ...(weight === undefined ? {} : { weight }),
    ...(validFor === undefined ? {} : { validFor }),
  };
}
const also = (rule: RuleInput, ...more: readonly Condition[]): RuleInput => ({
  ...rule,
  when: { all: [rule.when, ...more] },
});
const levelOf = ({ level }: Use) => (level === undefined ? {} : { level });

/** A score where there is one; else the success, which cmi5 makes trustworthy. */
const judgedRules = (use: Use): readonly RuleInput[] => [
  also(ruleOf(use, 'score', { kind: use.kind, value: { from: 'score' } }), judged, hasScore(true)),
  also(ruleOf(use, 'success', { kind: use.kind, value: { from: 'success' } }), judged, hasScore(false)),
];
const completedRule = (use: Use): RuleInput => ({
  ...also(ruleOf(use, 'completed', { kind: 'completion', value: { from: 'none' } }), completed),
  ...levelOf(use),
});
const waivedRule = (use: Use): RuleInput => ({
  ...also(ruleOf(use, 'waived', { kind: 'prior-learning', value: { from: 'success' } }), {
    field: 'verb',
    op: 'eq',
    value: 'https://w3id.org/xapi/adl/verbs/waived',
  }),
  ...levelOf(use),
});
/** Neither says anything alone; what the pass shows counts once both are there. */
const bothRule = (use: Use): RuleInput => ({
  ...ruleOf(use, 'both', { kind: use.kind, value: { from: use.level === undefined ? 'success' : 'none' } }),
  ...levelOf(use),
  across: { allOf: [completed, passed] },
});

export const cmi5Pack: RulePack<typeof cmi5UseSchema> = {
  id: 'cmi5',
  title: 'cmi5: passed, completed, waived',
  schema: cmi5UseSchema,
  rules: (use) => {
    switch (use.moveOn) {
      case 'Passed':
        return [...judgedRules(use), waivedRule(use)];
      case 'Completed':
        return [completedRule(use), waivedRule(use)];
      case 'CompletedAndPassed':
        return [bothRule(use), waivedRule(use)];
      case 'CompletedOrPassed':
        return [...judgedRules(use), completedRule(use), waivedRule(use)];
    }
  },
};
