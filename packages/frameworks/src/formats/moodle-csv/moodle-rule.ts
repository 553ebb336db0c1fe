// SPDX-License-Identifier: Apache-2.0
/**
 * Moodle's rules for the children of a competency. On a competency outcome 2 is "complete" and 3 is "recommend"; on a course or
 * activity they are the other way round. The points of a rule name the children by their exported ids.
 */
import { z } from 'zod';
import type { RollUp } from '../../framework.schema.ts';

const outcomes = ['none', 'evidence', 'complete', 'recommend'] as const;
const configSchema = z.object({
  base: z.object({ points: z.coerce.number().int() }),
  competencies: z.array(
    z.object({
      id: z.union([z.string(), z.number()]).transform(String),
      points: z.coerce.number().int(),
      required: z.union([z.number(), z.string(), z.boolean()]).transform((value) => Number(value) === 1),
    }),
  ),
});

export interface RuleCells {
  readonly ruletype: string;
  readonly ruleoutcome: string;
  readonly ruleconfig: string;
}
export type ReadRule =
  | { readonly ok: true; readonly rollUp: RollUp | undefined }
  | { readonly ok: false; readonly message: string };

/** @param competencyOf exported id → id of the competency. */
export function readRule(cells: RuleCells, competencyOf: (exportId: string) => string | undefined): ReadRule {
  const [, type] = /(?:^|\\)competency_rule_(all|points)$/.exec(cells.ruletype) ?? [];
  if (cells.ruletype === '') return { ok: true, rollUp: undefined };
  if (type === undefined)
    return { ok: false, message: `There is no rule type "${cells.ruletype}" that Cairn knows.` };
  const outcome = outcomes[Number(cells.ruleoutcome === '' ? 0 : cells.ruleoutcome)];
  if (outcome === undefined)
    return { ok: false, message: `The rule outcome "${cells.ruleoutcome}" is none of 0, 1, 2, 3.` };
  if (type === 'all') return { ok: true, rollUp: { rule: { type: 'all' }, outcome } };
  let json: unknown;
  try {
    json = JSON.parse(cells.ruleconfig);
  } catch {
    json = undefined;
  }
  const config = configSchema.safeParse(json);
  if (!config.success)
    return {
      ok: false,
      message:
        'The rule config is JSON like {"base":{"points":5},"competencies":[{"id":11,"points":3,"required":1}]}.',
    };
  const unknown = config.data.competencies.find(({ id }) => competencyOf(id) === undefined);
  if (unknown)
    return { ok: false, message: `The rule config names ${unknown.id}, which is no row's exported id.` };
  const children = config.data.competencies.map(({ id, points, required }) => ({
    competency: competencyOf(id) ?? '',
    points,
    required,
  }));
  return { ok: true, rollUp: { rule: { type: 'points', base: config.data.base.points, children }, outcome } };
}

/** @param exportIdOf id of a competency → the exported id that it is written with. */
export function ruleCells(rollUp: RollUp | undefined, exportIdOf: (competency: string) => number): RuleCells {
  if (!rollUp) return { ruletype: '', ruleoutcome: '0', ruleconfig: 'null' };
  const { rule, outcome } = rollUp;
  const ruleoutcome = String(outcomes.indexOf(outcome));
  if (rule.type === 'all')
    return { ruletype: String.raw`core_competency\competency_rule_all`, ruleoutcome, ruleconfig: 'null' };
  const competencies = rule.children.map(({ competency, points, required }) => ({
    id: exportIdOf(competency),
    points,
    required: required ? 1 : 0,
  }));
  return {
    ruletype: String.raw`core_competency\competency_rule_points`,
    ruleoutcome,
    ruleconfig: JSON.stringify({ base: { points: rule.base }, competencies }),
  };
}
