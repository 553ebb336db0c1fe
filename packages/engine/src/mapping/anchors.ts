// SPDX-License-Identifier: Apache-2.0
/**
 * The part of a condition that it cannot be met without: by its values a rule is found. Of several the narrowest: an activity picks
 * out fewer statements than a kind.
 */
import { type anchorFields, isExtension } from './comparison.ts';
import type { Condition, FieldCondition } from './condition.schema.ts';
import type { StatementTemplate } from './templates/template.schema.ts';

const breadths: Readonly<Record<string, number>> = {
  activity: 1,
  stableActivity: 1,
  parent: 2,
  grouping: 3,
  other: 3,
  category: 4,
  activityType: 5,
  parentType: 6,
  groupingType: 7,
  otherType: 7,
  categoryType: 8,
  verb: 9,
  kind: 10,
  platform: 11,
  source: 12,
} satisfies Readonly<Record<(typeof anchorFields)[number], number>>;
/** Narrower than most: whoever asks for what an extension says has something certain in mind. */
const extensionBreadth = 2;

export type AnchorKey = readonly [field: string, value: string];
export interface Anchor {
  readonly keys: readonly AnchorKey[];
  readonly breadth: number;
  /** The comparison that holds of every statement which has one of the keys; null: nothing is sure yet. */
  readonly sure: FieldCondition | null;
}
export type TemplateOf = (iri: string) => StatementTemplate | undefined;

function fieldAnchor(comparison: FieldCondition): Anchor | null {
  const { field, op, value, ignoreCase } = comparison;
  const breadth = Object.hasOwn(breadths, field) ? breadths[field] : undefined;
  if (breadth === undefined && !isExtension(field)) return null;
  if ((op !== 'eq' && op !== 'in') || value === undefined || ignoreCase === true) return null;
  const keys: AnchorKey[] = [];
  for (const one of [value].flat()) {
    if (typeof one !== 'string') return null;
    keys.push([field, one]);
  }
  return { keys, breadth: breadth ?? extensionBreadth, sure: comparison };
}

/** Fields of their own, read from the statement as it was sent: a dialect may have read another activity. */
export const templateFields = {
  objectActivityType: '@objectActivityType',
  contextParentActivityType: '@contextParentActivityType',
  contextGroupingActivityType: '@contextGroupingActivityType',
  contextOtherActivityType: '@contextOtherActivityType',
  contextCategoryActivityType: '@contextCategoryActivityType',
} as const;

function templateAnchor(template: StatementTemplate | undefined): Anchor | null {
  if (!template) return null;
  if (template.verb !== undefined)
    return { keys: [['verb', template.verb]], breadth: breadths['verb'] ?? 9, sure: null };
  for (const [name, field] of Object.entries(templateFields)) {
    const [first] = [template[name as keyof typeof templateFields] ?? []].flat();
    if (first !== undefined)
      return { keys: [[field, first]], breadth: breadths['categoryType'] ?? 8, sure: null };
  }
  return null;
}

/** null: the condition can be met without any anchor value, so the rule would have to be tried on every statement. */
export function anchorOf(condition: Condition, templateOf: TemplateOf): Anchor | null {
  if ('all' in condition) {
    const anchors = condition.all.flatMap((part) => anchorOf(part, templateOf) ?? []);
    return anchors.sort((a, b) => a.breadth - b.breadth)[0] ?? null;
  }
  if ('any' in condition) {
    const anchors = condition.any.map((part) => anchorOf(part, templateOf));
    if (anchors.some((anchor) => anchor === null)) return null;
    return {
      keys: anchors.flatMap((anchor) => anchor?.keys ?? []),
      breadth: Math.max(...anchors.map((anchor) => anchor?.breadth ?? 0)),
      sure: null,
    };
  }
  if ('template' in condition) return templateAnchor(templateOf(condition.template));
  return 'not' in condition ? null : fieldAnchor(condition);
}
