// SPDX-License-Identifier: Apache-2.0
/**
 * What every candidate rule says to a statement: met, not met or unknown, and the first condition that decided. Unknown is
 * counted, so that whoever looks at a draft sees which field the senders leave out. Flow: mapping → [here] → preview, why-not.
 */
import type { NormalStatement } from '@cairn/dialects';
import type { Scalar } from './comparison.ts';
import type { CompiledCondition } from './condition.ts';
import type { Condition, FieldCondition } from './condition.schema.ts';
import { fieldValues } from './fields.ts';
import type { Rule } from './mapping-rule.schema.ts';
import { type CompiledRule, type RuleIndex, truthOf, withinBudget } from './rule-index.ts';
import type { Meter } from './step-budget.ts';

export type RuleOutcome = 'met' | 'not-met' | 'unknown';

/** The first condition that kept a rule from being met. */
export interface Decider {
  /** JSON pointer from the rule: "/when/all/1", "/sources", "/across/allOf" (none of its steps). */
  readonly pointer: string;
  /** null: it is about the rule's sources, or about none of its steps being met. */
  readonly condition: Condition | null;
  /** It stands below a `not`: it was met, and should not have been. */
  readonly isNegated: boolean;
  readonly outcome: Exclude<RuleOutcome, 'met'>;
  /** What the statement has in the field that is asked. */
  readonly found: readonly Scalar[];
}
export interface RuleTrace {
  readonly rule: Rule;
  readonly outcome: RuleOutcome;
  /** null exactly when the rule is met. */
  readonly decidedBy: Decider | null;
}

const isField = (condition: Condition): condition is FieldCondition => 'field' in condition;

interface Asked {
  readonly statement: NormalStatement;
  readonly meter: Meter;
}

/** Of a condition that is not `wanted`: the innermost, leftmost part that made it so. */
function deciderIn(compiled: CompiledCondition, wanted: boolean, asked: Asked): Decider {
  const { condition, pointer, parts, test } = compiled;
  const truth = test(asked.statement, asked.meter);
  const isOnePart =
    truth === null || 'not' in condition || ('all' in condition && wanted) || ('any' in condition && !wanted);
  if (isOnePart) {
    const inner = 'not' in condition ? !wanted : wanted;
    // Of what is false one false part is the reason; of what is unknown, one unknown part.
    const sought = truth === null ? null : !inner;
    const part = parts.find((one) => one.test(asked.statement, asked.meter) === sought);
    if (part) return deciderIn(part, inner, asked);
  }
  return {
    pointer,
    condition,
    isNegated: !wanted,
    outcome: truth === null ? 'unknown' : 'not-met',
    found: isField(condition) ? fieldValues(asked.statement, condition.field) : [],
  };
}

function deciderOf(compiled: CompiledRule, statement: NormalStatement): Decider | null {
  const { rule, sources, when, steps } = compiled;
  if (sources && !sources.has(statement.sourceId))
    return {
      pointer: '/sources',
      condition: null,
      isNegated: false,
      outcome: 'not-met',
      found: [statement.sourceId],
    };
  return withinBudget(compiled, (meter) => {
    const asked = { statement, meter };
    if (when().test(statement, meter) !== true) return deciderIn(when(), true, asked);
    const met = steps.map(({ test }) => test(statement, meter));
    if (steps.length === 0 || met.includes(true)) return null;
    const unknown = steps[met.indexOf(null)];
    if (unknown) return deciderIn(unknown, true, asked);
    return {
      pointer: rule.across && 'allOf' in rule.across ? '/across/allOf' : '/across/sequence',
      condition: null,
      isNegated: false,
      outcome: 'not-met',
      found: [],
    };
  });
}

/** @throws {EngineError} as `withinBudget`. */
export function traceRule(compiled: CompiledRule, statement: NormalStatement): RuleTrace {
  const { rule } = compiled;
  const truth = truthOf(compiled, statement);
  if (truth === true) return { rule, outcome: 'met', decidedBy: null };
  const decidedBy = deciderOf(compiled, statement);
  return { rule, outcome: truth === null ? 'unknown' : 'not-met', decidedBy };
}

/** Every candidate, in order of the mapping. @throws {EngineError} as `withinBudget`. */
export const traceRules = (
  { rules }: { readonly rules: RuleIndex },
  statement: NormalStatement,
): readonly RuleTrace[] => rules.candidates(statement).map((one) => traceRule(one, statement));

/** Of one rule over many statements. */
export interface RuleCounts {
  met: number;
  notMet: number;
  unknown: number;
  /** Pointer of the condition that was unknown → how many statements. */
  readonly unknownBy: Map<string, number>;
}

/** Adds traces to counts by rule id. */
export function countTraces(counts: Map<string, RuleCounts>, traces: readonly RuleTrace[]): void {
  for (const { rule, outcome, decidedBy } of traces) {
    const of = counts.get(rule.id) ?? { met: 0, notMet: 0, unknown: 0, unknownBy: new Map<string, number>() };
    counts.set(rule.id, of);
    if (outcome === 'met') of.met += 1;
    else if (outcome === 'not-met') of.notMet += 1;
    else {
      of.unknown += 1;
      const pointer = decidedBy?.pointer ?? '/when';
      of.unknownBy.set(pointer, (of.unknownBy.get(pointer) ?? 0) + 1);
    }
  }
}
