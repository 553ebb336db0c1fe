// SPDX-License-Identifier: Apache-2.0
/** What is wrong with what a mapping says of mastery: models and their parameters, roll-ups, time. All at once, each with its place. */
import type {
  FrameworkFault,
  FrameworkIndex,
  IndexedCompetency,
  RoleProfile,
  Scale,
} from '@cairn/frameworks';
import type { Mapping } from '../rule.schema.ts';
import type { ModelChoice } from './mastery-settings.schema.ts';
import { modelById, models } from './models/registry.ts';
import { rollUpFaults } from './roll-up/roll-up-faults.ts';

const hasScores = ({ levels }: Scale) => levels.some(({ minScore }) => minScore !== undefined);

const competencyUnknown = (pointer: string, id: string): FrameworkFault => ({
  pointer,
  code: 'COMPETENCY_UNKNOWN',
  message: `No framework has a competency "${id}".`,
});

function modelFaults(choice: ModelChoice, pointer: string): readonly FrameworkFault[] {
  const model = modelById(choice.model);
  if (!model)
    return [
      {
        pointer: `${pointer}/model`,
        code: 'MODEL_UNKNOWN',
        message: `There is no mastery model "${choice.model}". There are: ${models.map(({ id }) => id).join(', ')}.`,
      },
    ];
  const parsed = model.parameters.safeParse(choice.parameters);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({
        pointer: [`${pointer}/parameters`, ...path.map(String)].join('/'),
        code: 'MODEL_PARAMETER_INVALID',
        message,
      }));
}

/** Of a model chosen for a scale. A model that is not there, or wrong in itself, has been told already. */
function fitFaults(
  choice: ModelChoice,
  pointer: string,
  scales: readonly Scale[],
): readonly FrameworkFault[] {
  const model = modelById(choice.model);
  if (!model) return [];
  const named = model.levelsNamed(choice.parameters);
  return scales.flatMap((scale) => [
    ...named
      .filter((id) => !scale.levels.some((level) => level.id === id))
      .map((id) => ({
        pointer: `${pointer}/parameters`,
        code: 'LEVEL_UNKNOWN',
        message: `The scale "${scale.id}" has no level "${id}".`,
      })),
    ...(model.readsScores && !hasScores(scale)
      ? [
          {
            pointer: `${pointer}/model`,
            code: 'SCALE_WITHOUT_SCORES',
            message: `"${model.id}" calculates with scores, and no level of the scale "${scale.id}" has a minScore. Choose another model, or give the levels their minScore.`,
          },
        ]
      : []),
  ]);
}

const distinct = (competencies: readonly IndexedCompetency[]) => [
  ...new Set(competencies.map(({ scale }) => scale)),
];

function choiceFaults(mapping: Mapping, frameworks: FrameworkIndex): readonly FrameworkFault[] {
  const { model, models: own, frameworkModels = {} } = mapping;
  const left = frameworks.competencies.filter(({ competency }) => !Object.hasOwn(own, competency.id));
  const of = (frameworkId: string) => left.filter(({ framework }) => framework.id === frameworkId);
  const without = left.filter(({ framework }) => !Object.hasOwn(frameworkModels, framework.id));
  return [
    ...modelFaults(model, '/model'),
    ...fitFaults(model, '/model', distinct(without)),
    ...Object.entries(frameworkModels).flatMap(([id, choice]) => {
      const at = `/frameworkModels/${id}`;
      return frameworks.frameworks.some((framework) => framework.id === id)
        ? [...modelFaults(choice, at), ...fitFaults(choice, at, distinct(of(id)))]
        : [{ pointer: at, code: 'FRAMEWORK_UNKNOWN', message: `There is no framework "${id}".` }];
    }),
    ...Object.entries(own).flatMap(([id, choice]) => {
      const at = `/models/${id}`;
      const found = frameworks.find(id);
      return found
        ? [...modelFaults(choice, at), ...fitFaults(choice, at, [found.scale])]
        : [competencyUnknown(at, id)];
    }),
  ];
}

function requirementFaults(mapping: Mapping, frameworks: FrameworkIndex): readonly FrameworkFault[] {
  return Object.entries(mapping.requirements ?? {}).flatMap(([role, byCompetency]) =>
    Object.entries(byCompetency).flatMap(([id, { model }]) => {
      const at = `/requirements/${role}/${id}`;
      const found = frameworks.find(id);
      if (!found) return [competencyUnknown(at, id)];
      return model
        ? [...modelFaults(model, `${at}/model`), ...fitFaults(model, `${at}/model`, [found.scale])]
        : [];
    }),
  );
}

export function masteryFaults(mapping: Mapping, frameworks: FrameworkIndex): readonly FrameworkFault[] {
  return [
    ...choiceFaults(mapping, frameworks),
    ...requirementFaults(mapping, frameworks),
    ...Object.entries(mapping.rollUps ?? {}).flatMap(([id, rollUp]) => rollUpFaults(id, rollUp, frameworks)),
    ...Object.keys(mapping.times ?? {}).flatMap((id) =>
      frameworks.find(id) ? [] : [competencyUnknown(`/times/${id}`, id)],
    ),
  ];
}

/** What a mapping says of the requirements of roles: each is one that there is. Roles stand beside the mapping. */
export function roleSettingFaults(
  { requirements = {} }: Pick<Mapping, 'requirements'>,
  roles: readonly RoleProfile[],
): readonly FrameworkFault[] {
  return Object.entries(requirements).flatMap(([id, byCompetency]) => {
    const role = roles.find((one) => one.id === id);
    const pointer = `/requirements/${id}`;
    if (!role) return [{ pointer, code: 'ROLE_UNKNOWN', message: `There is no role "${id}".` }];
    return Object.keys(byCompetency)
      .filter((competency) => !role.requirements.some((one) => one.competency === competency))
      .map((competency) => ({
        pointer: `${pointer}/${competency}`,
        code: 'REQUIREMENT_UNKNOWN',
        message: `The role "${id}" does not require "${competency}".`,
      }));
  });
}
