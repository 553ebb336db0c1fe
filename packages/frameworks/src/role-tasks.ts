// SPDX-License-Identifier: Apache-2.0
/**
 * What a role requires by its tasks, as a DACUM panel finds it: duties hold tasks, and each task asks for competencies at a level.
 * A competency is required at the highest level that a task asks for; it weighs the sum of importance times frequency of those
 * tasks, all together 1; it is mandatory when one of them is critical. Pure.
 */
import type { Duty, Requirement } from './framework.schema.ts';

/** @param rankOf of a level on the scale of its competency. Whatever it does not know must have been refused before. */
export function requirementsOfTasks(
  duties: readonly Duty[],
  rankOf: (competency: string, level: string) => number,
): readonly Requirement[] {
  const found = new Map<string, Requirement>();
  for (const { importance, frequency, critical, requires } of duties.flatMap(({ tasks }) => tasks)) {
    const counted = new Set<string>();
    for (const { competency, level } of requires) {
      const before = found.get(competency);
      const isHigher = !before || rankOf(competency, level) > rankOf(competency, before.level);
      found.set(competency, {
        competency,
        level: isHigher ? level : before.level,
        weight: (before?.weight ?? 0) + (counted.has(competency) ? 0 : importance * frequency),
        mandatory: (before?.mandatory ?? false) || critical,
      });
      counted.add(competency);
    }
  }
  const all = [...found.values()];
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  return all.map((one) => ({ ...one, weight: one.weight / total }));
}
