// SPDX-License-Identifier: Apache-2.0
/**
 * Conditions in three values, made ready once. Met, not met, or unknown (null): a comparison with something that was not sent is
 * unknown, and unknown yields nothing (Kleene's strong logic). A set that is empty is simply not met.
 */
import type { NormalStatement } from '@cairn/dialects';
import { parseTimestamp } from '@cairn/xapi';
import {
  isExtension,
  isOrdering,
  measuredFields,
  namedFields,
  type Operator,
  type Scalar,
  typeOfField,
} from './comparison.ts';
import { type Condition, type FieldCondition, partsOf } from './condition.schema.ts';
import { readerOf } from './fields.ts';
import { isMoment, type Span, spanOf } from './moments.ts';
import { type Meter, spend } from './step-budget.ts';
import type { TemplateTest } from './templates/statement-template.ts';
import { textPattern } from './text-pattern.ts';

export type Truth = boolean | null;
export type ConditionTest = (statement: NormalStatement, meter: Meter) => Truth;

/** What decides a condition beside itself. */
export interface ConditionContext {
  /** In which days of conditions begin and end. */
  readonly timeZone: string;
  readonly template: (iri: string) => TemplateTest | undefined;
}

/** A condition with its test and its parts, so that it can also be said which part decided. */
export interface CompiledCondition {
  readonly condition: Condition;
  /** JSON pointer from the rule. */
  readonly pointer: string;
  readonly test: ConditionTest;
  readonly parts: readonly CompiledCondition[];
}

/** A text that is longer is no name and no identifier: of an expression with it nothing is known. */
const longestMatched = 4096;
const charactersPerStep = 4;

/** Whether one value that is there holds; null: it cannot be compared. */
type Holds = (value: Scalar, meter: Meter) => Truth;

const unknownWhenAbsent: ReadonlySet<string> = new Set([...measuredFields, ...namedFields]);
const isUnknownWhenAbsent = (field: string) => unknownWhenAbsent.has(field) || isExtension(field);

const foldCase = (value: Scalar): Scalar => (typeof value === 'string' ? value.toLowerCase() : value);
/** As good as not sent: something else than what it is compared with. */
const ofKind =
  (wanted: readonly Scalar[], holds: (value: Scalar) => boolean): Holds =>
  (value) =>
    wanted.some((one) => typeof one === typeof value) ? holds(value) : null;

const orders: Readonly<Record<string, (bound: Scalar) => (value: Scalar) => boolean>> = {
  lt: (bound) => (value) => value < bound,
  lte: (bound) => (value) => value <= bound,
  gt: (bound) => (value) => value > bound,
  gte: (bound) => (value) => value >= bound,
};
const orderHolds = (op: Operator, low: Scalar, high: Scalar) =>
  orders[op]?.(low) ?? ((value: Scalar) => value >= low && value <= high);

/** Days and moments: "on or before" a day is before the day after. */
const spans: Readonly<Record<string, (first: Span) => (ms: number) => boolean>> = {
  lt: (first) => (ms) => ms < first.from,
  lte: (first) => (ms) => ms < first.to,
  gt: (first) => (ms) => ms >= first.to,
  gte: (first) => (ms) => ms >= first.from,
};
function spanHolds(op: Operator, low: string, high: string, timeZone: string): (ms: number) => boolean {
  const [first, last] = [spanOf(low, timeZone), spanOf(high, timeZone)];
  if (!first || !last) return () => false;
  return spans[op]?.(first) ?? ((ms) => ms >= first.from && ms < last.to);
}

function orderedHolds({ field, op }: FieldCondition, list: readonly Scalar[], timeZone: string): Holds {
  const low = list[0] ?? 0;
  const high = list.at(-1) ?? low;
  if (typeof low === 'string' && typeof high === 'string' && isMoment(low) && isMoment(high)) {
    const holds = spanHolds(op, low, high, timeZone);
    if (field === 'occurredAt') return (value) => typeof value === 'number' && holds(value);
    return (value) => {
      const ms = typeof value === 'string' && isMoment(value) ? parseTimestamp(value) : null;
      return ms === null ? null : holds(ms);
    };
  }
  return ofKind([low], orderHolds(op, low, high));
}

function textHolds(op: Operator, wanted: string, isFolded: boolean): Holds {
  if (op === 'matches') {
    const pattern = textPattern(wanted);
    return (value, meter) => {
      if (typeof value !== 'string' || value.length > longestMatched) return null;
      spend(meter, Math.ceil((value.length * pattern.size) / charactersPerStep));
      return pattern.test(value);
    };
  }
  return (value, meter) => {
    if (typeof value !== 'string') return null;
    spend(meter, Math.ceil(value.length / 64));
    const text = isFolded ? value.toLowerCase() : value;
    return op === 'prefix' ? text.startsWith(wanted) : text.includes(wanted);
  };
}

function holdsOf(condition: FieldCondition, timeZone: string): Holds {
  const { field, op, value, ignoreCase: isFolded = false } = condition;
  const given: readonly Scalar[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const list = isFolded ? given.map(foldCase) : given;
  const [first = ''] = list;
  if (isOrdering(op) || field === 'occurredAt') return orderedHolds(condition, list, timeZone);
  if (op === 'prefix' || op === 'contains' || op === 'matches') return textHolds(op, String(first), isFolded);
  const set = new Set(list);
  const isIn = isFolded ? (one: Scalar) => set.has(foldCase(one)) : (one: Scalar) => set.has(one);
  const holds = op === 'ne' ? (one: Scalar) => !isIn(one) : isIn;
  // In a field of texts there is nothing but texts.
  return typeOfField(field) === 'text' ? holds : ofKind(list, holds);
}

function compileField(condition: FieldCondition, timeZone: string): ConditionTest {
  const { field, op } = condition;
  const reader = readerOf(field);
  if (op === 'exists') {
    const isWanted = (condition.value ?? true) === true;
    return (statement, meter) => {
      spend(meter, 1);
      const isThere = 'one' in reader ? reader.one(statement) !== null : reader.many(statement).length > 0;
      return isThere === isWanted;
    };
  }
  const holds = holdsOf(condition, timeZone);
  const absent = isUnknownWhenAbsent(field) ? null : op === 'ne';
  if ('one' in reader)
    return (statement, meter) => {
      spend(meter, 1);
      const value = reader.one(statement);
      return value === null ? absent : holds(value, meter);
    };
  // "is not" speaks of the whole set, everything else of any member.
  const decisive = op !== 'ne';
  return (statement, meter) => {
    const values = reader.many(statement);
    spend(meter, values.length + 1);
    if (values.length === 0) return absent;
    let result: Truth = !decisive;
    for (const value of values) {
      const truth = holds(value, meter);
      if (truth === decisive) return decisive;
      if (truth === null) result = null;
    }
    return result;
  };
}

/** `decisive` settles it; else unknown if any is unknown; else the opposite. */
export function joined(tests: readonly ConditionTest[], decisive: boolean): ConditionTest {
  return (statement, meter) => {
    let result: Truth = !decisive;
    for (const test of tests) {
      const truth = test(statement, meter);
      if (truth === decisive) return decisive;
      if (truth === null) result = null;
    }
    return result;
  };
}

function testOf(
  condition: Condition,
  parts: readonly CompiledCondition[],
  context: ConditionContext,
): ConditionTest {
  if ('all' in condition || 'any' in condition)
    return joined(
      parts.map(({ test }) => test),
      'any' in condition,
    );
  if ('not' in condition) {
    const inner = parts[0]?.test;
    return (statement, meter) => {
      const truth = inner?.(statement, meter) ?? null;
      return truth === null ? null : !truth;
    };
  }
  if ('template' in condition) {
    const template = context.template(condition.template);
    return (statement, meter) =>
      template !== undefined &&
      template.firstMiss(statement.sent, (steps) => spend(meter, steps)) === undefined;
  }
  return compileField(condition, context.timeZone);
}

/** @param pointer where the condition stands in its rule. */
export function compileCondition(
  condition: Condition,
  context: ConditionContext,
  pointer = '',
): CompiledCondition {
  const parts = partsOf(condition).map(([place, part]) => compileCondition(part, context, pointer + place));
  return { condition, pointer, test: testOf(condition, parts, context), parts };
}
