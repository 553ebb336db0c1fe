// SPDX-License-Identifier: Apache-2.0
/**
 * Rules for the same competency of which one is met wherever the other is: the same statement would count twice. Rules that look
 * across statements are left out, for they are often meant to stand beside simple ones.
 */
import { anchorOf, type TemplateOf } from './anchors.ts';
import { follows, literalsOf } from './literals.ts';
import { valuesNamed } from './named-activities.ts';
import type { Rule } from './mapping-rule.schema.ts';

/** How many pairs are looked at: rules that share what they are found by are few, or nobody could keep them in mind. */
const mostPairs = 200_000;

/** Places in the mapping: `wide` is met wherever `narrow` is. */
export interface Overlap {
  readonly wide: number;
  readonly narrow: number;
}

const hearsAll = (wide: Rule, narrow: Rule) =>
  wide.sources === undefined ||
  (narrow.sources !== undefined && narrow.sources.every((source) => wide.sources?.includes(source)));

const covers = (wide: Rule, narrow: Rule) =>
  hearsAll(wide, narrow) &&
  literalsOf(wide.when).every(({ condition }) =>
    literalsOf(narrow.when).some((part) => follows(condition, part.condition)),
  );

const keyOf = (competency: string, field: string, value: string) => `${competency}\0${field}\0${value}`;

/** What a rule that covers this one may be found by. */
const keysIn = ({ competency, when }: Rule, templateOf: TemplateOf): readonly string[] => [
  ...(anchorOf(when, templateOf)?.keys ?? []).map(([field, value]) => keyOf(competency, field, value)),
  ...literalsOf(when).flatMap(({ condition }) =>
    'field' in condition
      ? valuesNamed(condition, condition.field).map((value) => keyOf(competency, condition.field, value))
      : [],
  ),
];

/** Each pair once. */
export function overlapsOf(rules: readonly Rule[], templateOf: TemplateOf): readonly Overlap[] {
  const byAnchor = new Map<string, number[]>();
  rules.forEach(({ when, competency, across }, i) => {
    if (across) return;
    for (const [field, value] of new Set(anchorOf(when, templateOf)?.keys)) {
      const key = keyOf(competency, field, value);
      const list = byAnchor.get(key);
      if (list) list.push(i);
      else byAnchor.set(key, [i]);
    }
  });
  const found: Overlap[] = [];
  const isFound = new Set<string>();
  let pairs = 0;
  for (const [i, narrow] of rules.entries()) {
    if (narrow.across) continue;
    const wider = keysIn(narrow, templateOf).flatMap((key) => byAnchor.get(key) ?? []);
    for (const k of new Set(wider)) {
      const wide = rules[k];
      if (k === i || !wide || isFound.has(`${i} ${k}`)) continue;
      pairs += 1;
      if (pairs > mostPairs) return found;
      if (!covers(wide, narrow)) continue;
      isFound.add(`${k} ${i}`);
      found.push({ wide: k, narrow: i });
    }
  }
  return found;
}
