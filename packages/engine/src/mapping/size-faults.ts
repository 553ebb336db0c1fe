// SPDX-License-Identifier: Apache-2.0
/**
 * What is too large to be looked at closely, said before the schema looks: too many rules, conditions too deep or too many. Goes
 * through input of any shape in one pass, level by level, so that no depth exhausts the stack.
 */
import { maxRules } from '../rule.schema.ts';
import { maxConditionDepth, maxConditions } from './condition.schema.ts';
import type { MappingFault } from './mapping-fault.types.ts';

const partOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const error = (pointer: string, code: string, message: string): MappingFault => ({
  pointer,
  code,
  message,
  severity: 'error',
});

/** undefined: neither too deep nor too many. */
function tooLarge(conditions: readonly unknown[]): 'CONDITION_TOO_DEEP' | 'CONDITION_TOO_LARGE' | undefined {
  let level = conditions;
  let count = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    count += level.length;
    if (depth > maxConditionDepth) return 'CONDITION_TOO_DEEP';
    if (count > maxConditions) return 'CONDITION_TOO_LARGE';
    level = level.flatMap((one) =>
      [partOf(one, 'not'), ...listOf(partOf(one, 'all')), ...listOf(partOf(one, 'any'))].filter(
        (part) => part !== undefined,
      ),
    );
  }
  return undefined;
}

const messages = {
  CONDITION_TOO_DEEP: `Conditions may stand in each other ${maxConditionDepth} deep. Make this one flatter, or two rules of it.`,
  CONDITION_TOO_LARGE: `A rule may have ${maxConditions} conditions. Use in for lists of values, or make two rules of it.`,
} as const;

export function sizeFaults(input: unknown): readonly MappingFault[] {
  const rules = listOf(partOf(input, 'rules'));
  const count = rules.length + listOf(partOf(input, 'use')).length;
  if (count > maxRules)
    return [
      error(
        '/rules',
        'TOO_MANY_RULES',
        `This mapping has ${count} rules; there may be ${maxRules}. Name several activities in one rule by in, or find them by their course or category.`,
      ),
    ];
  return rules.flatMap((rule, i) => {
    const across = partOf(rule, 'across');
    return (
      [
        ['when', [partOf(rule, 'when')]],
        ['across', [...listOf(partOf(across, 'allOf')), ...listOf(partOf(across, 'sequence'))]],
      ] as const
    ).flatMap(([place, conditions]) => {
      const code = tooLarge(conditions);
      return code ? [error(`/rules/${i}/${place}`, code, messages[code])] : [];
    });
  });
}
