// SPDX-License-Identifier: Apache-2.0
/**
 * Rules found by what a statement has, not by trying each: every rule stands under the values of its anchor, the part of its
 * condition that it cannot be met without. Cost of a statement grows with the rules that share its values, not with all.
 */
import type { NormalStatement } from '@cairn/dialects';
import { anchorFields, type Condition, type FieldCondition, type Rule } from '../rule.schema.ts';
import { fieldValues, testCondition } from './condition.ts';

const anchoring: ReadonlySet<string> = new Set(anchorFields);

/** The narrower fields first: an activity picks out fewer statements than a kind. */
const breadth: Readonly<Record<string, number>> = {
  activity: 1,
  stableActivity: 1,
  parent: 2,
  grouping: 3,
  category: 4,
  activityType: 5,
  parentType: 6,
  groupingType: 7,
  categoryType: 8,
  verb: 9,
  kind: 10,
};

interface Anchor {
  readonly keys: readonly string[];
  readonly breadth: number;
}

const keyOf = (field: string, value: unknown) => `${field}\0${String(value)}`;

function fieldAnchor({ field, op, value }: FieldCondition): Anchor | null {
  if (!anchoring.has(field) || (op !== 'eq' && op !== 'in') || value === undefined) return null;
  const values = Array.isArray(value) ? value : [value];
  return { keys: values.map((one) => keyOf(field, one)), breadth: breadth[field] ?? 100 };
}

/** null: the condition can be met without any anchor value, so the rule would have to be tried on every statement. */
export function anchorOf(condition: Condition): Anchor | null {
  if ('all' in condition) {
    const anchors = condition.all.flatMap((part) => anchorOf(part) ?? []);
    return anchors.sort((a, b) => a.breadth - b.breadth)[0] ?? null;
  }
  if ('any' in condition) {
    const anchors = condition.any.map(anchorOf);
    if (anchors.some((anchor) => anchor === null)) return null;
    return {
      keys: anchors.flatMap((anchor) => anchor?.keys ?? []),
      breadth: Math.max(...anchors.map((anchor) => anchor?.breadth ?? 0)),
    };
  }
  return 'not' in condition ? null : fieldAnchor(condition);
}

export interface RuleIndex {
  /** Rules that may be met, each once, in order of the mapping. */
  readonly candidates: (statement: NormalStatement) => readonly Rule[];
}

export function indexRules(rules: readonly Rule[]): RuleIndex {
  const byKey = new Map<string, number[]>();
  const fields = new Set<string>();
  rules.forEach((rule, i) => {
    for (const key of new Set(anchorOf(rule.when)?.keys)) {
      fields.add(key.slice(0, key.indexOf('\0')));
      const list = byKey.get(key);
      if (list) list.push(i);
      else byKey.set(key, [i]);
    }
  });
  return {
    candidates: (statement) => {
      const found = new Set<number>();
      for (const field of fields)
        for (const value of fieldValues(statement, field))
          for (const i of byKey.get(keyOf(field, value)) ?? []) found.add(i);
      return [...found].sort((a, b) => a - b).flatMap((i) => rules[i] ?? []);
    },
  };
}

/** Rules whose conditions are met; not met and unknown yield nothing. */
export function matchRules(index: RuleIndex, statement: NormalStatement): readonly Rule[] {
  return index
    .candidates(statement)
    .filter(
      (rule) =>
        (rule.sources === undefined || rule.sources.includes(statement.sourceId)) &&
        testCondition(rule.when, statement) === true,
    );
}
