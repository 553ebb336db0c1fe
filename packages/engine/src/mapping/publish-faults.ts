// SPDX-License-Identifier: Apache-2.0
/** What keeps a mapping from being published: said all at once, each with its place. */
import { type FrameworkFault, type FrameworkIndex, schemaFaults } from '@cairn/frameworks';
import { EngineError } from '../engine.errors.ts';
import { modelById, models } from '../mastery/models/registry.ts';
import { type Mapping, mappingSchema, type ModelChoice, type Rule } from '../rule.schema.ts';
import { anchorOf } from './rule-index.ts';

export type ParsedMapping =
  | { readonly ok: true; readonly mapping: Mapping }
  | { readonly ok: false; readonly faults: readonly FrameworkFault[] };

export function parseMapping(input: unknown, frameworks: FrameworkIndex): ParsedMapping {
  const parsed = mappingSchema.safeParse(input);
  if (!parsed.success) return { ok: false, faults: schemaFaults(parsed.error) };
  const faults = publishFaults(parsed.data, frameworks);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, mapping: parsed.data };
}

export function publishFaults(mapping: Mapping, frameworks: FrameworkIndex): readonly FrameworkFault[] {
  const seen = new Set<string>();
  const ofRules = mapping.rules.flatMap((rule, i) => {
    const isAgain = seen.has(rule.id);
    seen.add(rule.id);
    const again = isAgain
      ? [{ pointer: `/rules/${i}/id`, code: 'ID_REPEATED', message: `There is another rule "${rule.id}".` }]
      : [];
    return [...again, ...ruleFaults(rule, `/rules/${i}`, frameworks)];
  });
  const ofModels = Object.entries(mapping.models).flatMap(([id, choice]) =>
    frameworks.find(id)
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

function ruleFaults(rule: Rule, at: string, frameworks: FrameworkIndex): readonly FrameworkFault[] {
  const faults: FrameworkFault[] = [];
  const found = frameworks.find(rule.competency);
  if (!found)
    faults.push({
      pointer: `${at}/competency`,
      code: 'COMPETENCY_UNKNOWN',
      message: `No framework has a competency "${rule.competency}". Import its framework first.`,
    });
  else if (rule.level !== undefined && !frameworks.level(rule.competency, rule.level))
    faults.push({
      pointer: `${at}/level`,
      code: 'LEVEL_UNKNOWN',
      message: `The scale of "${rule.competency}" has no level "${rule.level}".`,
    });
  if (!anchorOf(rule.when))
    faults.push({
      pointer: `${at}/when`,
      code: 'RULE_WITHOUT_ANCHOR',
      message:
        'This rule would have to be tried on every statement. Say on every path which verb, activity, type, parent, grouping, category or kind it is for, with eq or in.',
    });
  return faults;
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
