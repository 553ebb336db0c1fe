// SPDX-License-Identifier: Apache-2.0
/** Unknown input → a role profile whose requirements exist in the frameworks, given as they are or by the tasks of its duties. */
import { type FrameworkFault, schemaFaults } from './faults.ts';
import type { FrameworkIndex } from './framework-index.ts';
import { type Duty, type Requirement, type RoleProfile, roleProfileSchema } from './framework.schema.ts';
import { requirementsOfTasks } from './role-tasks.ts';

export type ParsedRoleProfile =
  | { readonly ok: true; readonly role: RoleProfile }
  | { readonly ok: false; readonly faults: readonly FrameworkFault[] };

type Asked = Pick<Requirement, 'competency' | 'level'>;

function unknownIn(
  { competency, level }: Asked,
  at: string,
  index: FrameworkIndex,
): readonly FrameworkFault[] {
  if (!index.find(competency))
    return [
      {
        pointer: `${at}/competency`,
        code: 'COMPETENCY_UNKNOWN',
        message: `No framework has a competency "${competency}". Import the framework first.`,
      },
    ];
  if (index.level(competency, level)) return [];
  return [
    {
      pointer: `${at}/level`,
      code: 'LEVEL_UNKNOWN',
      message: `The scale of "${competency}" has no level "${level}".`,
    },
  ];
}

function repeatedIn(requirements: readonly Asked[]): readonly FrameworkFault[] {
  const seen = new Set<string>();
  return requirements.flatMap(({ competency }, i) => {
    if (!seen.has(competency)) {
      seen.add(competency);
      return [];
    }
    return [
      {
        pointer: `/requirements/${i}/competency`,
        code: 'ID_REPEATED',
        message: `"${competency}" is required twice. Keep the higher level.`,
      },
    ];
  });
}

const unknownInDuties = (duties: readonly Duty[], index: FrameworkIndex): readonly FrameworkFault[] =>
  duties.flatMap(({ tasks }, i) =>
    tasks.flatMap(({ requires }, j) =>
      requires.flatMap((one, k) => unknownIn(one, `/duties/${i}/tasks/${j}/requires/${k}`, index)),
    ),
  );

const isSame = (a: readonly Requirement[], b: readonly Requirement[]) =>
  JSON.stringify(a.map(inOrder)) === JSON.stringify(b.map(inOrder));
const inOrder = ({ competency, level, weight, mandatory }: Requirement) => [
  competency,
  level,
  weight,
  mandatory,
];

const nothingRequired: FrameworkFault = {
  pointer: '/requirements',
  code: 'NOTHING_REQUIRED',
  message: 'Say what the role requires: "requirements", or "duties" with tasks that they follow from.',
};
const requiresNothing = (input: unknown) =>
  typeof input === 'object' && input !== null && !('requirements' in input) && !('duties' in input);

export function parseRoleProfile(input: unknown, index: FrameworkIndex): ParsedRoleProfile {
  const parsed = roleProfileSchema.safeParse(input);
  if (!parsed.success)
    return {
      ok: false,
      faults: [...schemaFaults(parsed.error), ...(requiresNothing(input) ? [nothingRequired] : [])],
    };
  const { requirements, duties, ...rest } = parsed.data;
  const refused = (...faults: readonly FrameworkFault[]) => ({ ok: false, faults }) as const;
  if (!requirements && !duties) return refused(nothingRequired);
  const faults = [
    ...repeatedIn(requirements ?? []),
    ...(requirements ?? []).flatMap((one, i) => unknownIn(one, `/requirements/${i}`, index)),
    ...unknownInDuties(duties ?? [], index),
  ];
  if (faults.length > 0) return refused(...faults);
  if (!duties) return { ok: true, role: { ...rest, requirements: requirements ?? [] } };
  const rankOf = (competency: string, level: string) => index.level(competency, level)?.rank ?? 0;
  const following = requirementsOfTasks(duties, rankOf);
  // An exported role has both.
  if (requirements && !isSame(requirements, following))
    return refused({
      pointer: '/requirements',
      code: 'REQUIREMENTS_TWICE',
      message: 'These are not what follows from the duties. Leave "requirements" out, or "duties".',
    });
  return { ok: true, role: { ...rest, duties, requirements: following } };
}
