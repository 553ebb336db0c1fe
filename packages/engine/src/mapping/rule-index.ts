// SPDX-License-Identifier: Apache-2.0
/**
 * Rules found by what a statement has, not by trying each: every rule stands under the values of its anchor, the part of its
 * condition that it cannot be met without. Cost of a statement grows with the rules that share its values, not with all.
 */
import type { NormalStatement } from '@cairn/dialects';
import { contextActivities, type ContextSlot, stableJson } from '@cairn/xapi';
import { EngineError } from '../engine.errors.ts';
import { stepsOf } from './across/across.schema.ts';
import { anchorOf, templateFields, type TemplateOf } from './anchors.ts';
import { extensionPrefix, isExtension, type Scalar } from './comparison.ts';
import {
  compileCondition,
  type CompiledCondition,
  type ConditionContext,
  type ConditionTest,
  joined,
  type Truth,
} from './condition.ts';
import type { Condition } from './condition.schema.ts';
import { extensionValue, type FieldReader, readerOf } from './fields.ts';
import { literalsOf } from './literals.ts';
import type { Rule } from './mapping-rule.schema.ts';
import { type Meter, newMeter, OverBudget, maxSteps } from './step-budget.ts';
import { compileTemplate, objectTypes } from './templates/statement-template.ts';
import type { StatementProfile } from './templates/template.schema.ts';

export interface CompiledRule {
  readonly rule: Rule;
  /** In the mapping. */
  readonly place: number;
  /** Its whole condition, part by part: for who asks why. */
  readonly when: () => CompiledCondition;
  /** What is left to be asked of a statement that it was found for; null: nothing. */
  readonly rest: ConditionTest | null;
  /** Of a rule across statements; [] of all others. */
  readonly steps: readonly CompiledCondition[];
  /** null: it listens to all. */
  readonly sources: ReadonlySet<string> | null;
}

export interface RuleIndex {
  readonly all: readonly CompiledRule[];
  /** Rules that may be met, each once, in order of the mapping. */
  readonly candidates: (statement: NormalStatement) => readonly CompiledRule[];
}
export interface RuleSurroundings {
  readonly timeZone: string;
  readonly profiles?: readonly StatementProfile[] | undefined;
}

/** Where a statement must be found for a rule: its own condition, and one of the steps where it has such. */
export function conditionOf({ when, across }: Pick<Rule, 'when' | 'across'>): Condition {
  const steps = stepsOf(across);
  return steps.length > 0 ? { all: [when, { any: steps }] } : when;
}

/** Templates by their IRI. */
export function templatesOf(profiles: readonly StatementProfile[] = []): TemplateOf {
  const byId = new Map(profiles.flatMap(({ templates }) => templates.map((one) => [one.id, one] as const)));
  return (iri) => byId.get(iri);
}

/** Compiles once what many rules ask alike ("an attempt, 80 % or more"): thousands of rules then fit into a processor's cache. */
function createCompiler(
  context: ConditionContext,
): (conditions: readonly Condition[]) => ConditionTest | null {
  const single = new Map<string, ConditionTest>();
  const whole = new Map<string, ConditionTest>();
  const once = (kept: Map<string, ConditionTest>, key: string, make: () => ConditionTest) => {
    const known = kept.get(key) ?? make();
    kept.set(key, known);
    return known;
  };
  return (conditions) => {
    if (conditions.length === 0) return null;
    const keys = conditions.map(stableJson);
    const tests = conditions.map((condition, i) =>
      once(single, keys[i] ?? '', () => compileCondition(condition, context).test),
    );
    return tests.length === 1 ? (tests[0] ?? null) : once(whole, keys.join(), () => joined(tests, false));
  };
}

interface RuleContext {
  readonly context: ConditionContext;
  readonly compile: ReturnType<typeof createCompiler>;
  readonly templateOf: TemplateOf;
}

function compileRule(rule: Rule, place: number, { context, compile, templateOf }: RuleContext): CompiledRule {
  const sure = anchorOf(conditionOf(rule), templateOf)?.sure;
  const name = rule.across && 'allOf' in rule.across ? 'allOf' : 'sequence';
  let when: CompiledCondition | undefined;
  return {
    rule,
    place,
    when: () => (when ??= compileCondition(rule.when, context, '/when')),
    rest: compile(literalsOf(rule.when).flatMap(({ condition }) => (condition === sure ? [] : [condition]))),
    steps: stepsOf(rule.across).map((step, i) => compileCondition(step, context, `/across/${name}/${i}`)),
    sources: rule.sources ? new Set(rule.sources) : null,
  };
}

const sentTypes =
  (slot: ContextSlot) =>
  ({ sent }: NormalStatement): readonly string[] =>
    contextActivities(sent, slot).flatMap(({ definition }) => definition?.type ?? []);
const templateReaders: Readonly<Record<string, FieldReader>> = {
  [templateFields.objectActivityType]: { many: ({ sent }) => objectTypes(sent) },
  [templateFields.contextParentActivityType]: { many: sentTypes('parent') },
  [templateFields.contextGroupingActivityType]: { many: sentTypes('grouping') },
  [templateFields.contextOtherActivityType]: { many: sentTypes('other') },
  [templateFields.contextCategoryActivityType]: { many: sentTypes('category') },
};

type ByValue = Map<Scalar, CompiledRule[]>;

/** Rules by field and value. */
function tableOf(rules: readonly CompiledRule[], templateOf: TemplateOf): ReadonlyMap<string, ByValue> {
  const table = new Map<string, ByValue>();
  for (const one of rules)
    for (const [field, value] of anchorOf(conditionOf(one.rule), templateOf)?.keys ?? []) {
      const byValue = table.get(field) ?? new Map<Scalar, CompiledRule[]>();
      table.set(field, byValue);
      const list = byValue.get(value);
      if (!list) byValue.set(value, [one]);
      else if (list.at(-1) !== one) list.push(one);
    }
  return table;
}

const nobody: readonly CompiledRule[] = [];
const inOrder = (found: readonly CompiledRule[]) => [...new Set(found)].sort((a, b) => a.place - b.place);

export function indexRules(rules: readonly Rule[], around: RuleSurroundings): RuleIndex {
  const templateOf = templatesOf(around.profiles);
  const compiledTemplates = new Map<string, ReturnType<typeof compileTemplate>>();
  const context: ConditionContext = {
    timeZone: around.timeZone,
    template: (iri) => {
      const template = templateOf(iri);
      if (!template) return undefined;
      const compiled = compiledTemplates.get(iri) ?? compileTemplate(template);
      compiledTemplates.set(iri, compiled);
      return compiled;
    },
  };
  const ofRules = { context, compile: createCompiler(context), templateOf };
  const all = rules.map((rule, place) => compileRule(rule, place, ofRules));
  const table = [...tableOf(all, templateOf)];
  const lookups = table
    .filter(([field]) => !isExtension(field))
    .map(([field, byValue]) => ({ reader: templateReaders[field] ?? readerOf(field), byValue }));
  const extensions = new Map(
    table
      .filter(([field]) => isExtension(field))
      .map(([field, byValue]) => [field.slice(extensionPrefix.length), byValue]),
  );
  return {
    all,
    candidates: (statement) => {
      let found: readonly CompiledRule[] = nobody;
      let isMixed = false;
      const add = (more: readonly CompiledRule[] | undefined) => {
        if (more === undefined) return;
        isMixed ||= found.length > 0;
        found = found.length > 0 ? [...found, ...more] : more;
      };
      for (const { reader, byValue } of lookups)
        if ('one' in reader) {
          const value = reader.one(statement);
          if (value !== null) add(byValue.get(value));
        } else for (const value of reader.many(statement)) add(byValue.get(value));
      // By what the statement has, not by what the rules name: there may be as many of those as there are rules.
      if (extensions.size > 0)
        for (const iri of Object.keys(statement.extensions)) {
          const value = extensions.has(iri) ? extensionValue(statement, iri) : null;
          if (value !== null) add(extensions.get(iri)?.get(value));
        }
      return isMixed ? inOrder(found) : found;
    },
  };
}

function ruleError({ rule }: CompiledRule, cause: unknown): EngineError {
  const isCostly = cause instanceof OverBudget;
  return new EngineError(
    isCostly ? 'RULE_OVER_BUDGET' : 'RULE_FAILED',
    isCostly
      ? `The rule "${rule.id}" needs more than ${maxSteps} steps on one statement. Make its condition simpler.`
      : `The rule "${rule.id}" cannot be applied to a statement: ${cause instanceof Error ? cause.message : String(cause)}`,
    { ruleId: rule.id, cause },
  );
}

/** Runs what a rule asks within its budget. @throws {EngineError} RULE_OVER_BUDGET, RULE_FAILED with the rule's id. */
export function withinBudget<T>(compiled: CompiledRule, ask: (meter: Meter) => T): T {
  try {
    return ask(newMeter());
  } catch (cause) {
    throw ruleError(compiled, cause);
  }
}

/** Steps that a statement must meet one of; true where there are none. */
function stepTruth({ steps }: CompiledRule, statement: NormalStatement, meter: Meter): Truth {
  let result: Truth = steps.length === 0;
  for (const { test } of steps) {
    const truth = test(statement, meter);
    if (truth === true) return true;
    if (truth === null) result = null;
  }
  return result;
}

/** Whether a statement is one for this rule. */
export function truthOf(compiled: CompiledRule, statement: NormalStatement): Truth {
  if (compiled.sources && !compiled.sources.has(statement.sourceId)) return false;
  return withinBudget(compiled, (meter) => {
    const truth = compiled.when().test(statement, meter);
    if (truth === false) return false;
    const ofSteps = stepTruth(compiled, statement, meter);
    return ofSteps === true ? truth : ofSteps;
  });
}

/** Places of the steps that a statement meets. */
export const stepsMet = (compiled: CompiledRule, statement: NormalStatement): readonly number[] =>
  withinBudget(compiled, (meter) =>
    compiled.steps.flatMap(({ test }, i) => (test(statement, meter) === true ? [i] : [])),
  );

/** Of a rule that the statement was found for. */
const isMet = (candidate: CompiledRule, statement: NormalStatement, meter: Meter) =>
  (candidate.sources === null || candidate.sources.has(statement.sourceId)) &&
  (candidate.rest === null || candidate.rest(statement, meter) === true) &&
  (candidate.steps.length === 0 || stepTruth(candidate, statement, meter) === true);

/** Rules whose conditions are met; not met and unknown yield nothing. @throws {EngineError} as `withinBudget`. */
export function matchCompiled(index: RuleIndex, statement: NormalStatement): readonly CompiledRule[] {
  const candidates = index.candidates(statement);
  if (candidates.length === 0) return nobody;
  const met: CompiledRule[] = [];
  const meter = newMeter();
  for (const candidate of candidates) {
    meter.left = maxSteps;
    try {
      if (isMet(candidate, statement, meter)) met.push(candidate);
    } catch (cause) {
      throw ruleError(candidate, cause);
    }
  }
  return met;
}

/** The same as rules. */
export const matchRules = (index: RuleIndex, statement: NormalStatement): readonly Rule[] =>
  matchCompiled(index, statement).map(({ rule }) => rule);
