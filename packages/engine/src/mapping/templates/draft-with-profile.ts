// SPDX-License-Identifier: Apache-2.0
/**
 * A draft with a profile in it: its templates, and a ready rule for each template that no rule of the draft names yet. What the draft
 * has of the profile already is taken for an earlier edition of it; its rules stay as whoever wrote them left them.
 */
import { stringify } from 'yaml';
import { isRecord } from '../is-record.ts';
import type { RuleInput } from '../mapping-rule.schema.ts';
import { rulesOfProfile } from './read-profile.ts';
import type { StatementProfile } from './template.schema.ts';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Every template that is named in conditions, wherever it stands. */
function templatesIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const one of value) templatesIn(one, found);
  else if (isRecord(value))
    for (const [key, one] of Object.entries(value))
      if (key === 'template' && typeof one === 'string') found.add(one);
      else templatesIn(one, found);
  return found;
}

function withFreeId(rule: RuleInput, taken: Set<string>): RuleInput {
  let id = rule.id;
  for (let n = 2; taken.has(id); n += 1) id = `${rule.id}-${n}`;
  taken.add(id);
  return { ...rule, id };
}

/** What a profile comes to under `mapping`: it stands there beside whatever else there is. */
export interface ProfilePart {
  readonly profiles: readonly StatementProfile[];
  readonly rules: readonly RuleInput[];
}
export const partOfProfile = (profile: StatementProfile, competency: string): ProfilePart => ({
  profiles: [profile],
  rules: rulesOfProfile(profile, competency),
});

/** @param draft a policy as it is published, or whatever was written of one. null: it has no mapping. */
export function draftWithProfile(
  draft: unknown,
  profile: StatementProfile,
  competency: string,
): { readonly draft: Readonly<Record<string, unknown>>; readonly added: readonly RuleInput[] } | null {
  const mapping = isRecord(draft) ? draft['mapping'] : undefined;
  if (!isRecord(draft) || !isRecord(mapping)) return null;
  const rules = listOf(mapping['rules']);
  const taken = new Set(
    rules.flatMap((rule) => (isRecord(rule) && typeof rule['id'] === 'string' ? [rule['id']] : [])),
  );
  const named = templatesIn(rules);
  const added = rulesOfProfile(profile, competency)
    .filter(({ when }) => !('template' in when && named.has(when.template)))
    .map((rule) => withFreeId(rule, taken));
  const others = listOf(mapping['profiles']).filter((one) => !isRecord(one) || one['id'] !== profile.id);
  return {
    draft: { ...draft, mapping: { ...mapping, profiles: [...others, profile], rules: [...rules, ...added] } },
    added,
  };
}

/** In YAML, as a mapping is written by hand. */
export const writeMappingText = (value: unknown): string =>
  stringify(value, { lineWidth: 110, aliasDuplicateObjects: false });
