// SPDX-License-Identifier: Apache-2.0
/**
 * Unknown input → what can be published as a version, or everything that is wrong with it, each with its place. What passes
 * here can be compiled and applied by every processor. Flow: publication → [here] → policy.
 */
import { dialects } from '@cairn/dialects';
import {
  type Framework,
  type FrameworkFault,
  indexFrameworks,
  parseRoleProfile,
  readFramework,
  type RoleProfile,
} from '@cairn/frameworks';
import { levelsOfRefused, mayFollow } from './beside-refused.ts';
import { isTimeZone } from './calendar.ts';
import type { MappingFault } from './mapping/mapping-fault.types.ts';
import { parseMapping } from './mapping/parse-mapping.ts';
import { roleSettingFaults } from './mastery/mastery-faults.ts';
import type { Policy } from './policy.types.ts';

export interface DraftInput {
  readonly timeZone: string;
  readonly frameworks: readonly unknown[];
  readonly roles: readonly unknown[];
  readonly mapping: unknown;
}
export type DraftContent = Omit<Policy, 'version' | 'publishedAt' | 'publishedBy'>;
export type ParsedDraft =
  | { readonly ok: true; readonly draft: DraftContent; readonly warnings: readonly DraftFault[] }
  | { readonly ok: false; readonly faults: readonly DraftFault[] };
/** Without a severity: an error. */
export type DraftFault = FrameworkFault & Partial<Pick<MappingFault, 'severity' | 'line' | 'column'>>;

type Parsed = { readonly ok: true } | { readonly ok: false; readonly faults: readonly FrameworkFault[] };

const placedAt = <F extends FrameworkFault>(faults: readonly F[], place: string): readonly F[] =>
  faults.map((fault) => ({ ...fault, pointer: place + fault.pointer }));
const faultsAt = (parsed: Parsed, place: string): readonly FrameworkFault[] =>
  parsed.ok ? [] : placedAt(parsed.faults, place);

/** Every id after the first of its kind. */
function repeated(named: readonly { readonly id: string; readonly pointer: string }[], what: string) {
  const seen = new Set<string>();
  return named.flatMap(({ id, pointer }): readonly FrameworkFault[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      { pointer, code: 'ID_REPEATED', message: `There is another ${what} "${id}". Give each its own.` },
    ];
  });
}

/** What stands in two frameworks; within one it is the framework's own fault. */
function frameworkClashes(placed: readonly { readonly framework: Framework; readonly at: string }[]) {
  const frameworks = placed.map(({ framework: { id }, at }) => ({ id, pointer: `${at}/id` }));
  const competencies = placed.flatMap(({ framework, at }) =>
    framework.competencies.map(({ id }, k) => ({ id, pointer: `${at}/competencies/${k}/id` })),
  );
  return [...repeated(frameworks, 'framework'), ...repeated(competencies, 'competency')];
}

const zoneFaults = (timeZone: string): readonly FrameworkFault[] =>
  isTimeZone(timeZone)
    ? []
    : [
        {
          pointer: '/timeZone',
          code: 'TIME_ZONE_UNKNOWN',
          message: `There is no time zone "${timeZone}". Name one like Europe/Berlin or UTC.`,
        },
      ];

function parseRoles(inputs: readonly unknown[], index: ReturnType<typeof indexFrameworks>) {
  const parsed = inputs.map((input) => parseRoleProfile(input, index));
  const roles: RoleProfile[] = [];
  const ids: { id: string; pointer: string }[] = [];
  parsed.forEach((one, i) => {
    if (!one.ok) return;
    roles.push(one.role);
    ids.push({ id: one.role.id, pointer: `/roles/${i}/id` });
  });
  const faults = parsed.flatMap((one, i) => faultsAt(one, `/roles/${i}`));
  return { roles, faults: [...faults, ...repeated(ids, 'role')] };
}

/** @param sources ids of the sources that there are: a rule may name no other. */
export function parseDraft(input: DraftInput, sources: readonly string[]): ParsedDraft {
  const parsed = input.frameworks.map((document) => readFramework(document));
  const placed = parsed.flatMap((one, i) =>
    one.ok ? [{ framework: one.framework, at: `/frameworks/${i}` }] : [],
  );
  const frameworks = placed.map(({ framework }) => framework);
  const refused = parsed.flatMap((one, i) => faultsAt(one, `/frameworks/${i}`));
  const asked = parsed.flatMap((one, i) =>
    one.ok ? [] : [levelsOfRefused(input.frameworks[i], one.faults)],
  );
  const index = indexFrameworks([...frameworks, ...asked.filter((one) => one !== null)]);
  const { roles, faults: ofRoles } = parseRoles(input.roles, index);
  const mapping = parseMapping(input.mapping, { frameworks: index, sources });
  const ofSettings = mapping.ok ? placedAt(roleSettingFaults(mapping.mapping, roles), '/mapping') : [];
  const dependent = [...ofRoles, ...faultsAt(mapping, '/mapping'), ...(ofRoles.length > 0 ? [] : ofSettings)];
  const isConsequence = mayFollow({ input, index, isIndexed: !asked.includes(null) });
  const faults = [
    ...zoneFaults(input.timeZone),
    ...refused,
    ...frameworkClashes(placed),
    ...(refused.length > 0 ? dependent.filter((fault) => !isConsequence(fault)) : dependent),
  ];
  if (faults.length > 0 || !mapping.ok) return { ok: false, faults };
  const versions = Object.fromEntries(dialects.map(({ id, version }) => [id, version]));
  return {
    ok: true,
    draft: { timeZone: input.timeZone, frameworks, roles, mapping: mapping.mapping, dialects: versions },
    warnings: placedAt(mapping.warnings, '/mapping'),
  };
}
