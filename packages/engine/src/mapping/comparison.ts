// SPDX-License-Identifier: Apache-2.0
/**
 * What a rule may compare: fields, operators, and which value makes sense for them. A comparison that could never hold, or
 * that could never fail, is a mistake of whoever wrote it; it is refused before it is published.
 */
import { dialects, shownByWays, statementKinds } from '@cairn/dialects';

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
] as const;
/** Absent = unknown. */
export const measuredFields = ['score', 'success', 'completion', 'durationSeconds'] as const;
export const otherFields = [
  'source',
  'dialect',
  'platform',
  'registration',
  'instructor',
  'response',
  'activityName',
  'shownBy',
] as const;
export const operators = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'prefix', 'exists'] as const;
export type Operator = (typeof operators)[number];

export const extensionPrefix = 'extension:';
const fields: ReadonlySet<string> = new Set([...anchorFields, ...measuredFields, ...otherFields]);
const isExtension = (field: string) => field.startsWith(extensionPrefix);

export const isField = (field: string): boolean => fields.has(field) || /^extension:\S+$/.test(field);

const ordering: ReadonlySet<Operator> = new Set<Operator>(['lt', 'lte', 'gt', 'gte']);
export const isOrdering = (op: Operator): boolean => ordering.has(op);

type Scalar = string | number | boolean;
interface Comparison {
  readonly field: string;
  readonly op: Operator;
  readonly value?: Scalar | readonly Scalar[] | undefined;
}
export interface ComparisonFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Says what a value must be; undefined: it is right. */
type Check = (value: Scalar) => string | undefined;
const text: Check = (value) => (typeof value === 'string' ? undefined : 'a text');
const truth: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false');
const numberUpTo =
  (most: number, what: string): Check =>
  (value) =>
    typeof value === 'number' && value >= 0 && value <= most ? undefined : what;
const oneOf =
  (known: readonly string[]): Check =>
  (value) =>
    known.some((one) => one === value) ? undefined : `one of ${known.join(', ')}`;

/** Fields with values of their own; every other is a text, an extension anything. */
const checks: ReadonlyMap<string, Check> = new Map(
  Object.entries({
    score: numberUpTo(1, 'a number from 0 to 1 (80 % is 0.8)'),
    durationSeconds: numberUpTo(Number.MAX_SAFE_INTEGER, 'a number of seconds'),
    success: truth,
    completion: truth,
    kind: oneOf(statementKinds),
    shownBy: oneOf(shownByWays),
    dialect: oneOf(dialects.map(({ id, version }) => `${id}@${version}`)),
  }),
);
const ordered: ReadonlySet<string> = new Set(['score', 'durationSeconds']);
const unordered: ReadonlySet<string> = new Set(['success', 'completion']);

const orderable: Check = (value) => (typeof value === 'boolean' ? 'a number or a text' : undefined);

function checkOf({ field, op }: Comparison): Check {
  if (op === 'prefix') return text;
  if (isExtension(field)) return isOrdering(op) ? orderable : () => undefined;
  return checks.get(field) ?? text;
}

/** null: the field can be asked so. */
function operatorFault({ field, op }: Comparison): string | null {
  if (isExtension(field)) return null;
  if (isOrdering(op) && !ordered.has(field))
    return `${field} has no order. Use eq, ne, in${unordered.has(field) ? '' : ', prefix'} or exists.`;
  if (op === 'prefix' && (ordered.has(field) || unordered.has(field)))
    return `${field} is no text. prefix is for texts only.`;
  return null;
}

function existsFault({ value }: Comparison): ComparisonFault | null {
  return value === undefined || typeof value === 'boolean'
    ? null
    : { path: ['value'], message: 'exists takes true, false or no value.' };
}

function valueFault(comparison: Comparison): ComparisonFault | null {
  const { field, op, value } = comparison;
  if (value === undefined)
    return { path: ['value'], message: `${op} needs a value to compare ${field} with.` };
  if (Array.isArray(value) && op !== 'in')
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
  return null;
}

/** The first thing that is wrong with a comparison, with its place in it; null when it makes sense. */
export function comparisonFault(comparison: Comparison): ComparisonFault | null {
  const wrong = operatorFault(comparison);
  if (wrong !== null) return { path: ['op'], message: wrong };
  return comparison.op === 'exists' ? existsFault(comparison) : valueFault(comparison);
}
