// SPDX-License-Identifier: Apache-2.0
/**
 * Conditions taken apart for what can be said of them without a statement: which exclude each other, and which follow from others.
 * Whatever is not understood is taken as possible, so that a warning is never wrong.
 */
import { parseTimestamp, stableJson } from '@cairn/xapi';
import { isOrdering, type Scalar } from './comparison.ts';
import { type Condition, type FieldCondition, partsOf } from './condition.schema.ts';
import { readerOf } from './fields.ts';
import { isMoment } from './moments.ts';

/** A part that must hold for the whole to hold. */
export interface Literal {
  readonly condition: Condition;
  readonly pointer: string;
}

/** The parts that all must hold, however deep `all` stands in `all`. */
export const literalsOf = (condition: Condition, pointer = ''): readonly Literal[] =>
  'all' in condition
    ? partsOf(condition).flatMap(([place, part]) => literalsOf(part, pointer + place))
    : [{ condition, pointer }];

const isComparison = (condition: Condition): condition is FieldCondition => 'field' in condition;
const listOf = ({ value }: FieldCondition): readonly Scalar[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const isSingle = ({ field }: FieldCondition) => 'one' in readerOf(field);
const isExact = ({ op, ignoreCase }: FieldCondition) => (op === 'eq' || op === 'in') && ignoreCase !== true;
const wantsAbsence = ({ op, value }: FieldCondition) => op === 'exists' && value === false;

interface Range {
  readonly low: number;
  readonly high: number;
  readonly isOpen: boolean;
}
const placeOf = (value: Scalar): Scalar =>
  typeof value === 'string' && isMoment(value) ? (parseTimestamp(value) ?? value) : value;

const ranges: Readonly<Record<string, (first: number, last: number) => Range>> = {
  eq: (first) => ({ low: first, high: first, isOpen: false }),
  between: (low, high) => ({ low, high, isOpen: false }),
  gt: (low) => ({ low, high: Infinity, isOpen: true }),
  gte: (low) => ({ low, high: Infinity, isOpen: false }),
  lt: (high) => ({ low: -Infinity, high, isOpen: true }),
  lte: (high) => ({ low: -Infinity, high, isOpen: false }),
};

/** What an ordering lets through; null: another comparison, or one whose bounds are texts. */
function rangeOf(comparison: FieldCondition): Range | null {
  const { op } = comparison;
  const values = listOf(comparison).map(placeOf);
  const [first] = values;
  const last = values.at(-1);
  if (typeof first !== 'number' || typeof last !== 'number') return null;
  return ranges[op]?.(first, last) ?? null;
}

/** Days last a day, so of dates only what lies more than a day apart is surely apart. */
const dayMs = 86_400_000;
const hasDates = (comparison: FieldCondition) =>
  listOf(comparison).some((value) => typeof value === 'string');

function areApart(a: FieldCondition, b: FieldCondition): boolean {
  const [one, other] = [rangeOf(a), rangeOf(b)];
  if (!one || !other) return false;
  const low = Math.max(one.low, other.low);
  const high = Math.min(one.high, other.high);
  if (hasDates(a) || hasDates(b)) return low - high > dayMs;
  return low > high || (low === high && (one.isOpen || other.isOpen));
}

/** Whether one value that `a` names can satisfy `b`; only of exact values. */
function canSatisfy(value: Scalar, b: FieldCondition): boolean {
  const list = listOf(b);
  if (isExact(b)) return list.includes(value);
  if (b.op === 'prefix' && b.ignoreCase !== true)
    return typeof value === 'string' && value.startsWith(String(list[0]));
  if (b.op === 'ne' && b.ignoreCase !== true) return value !== list[0];
  const range = rangeOf(b);
  if (typeof value !== 'number' || !range || hasDates(b)) return true;
  const { low, high } = range;
  return value >= low && value <= high && !(range.isOpen && (value === low || value === high));
}

/** Of a set: "is not" speaks of all its members, everything else of one; so only those two exclude each other. */
function areSetsOpposed(a: FieldCondition, b: FieldCondition): boolean {
  const [without, named] = a.op === 'ne' ? [a, b] : [b, a];
  return without.op === 'ne' && named.op === 'eq' && listOf(named)[0] === listOf(without)[0];
}

function areComparisonsOpposed(a: FieldCondition, b: FieldCondition): boolean {
  if (a.field !== b.field) return false;
  if (wantsAbsence(a) || wantsAbsence(b)) {
    const other = wantsAbsence(a) ? b : a;
    // "is not" holds of an empty set.
    return !wantsAbsence(other) && other.op !== 'ne';
  }
  if (!isSingle(a)) return areSetsOpposed(a, b);
  if (isExact(a)) return !listOf(a).some((value) => canSatisfy(value, b));
  if (isExact(b)) return !listOf(b).some((value) => canSatisfy(value, a));
  return areApart(a, b);
}

/** Whether two parts can never both hold. */
export function areOpposed(a: Condition, b: Condition): boolean {
  if (isComparison(a) && isComparison(b)) return areComparisonsOpposed(a, b);
  const [negation, other] = 'not' in a ? [a, b] : [b, a];
  return 'not' in negation && follows(negation.not, other);
}

/** Whether the range that `a` lets through holds the whole of `b`'s. */
function isWiderRange(a: FieldCondition, b: FieldCondition): boolean {
  const [wide, narrow] = [rangeOf(a), rangeOf(b)];
  if (!wide || !narrow || hasDates(a) || hasDates(b)) return false;
  const touches = narrow.low === wide.low || narrow.high === wide.high;
  return narrow.low >= wide.low && narrow.high <= wide.high && !(wide.isOpen && !narrow.isOpen && touches);
}

/** Whether every value that `b` names satisfies `a`; only of exact ones. */
function isSatisfiedByAll(a: FieldCondition, b: FieldCondition): boolean {
  const isUnderstood = isExact(a) || a.op === 'prefix' || (isOrdering(a.op) && !hasDates(a) && !hasDates(b));
  return isUnderstood && (isSingle(a) || b.op === 'eq') && listOf(b).every((value) => canSatisfy(value, a));
}

/** Whether `a` holds wherever `b` does. */
export function follows(a: Condition, b: Condition): boolean {
  if (stableJson(a) === stableJson(b)) return true;
  if ('any' in a) return a.any.some((part) => follows(part, b));
  if (!isComparison(a) || !isComparison(b) || a.field !== b.field) return false;
  if (a.op === 'exists') return (a.value ?? true) === true && b.op !== 'exists' && b.op !== 'ne';
  return isExact(b) ? isSatisfiedByAll(a, b) : isWiderRange(a, b);
}
