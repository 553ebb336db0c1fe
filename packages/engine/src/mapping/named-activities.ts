// SPDX-License-Identifier: Apache-2.0
/**
 * What the rules name. Who looks at what has come in wants to know which of it no rule was written for: a rule that finds its
 * statements otherwise (by kind, by course) names no activity; one that names an activity to leave it out does not name it here.
 */
import { type Condition, partsOf } from './condition.schema.ts';
import type { Rule } from './mapping-rule.schema.ts';
import { conditionOf } from './rule-index.ts';

/** Texts that a field is asked for by eq or in, wherever that helps a rule to be met. */
export function valuesNamed(condition: Condition, field: string): readonly string[] {
  if ('all' in condition || 'any' in condition)
    return partsOf(condition).flatMap(([, part]) => valuesNamed(part, field));
  if ('not' in condition || 'template' in condition || condition.field !== field) return [];
  const { op, value } = condition;
  if (op !== 'eq' && op !== 'in') return [];
  return [value].flat().filter((one) => typeof one === 'string');
}

/** IRIs of the statement templates that a condition asks for, each once. */
export function templatesNamed(condition: Condition): readonly string[] {
  if ('template' in condition) return [condition.template];
  return [...new Set(partsOf(condition).flatMap(([, part]) => templatesNamed(part)))];
}

/** By activity: how many rules name it, each rule once. An activity that no rule names is not in it. */
export function countRulesByActivity(
  rules: readonly Pick<Rule, 'when' | 'across'>[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const rule of rules)
    for (const activity of new Set(valuesNamed(conditionOf(rule), 'activity')))
      counts.set(activity, (counts.get(activity) ?? 0) + 1);
  return counts;
}
