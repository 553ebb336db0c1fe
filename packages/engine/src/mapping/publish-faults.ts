// SPDX-License-Identifier: Apache-2.0
/** What keeps a mapping from being published, and what its author should know: said all at once, each with its place. */
import type { FrameworkIndex } from '@cairn/frameworks';
import { masteryFaults } from '../mastery/mastery-faults.ts';
import type { Mapping } from '../rule.schema.ts';
import type { MappingFault } from './mapping-fault.types.ts';
import type { Rule } from './mapping-rule.schema.ts';
import { overlapsOf } from './overlaps.ts';
import { ruleFaults } from './rule-faults.ts';
import { templatesOf } from './rule-index.ts';

/** What a mapping is published beside. */
export interface Surroundings {
  readonly frameworks: FrameworkIndex;
  /** Ids of the sources that there are. */
  readonly sources: readonly string[];
}

/** A rule with the place where it was written; of a pack, the item of `use`. */
export interface PlacedRule {
  readonly rule: Rule;
  readonly pointer: string;
}

const error = (pointer: string, code: string, message: string): MappingFault => ({
  pointer,
  code,
  message,
  severity: 'error',
});

/** Every id after the first of its kind. */
function repeated(
  named: readonly { readonly id: string; readonly pointer: string }[],
  what: string,
): readonly MappingFault[] {
  const seen = new Set<string>();
  return named.flatMap(({ id, pointer }) => {
    const isAgain = seen.has(id);
    seen.add(id);
    return isAgain ? [error(pointer, 'ID_REPEATED', `There is another ${what} "${id}".`)] : [];
  });
}

function overlapFaults(placed: readonly PlacedRule[], mapping: Mapping): readonly MappingFault[] {
  const rules = placed.map(({ rule }) => rule);
  return overlapsOf(rules, templatesOf(mapping.profiles)).map(({ wide, narrow }) => ({
    pointer: placed[Math.max(wide, narrow)]?.pointer ?? '/rules',
    code: 'RULES_OVERLAP',
    message: `What meets the rule "${rules[narrow]?.id}" meets "${rules[wide]?.id}" too, for the same competency: one statement gives two pieces of evidence.`,
    severity: 'warning',
  }));
}

export function publishFaults(
  mapping: Mapping,
  placed: readonly PlacedRule[],
  around: Surroundings,
): readonly MappingFault[] {
  const surroundings = { ...around, templateOf: templatesOf(mapping.profiles) };
  const ids = placed.map(({ rule: { id }, pointer }) => ({ id, pointer: `${pointer}/id` }));
  const templates = (mapping.profiles ?? []).flatMap((profile, i) =>
    profile.templates.map(({ id }, k) => ({ id, pointer: `/profiles/${i}/templates/${k}/id` })),
  );
  return [
    ...repeated(ids, 'rule'),
    ...repeated(templates, 'statement template'),
    ...placed.flatMap(({ rule, pointer }) => ruleFaults(rule, pointer, surroundings)),
    ...overlapFaults(placed, mapping),
    ...masteryFaults(mapping, around.frameworks).map(({ pointer, code, message }) =>
      error(pointer, code, message),
    ),
  ];
}
