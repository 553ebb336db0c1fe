// SPDX-License-Identifier: Apache-2.0
/**
 * An xAPI Profile in JSON-LD → its statement templates, as a mapping carries them, and ready rules for them (xAPI Profiles 6.0, 8.0).
 * What templates say beyond one statement (references to other statements) is left out and said so.
 */
import { schemaFaults } from '@cairn/frameworks';
import { isRecord } from '../is-record.ts';
import type { MappingFault } from '../mapping-fault.types.ts';
import type { RuleInput } from '../mapping-rule.schema.ts';
import { profileSchema, type StatementProfile, type StatementTemplate } from './template.schema.ts';

export type ReadProfile =
  | { readonly ok: true; readonly profile: StatementProfile; readonly warnings: readonly MappingFault[] }
  | { readonly ok: false; readonly faults: readonly MappingFault[] };

const kept = [
  'id',
  'verb',
  'objectActivityType',
  'contextGroupingActivityType',
  'contextParentActivityType',
  'contextOtherActivityType',
  'contextCategoryActivityType',
  'attachmentUsageType',
] as const;
const keptOfRule = ['location', 'selector', 'presence', 'any', 'all', 'none'] as const;
/** What a template may ask of the statements that it refers to. */
const beyondOne = ['objectStatementRefTemplate', 'contextStatementRefTemplate'] as const;

const pick = (source: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]])));

const isList = (name: string) => name.startsWith('context') || name === 'attachmentUsageType';

function templateOf(input: Readonly<Record<string, unknown>>): unknown {
  const { rules } = input;
  const properties = Object.entries(pick(input, kept)).map(([name, value]) =>
    isList(name) && typeof value === 'string' ? [name, [value]] : [name, value],
  );
  return {
    ...(Object.fromEntries(properties) as object),
    ...(isRecord(input['prefLabel']) ? { title: input['prefLabel'] } : {}),
    rules: Array.isArray(rules) ? rules.map((rule) => (isRecord(rule) ? pick(rule, keptOfRule) : rule)) : [],
  };
}

const refused = (pointer: string, code: string, message: string): ReadProfile => ({
  ok: false,
  faults: [{ pointer, code, message, severity: 'error' }],
});

/** @param input a profile's JSON-LD, parsed; every fault has its place in it. */
export function readProfile(input: unknown): ReadProfile {
  if (!isRecord(input) || typeof input['id'] !== 'string')
    return refused('/id', 'NO_PROFILE', 'This is no xAPI Profile: it has no id.');
  if (!Array.isArray(input['templates']))
    return refused('/templates', 'NO_TEMPLATES', 'This profile has no statement templates.');
  const templates = input['templates'] as readonly unknown[];
  const parsed = profileSchema.safeParse({
    id: input['id'],
    ...(isRecord(input['prefLabel']) ? { title: input['prefLabel'] } : {}),
    // In place, so that a fault is where it is in the file; a deprecated one means nothing any more.
    templates: templates.map((one) => (isRecord(one) ? templateOf(one) : one)),
  });
  if (!parsed.success)
    return { ok: false, faults: schemaFaults(parsed.error).map((one) => ({ ...one, severity: 'error' })) };
  const isDeprecated = (i: number) => {
    const one = templates[i];
    return isRecord(one) && one['deprecated'] === true;
  };
  const warnings = templates.flatMap((one, i): readonly MappingFault[] =>
    beyondOne.flatMap((name) =>
      isRecord(one) && one[name] !== undefined && !isDeprecated(i)
        ? [
            {
              pointer: `/templates/${i}/${name}`,
              code: 'TEMPLATE_BEYOND_STATEMENT',
              message: `What this template asks of the statements it refers to (${name}) is not looked at.`,
              severity: 'warning',
            },
          ]
        : [],
    ),
  );
  const current = parsed.data.templates.filter((_, i) => !isDeprecated(i));
  return { ok: true, profile: { ...parsed.data, templates: current }, warnings };
}

const lastWord = (iri: string) => /[^/#]+(?=[/#]*$)/.exec(iri)?.[0]?.toLowerCase() ?? '';

const assertions: ReadonlySet<string> = new Set([
  'asserted',
  'validated',
  'inferred',
  'verified',
  'qualified',
  'conferred',
  'certified',
  'achieved',
]);

/** What a template's verb makes of a match; to be looked over by whoever takes the rule. */
function givenBy(verb: string): Pick<RuleInput, 'kind' | 'value'> {
  if (assertions.has(verb)) return { kind: 'assertion', value: { from: 'confidence' } };
  if (verb === 'passed' || verb === 'failed') return { kind: 'knowledge-test', value: { from: 'success' } };
  if (verb === 'assessed' || verb === 'scored') return { kind: 'knowledge-test', value: { from: 'score' } };
  if (verb === 'observed' || verb === 'demonstrated')
    return { kind: 'observation', value: { from: 'score' } };
  return { kind: 'completion', value: { from: 'none' } };
}

function ruleOf(template: StatementTemplate, competency: string, id: string): RuleInput {
  return {
    id,
    title: template.title ?? { en: id },
    competency,
    when: { template: template.id },
    ...givenBy(lastWord(template.verb ?? '')),
  };
}

/** A ready rule for each template of a profile; ids are the last words of the templates' IRIs, numbered where they repeat. */
export function rulesOfProfile(profile: StatementProfile, competency: string): readonly RuleInput[] {
  const taken = new Map<string, number>();
  return profile.templates.map((template) => {
    const word =
      lastWord(template.id)
        .replace(/[^a-z0-9._-]+/g, '-')
        .replace(/^[^a-z0-9]+/, '') || 'template';
    const times = (taken.get(word) ?? 0) + 1;
    taken.set(word, times);
    return ruleOf(template, competency, times === 1 ? word : `${word}-${times}`);
  });
}
