// SPDX-License-Identifier: Apache-2.0
/** What keeps a mapping from being published: said all at once, each with its place. */
import { type FrameworkFault, type FrameworkIndex, schemaFaults } from '@cairn/frameworks';
import { EngineError } from '../engine.errors.ts';
import { modelById, models } from '../mastery/models/registry.ts';
import {
  type Condition,
  type Mapping,
  mappingSchema,
  maxConditionDepth,
  type ModelChoice,
  type Rule,
} from '../rule.schema.ts';
import { isOfStatement } from './named-competency.ts';
import { anchorOf } from './rule-index.ts';

export type ParsedMapping =
  | { readonly ok: true; readonly mapping: Mapping }
  | { readonly ok: false; readonly faults: readonly FrameworkFault[] };

/** What a mapping is published beside. */
export interface Surroundings {
  readonly frameworks: FrameworkIndex;
  /** Ids of the sources that there are. */
  readonly sources: readonly string[];
}

export function parseMapping(input: unknown, around: Surroundings): ParsedMapping {
  // Looked at before the schema, which follows every condition into its depth.
  const tooDeep = depthFaults(input);
  if (tooDeep.length > 0) return { ok: false, faults: tooDeep };
  const parsed = mappingSchema.safeParse(input);
  if (!parsed.success) return { ok: false, faults: schemaFaults(parsed.error) };
  const faults = publishFaults(parsed.data, around);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, mapping: parsed.data };
}

const partOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Whether a condition of unknown shape goes deeper than allowed. Level by level, so that no depth exhausts the stack. */
function isTooDeep(condition: unknown): boolean {
  let level: readonly unknown[] = [condition];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxConditionDepth) return true;
    level = level.flatMap((one) =>
      [partOf(one, 'not'), ...listOf(partOf(one, 'all')), ...listOf(partOf(one, 'any'))].filter(
        (part) => part !== undefined,
      ),
    );
  }
  return false;
}

const depthFaults = (input: unknown): readonly FrameworkFault[] =>
  listOf(partOf(input, 'rules')).flatMap((rule, i) =>
    isTooDeep(partOf(rule, 'when'))
      ? [
          {
            pointer: `/rules/${i}/when`,
            code: 'CONDITION_TOO_DEEP',
            message: `Conditions may stand in each other ${maxConditionDepth} deep. Make this one flatter, or two rules of it.`,
          },
        ]
      : [],
  );

export function publishFaults(mapping: Mapping, around: Surroundings): readonly FrameworkFault[] {
  const seen = new Set<string>();
  const ofRules = mapping.rules.flatMap((rule, i) => {
    const isAgain = seen.has(rule.id);
    seen.add(rule.id);
    const again = isAgain
      ? [{ pointer: `/rules/${i}/id`, code: 'ID_REPEATED', message: `There is another rule "${rule.id}".` }]
      : [];
    return [...again, ...ruleFaults(rule, `/rules/${i}`, around)];
  });
  const ofModels = Object.entries(mapping.models).flatMap(([id, choice]) =>
    around.frameworks.find(id)
      ? modelFaults(choice, `/models/${id}`)
      : [
          {
            pointer: `/models/${id}`,
            code: 'COMPETENCY_UNKNOWN',
            message: `No framework has a competency "${id}".`,
          },
        ],
  );
  return [...ofRules, ...modelFaults(mapping.model, '/model'), ...ofModels];
}

function competencyFaults(rule: Rule, at: string, frameworks: FrameworkIndex): readonly FrameworkFault[] {
  const { competency, level, value } = rule;
  if (isOfStatement(rule)) return claimFaults(rule, at, frameworks);
  const found = frameworks.find(competency);
  if (!found)
    return [
      {
        pointer: `${at}/competency`,
        code: 'COMPETENCY_UNKNOWN',
        message: `No framework has a competency "${competency}". Import its framework first.`,
      },
    ];
  if (found.competency.kind === 'group')
    return [
      {
        pointer: `${at}/competency`,
        code: 'COMPETENCY_IS_GROUP',
        message: `"${competency}" is a group of competencies. Name those in it that this shows.`,
      },
    ];
  if (level !== undefined)
    return frameworks.level(competency, level)
      ? []
      : [
          {
            pointer: `${at}/level`,
            code: 'LEVEL_UNKNOWN',
            message: `The scale of "${competency}" has no level "${level}".`,
          },
        ];
  if (value.from === 'none' || found.scale.levels.some(({ minScore }) => minScore !== undefined)) return [];
  return [
    {
      pointer: `${at}/value`,
      code: 'SCALE_WITHOUT_SCORES',
      message: `No level of the scale "${found.scale.id}" has a minScore, so no value reaches one. Give the rule a level, or the levels their minScore.`,
    },
  ];
}

/** Which competency it will be only a statement says; a level must be one that some scale has. */
const claimFaults = (
  { level }: Rule,
  at: string,
  { competencies }: FrameworkIndex,
): readonly FrameworkFault[] =>
  level === undefined || competencies.some(({ scale }) => scale.levels.some(({ id }) => id === level))
    ? []
    : [{ pointer: `${at}/level`, code: 'LEVEL_UNKNOWN', message: `No scale has a level "${level}".` }];

const sourceFault = (source: string, pointer: string): FrameworkFault => ({
  pointer,
  code: 'SOURCE_UNKNOWN',
  message: `There is no source "${source}". Add it first, or take it out.`,
});

/** Sources named by the conditions of a rule, each with its place. */
function namedSources(condition: Condition, at: string): readonly (readonly [string, string])[] {
  if ('not' in condition) return namedSources(condition.not, `${at}/not`);
  if ('all' in condition) return condition.all.flatMap((one, i) => namedSources(one, `${at}/all/${i}`));
  if ('any' in condition) return condition.any.flatMap((one, i) => namedSources(one, `${at}/any/${i}`));
  const { field, op, value } = condition;
  if (field !== 'source' || op === 'prefix' || op === 'exists') return [];
  return Array.isArray(value)
    ? value.map((one, i) => [String(one), `${at}/value/${i}`])
    : [[String(value), `${at}/value`]];
}

function ruleFaults(
  rule: Rule,
  at: string,
  { frameworks, sources }: Surroundings,
): readonly FrameworkFault[] {
  const named = [
    ...(rule.sources ?? []).map((source, i) => [source, `${at}/sources/${i}`] as const),
    ...namedSources(rule.when, `${at}/when`),
  ];
  const unanchored = {
    pointer: `${at}/when`,
    code: 'RULE_WITHOUT_ANCHOR',
    message:
      'This rule would have to be tried on every statement. Say on every path which verb, activity, type, parent, grouping, category or kind it is for, with eq or in.',
  };
  return [
    ...competencyFaults(rule, at, frameworks),
    ...named.flatMap(([source, pointer]) => (sources.includes(source) ? [] : [sourceFault(source, pointer)])),
    ...(anchorOf(rule.when) ? [] : [unanchored]),
  ];
}

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
  try {
    model.parse(choice.parameters);
    return [];
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return [{ pointer: `${pointer}/parameters`, code: error.code, message: error.message }];
  }
}
