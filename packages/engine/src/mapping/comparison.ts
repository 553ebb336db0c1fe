// SPDX-License-Identifier: Apache-2.0
/**
 * What a rule may compare: fields, operators, and which value makes sense for them. A comparison that could never hold, or
 * that could never fail, is a mistake of whoever wrote it; it is refused before it is published.
 */
import { dialects, shownByWays, statementKinds } from '@cairn/dialects';
import { parseTimestamp } from '@cairn/xapi';
import { isMoment } from './moments.ts';
import { patternFault } from './text-pattern.ts';

/** Sets or texts that are always known; absent = not met. Rules are found by these. */
export const anchorFields = [
  'verb',
  'activity',
  'stableActivity',
  'activityType',
  'kind',
  'parent',
  'parentType',
  'grouping',
  'groupingType',
  'category',
  'categoryType',
  'other',
  'otherType',
  'source',
  'platform',
] as const;
/** Measures. Absent = unknown. */
export const measuredFields = [
  'score',
  'raw',
  'min',
  'max',
  'scaled',
  'success',
  'completion',
  'durationSeconds',
] as const;
/** Texts of which a statement has one or none. Absent = unknown. */
export const namedFields = [
  'platform',
  'language',
  'registration',
  'instructor',
  'response',
  'attempt',
  'shownBy',
] as const;
export const otherFields = ['dialect', 'activityName', 'occurredAt'] as const;
export const operators = [
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  'in',
  'prefix',
  'contains',
  'matches',
  'exists',
] as const;
export type Operator = (typeof operators)[number];

export const extensionPrefix = 'extension:';
/** In order of the documentation. */
export const fields: readonly string[] = [
  ...new Set([...anchorFields, ...measuredFields, ...namedFields, ...otherFields]),
];
const known: ReadonlySet<string> = new Set(fields);
export const isExtension = (field: string): boolean => field.startsWith(extensionPrefix);

export const isField = (field: string): boolean => known.has(field) || /^extension:\S+$/.test(field);

const ordering: ReadonlySet<Operator> = new Set<Operator>(['lt', 'lte', 'gt', 'gte', 'between']);
export const isOrdering = (op: Operator): boolean => ordering.has(op);
const ofTexts: ReadonlySet<Operator> = new Set<Operator>(['prefix', 'contains', 'matches']);
const lettersMatter: ReadonlySet<Operator> = new Set<Operator>(['eq', 'ne', 'in', 'prefix', 'contains']);

export type Scalar = string | number | boolean;
export interface Comparison {
  readonly field: string;
  readonly op: Operator;
  readonly value?: Scalar | readonly Scalar[] | undefined;
  readonly ignoreCase?: boolean | undefined;
}
export interface ComparisonFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

export type FieldType = 'text' | 'number' | 'truth' | 'moment' | 'any';
const numbers: ReadonlySet<string> = new Set(['score', 'raw', 'min', 'max', 'scaled', 'durationSeconds']);
const truths: ReadonlySet<string> = new Set(['success', 'completion']);

/** What stands in a field. Of an extension nothing is known beforehand. */
export function typeOfField(field: string): FieldType {
  if (isExtension(field)) return 'any';
  if (numbers.has(field)) return 'number';
  if (truths.has(field)) return 'truth';
  return field === 'occurredAt' ? 'moment' : 'text';
}

/** Says what a value must be; undefined: it is right. */
type Check = (value: Scalar) => string | undefined;
const text: Check = (value) => (typeof value === 'string' ? undefined : 'a text');
const truth: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false');
const number: Check = (value) => (typeof value === 'number' ? undefined : 'a number');
const moment: Check = (value) =>
  typeof value === 'string' && isMoment(value)
    ? undefined
    : 'a day like "2026-03-01" or a moment like "2026-03-01T09:00:00Z"';
const numberBetween =
  (least: number, most: number, what: string): Check =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most ? undefined : what;
const oneOf =
  (words: readonly string[]): Check =>
  (value) =>
    words.some((one) => one === value) ? undefined : `one of ${words.join(', ')}`;
const pattern: Check = (value) => {
  const fault = typeof value === 'string' ? patternFault(value) : 'is no text';
  return fault === undefined ? undefined : `a regular expression as RE2 reads it; this one ${fault}`;
};

/** Fields with values of their own. */
const checks: ReadonlyMap<string, Check> = new Map(
  Object.entries({
    score: numberBetween(0, 1, 'a number from 0 to 1 (80 % is 0.8)'),
    scaled: numberBetween(-1, 1, 'a number from -1 to 1'),
    durationSeconds: numberBetween(0, Number.MAX_SAFE_INTEGER, 'a number of seconds'),
    kind: oneOf(statementKinds),
    shownBy: oneOf(shownByWays),
    dialect: oneOf(dialects.map(({ id, version }) => `${id}@${version}`)),
  }),
);
const checkOfType: Readonly<Record<FieldType, Check>> = {
  text,
  number,
  truth,
  moment,
  any: () => undefined,
};

const orderable: Check = (value) => (typeof value === 'boolean' ? 'a number or a text' : undefined);

function checkOf({ field, op }: Comparison): Check {
  if (op === 'matches') return pattern;
  if (ofTexts.has(op)) return text;
  if (isExtension(field)) return isOrdering(op) ? orderable : () => undefined;
  return checks.get(field) ?? checkOfType[typeOfField(field)];
}

const operatorsOf: Readonly<Record<Exclude<FieldType, 'any'>, string>> = {
  text: 'eq, ne, in, prefix, contains, matches or exists',
  number: 'eq, ne, lt, lte, gt, gte, between, in or exists',
  truth: 'eq, ne, in or exists',
  moment: 'lt, lte, gt, gte, between, eq or exists',
};

/** Whether a field of this sort can be asked so. */
function canAsk(type: FieldType, op: Operator): boolean {
  if (type === 'any' || op === 'exists') return true;
  if (isOrdering(op)) return type === 'number' || type === 'moment';
  if (ofTexts.has(op)) return type === 'text';
  return type !== 'moment' || op === 'eq';
}

/** null: the field can be asked so. */
function operatorFault({ field, op, value, ignoreCase }: Comparison): ComparisonFault | null {
  const type = typeOfField(field);
  if (type !== 'any' && !canAsk(type, op))
    return { path: ['op'], message: `${field} cannot be asked by ${op}. Use ${operatorsOf[type]}.` };
  if (ignoreCase !== true) return null;
  const isText = type === 'text' || type === 'any';
  return isText && lettersMatter.has(op) && [value].flat().every((one) => typeof one === 'string')
    ? null
    : {
        path: ['ignoreCase'],
        message:
          'ignoreCase is for texts compared by eq, ne, in, prefix or contains. In an expression write (?i).',
      };
}

function existsFault({ value }: Comparison): ComparisonFault | null {
  return value === undefined || typeof value === 'boolean'
    ? null
    : { path: ['value'], message: 'exists takes true, false or no value.' };
}

/** Moments by when they are, whatever zone they are written in. */
const placeOf = (value: Scalar) =>
  typeof value === 'string' && isMoment(value) ? (parseTimestamp(value) ?? value) : value;

/** Where `between` goes: two of a kind, the lower first. */
function rangeFault({ value }: Comparison): ComparisonFault | null {
  const [low, high, ...more] = Array.isArray(value) ? (value as readonly Scalar[]) : [];
  if (low === undefined || high === undefined || more.length > 0)
    return { path: ['value'], message: 'between takes two values: from and to, both included.' };
  if (typeof low !== typeof high)
    return { path: ['value', 1], message: 'between takes two numbers, or two days or moments.' };
  return orderable(low) === undefined && placeOf(low) > placeOf(high)
    ? { path: ['value'], message: 'between takes the lower value first; so nothing lies between.' }
    : null;
}

function valueFault(comparison: Comparison): ComparisonFault | null {
  const { field, op, value } = comparison;
  if (value === undefined)
    return { path: ['value'], message: `${op} needs a value to compare ${field} with.` };
  if (Array.isArray(value) && op !== 'in' && op !== 'between')
    return { path: ['value'], message: `${op} takes one value. For several use in.` };
  const check = checkOf(comparison);
  for (const [i, one] of [value].flat().entries()) {
    const wanted = check(one as Scalar);
    if (wanted !== undefined)
      return {
        path: Array.isArray(value) ? ['value', i] : ['value'],
        message: `${field} must be compared by ${op} with ${wanted}.`,
      };
  }
  return op === 'between' ? rangeFault(comparison) : null;
}

/** The first thing that is wrong with a comparison, with its place in it; null when it makes sense. */
export function comparisonFault(comparison: Comparison): ComparisonFault | null {
  const wrong = operatorFault(comparison);
  if (wrong !== null) return wrong;
  return comparison.op === 'exists' ? existsFault(comparison) : valueFault(comparison);
}
