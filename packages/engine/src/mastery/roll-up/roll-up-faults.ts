// SPDX-License-Identifier: Apache-2.0
/** What keeps a roll-up from being published: Moodle's rules of validity, and their like for the other policies. */
import type { FrameworkFault, FrameworkIndex } from '@cairn/frameworks';
import { kinOf } from './children.ts';
import type { RollUp } from './roll-up.schema.ts';

function childFaults(named: readonly string[], children: readonly string[], at: string, parent: string) {
  return named
    .filter((id) => !children.includes(id))
    .map((id) => ({
      pointer: `${at}/${id}`,
      code: 'ROLL_UP_CHILD_UNKNOWN',
      message: `"${id}" is no direct child of "${parent}". Its children are: ${children.join(', ')}.`,
    }));
}

function policyFaults(
  parent: string,
  rollUp: RollUp,
  children: readonly string[],
): readonly FrameworkFault[] {
  const at = `/rollUps/${parent}`;
  const outOfReach = (pointer: string, message: string) => ({
    pointer,
    code: 'ROLL_UP_OUT_OF_REACH',
    message,
  });
  switch (rollUp.policy) {
    case 'at-least':
      return rollUp.n <= children.length
        ? []
        : [
            outOfReach(
              `${at}/n`,
              `"${parent}" has ${children.length} children, so ${rollUp.n} can never be proficient.`,
            ),
          ];
    case 'points': {
      const most = Object.values(rollUp.children).reduce((sum, { points }) => sum + points, 0);
      return [
        ...childFaults(Object.keys(rollUp.children), children, `${at}/children`, parent),
        ...(most >= rollUp.base
          ? []
          : [
              outOfReach(
                `${at}/base`,
                `All points together are ${most}, which never comes to ${rollUp.base}.`,
              ),
            ]),
      ];
    }
    case 'weighted':
      return childFaults(Object.keys(rollUp.weights), children, `${at}/weights`, parent);
    case 'all':
    case 'any':
    case 'weakest':
      return [];
  }
}

export function rollUpFaults(
  parent: string,
  rollUp: RollUp,
  frameworks: FrameworkIndex,
): readonly FrameworkFault[] {
  const at = `/rollUps/${parent}`;
  const found = frameworks.find(parent);
  if (!found)
    return [
      { pointer: at, code: 'COMPETENCY_UNKNOWN', message: `No framework has a competency "${parent}".` },
    ];
  const children = kinOf([found.framework]).childrenOf(parent);
  if (children.length === 0)
    return [
      {
        pointer: at,
        code: 'ROLL_UP_WITHOUT_CHILDREN',
        message: `Nothing is a child of "${parent}", so nothing can be rolled up to it. Relate its children to it by isChildOf.`,
      },
    ];
  const level = 'level' in rollUp ? rollUp.level : undefined;
  const others = children.filter((id) => frameworks.find(id)?.scale.id !== found.scale.id);
  return [
    ...policyFaults(parent, rollUp, children),
    ...(level === undefined || frameworks.level(parent, level)
      ? []
      : [
          {
            pointer: `${at}/level`,
            code: 'LEVEL_UNKNOWN',
            message: `The scale of "${parent}" has no level "${level}".`,
          },
        ]),
    ...(rollUp.policy === 'weakest' && others.length > 0
      ? [
          {
            pointer: `${at}/policy`,
            code: 'ROLL_UP_SCALES',
            message: `Levels of different scales cannot be compared: ${others.join(', ')} have another scale than "${parent}". Choose a policy that asks for proficiency only.`,
          },
        ]
      : []),
  ];
}
