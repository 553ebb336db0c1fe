// SPDX-License-Identifier: Apache-2.0
/**
 * Activities that the rules name: who looks at what has come in wants to know which of it no rule was written for. A rule that
 * finds its statements otherwise (by kind, by course) names none; one that names an activity to leave it out does not name it here.
 */
import type { Condition, Rule } from '../rule.schema.ts';

function namedIn(condition: Condition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(namedIn);
  if ('any' in condition) return condition.any.flatMap(namedIn);
  if ('not' in condition || condition.field !== 'activity') return [];
  const { op, value } = condition;
  if (op !== 'eq' && op !== 'in') return [];
  return [value].flat().filter((one) => typeof one === 'string');
}

/** By activity: how many rules name it, each rule once. An activity that no rule names is not in it. */
export function countRulesByActivity(rules: readonly Pick<Rule, 'when'>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { when } of rules)
    for (const activity of new Set(namedIn(when))) counts.set(activity, (counts.get(activity) ?? 0) + 1);
  return counts;
}
