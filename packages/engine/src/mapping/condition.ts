// SPDX-License-Identifier: Apache-2.0
/**
 * Conditions in three values. Met, not met, or unknown (null): a comparison with a measure that was not sent is unknown,
 * and unknown yields nothing (Kleene's strong logic). A set or a name that is absent is simply not met.
 */
import type { NormalActivity, NormalStatement } from '@cairn/dialects';
import { type Condition, type FieldCondition, measuredFields } from '../rule.schema.ts';

export type Truth = boolean | null;
type Scalar = string | number | boolean;

const ids = (activities: readonly NormalActivity[]) => activities.map(({ id }) => id);
const types = (activities: readonly NormalActivity[]) => activities.flatMap(({ type }) => type ?? []);
const one = (value: Scalar | null | undefined): readonly Scalar[] =>
  value === null || value === undefined ? [] : [value];
const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);

const readers: Readonly<Record<string, (statement: NormalStatement) => readonly Scalar[]>> = {
  verb: ({ verb }) => [verb],
  activity: ({ activity }) => one(activity?.id),
  stableActivity: ({ stableActivity }) => one(stableActivity),
  activityType: ({ activity }) => one(activity?.type),
  activityName: ({ activity }) => Object.values(activity?.name ?? {}),
  kind: ({ kind }) => [kind],
  shownBy: ({ shownBy }) => one(shownBy),
  parent: ({ parents }) => ids(parents),
  parentType: ({ parents }) => types(parents),
  grouping: ({ groupings }) => ids(groupings),
  groupingType: ({ groupings }) => types(groupings),
  category: ({ categories }) => ids(categories),
  categoryType: ({ categories }) => types(categories),
  score: ({ score }) => one(score),
  success: ({ success }) => one(success),
  completion: ({ completion }) => one(completion),
  durationSeconds: ({ durationMs }) => one(durationMs === null ? null : durationMs / 1000),
  source: ({ sourceId }) => [sourceId],
  dialect: ({ dialect }) => [dialect],
  platform: ({ platform }) => one(platform),
  registration: ({ registration }) => one(registration),
  instructor: ({ instructor }) => one(instructor),
  response: ({ response }) => one(response),
};
const measured: ReadonlySet<string> = new Set(measuredFields);
const extensionPrefix = 'extension:';

/** What a statement has in a field: several for sets, none when absent. */
export function fieldValues(statement: NormalStatement, field: string): readonly Scalar[] {
  if (!field.startsWith(extensionPrefix)) return readers[field]?.(statement) ?? [];
  const key = field.slice(extensionPrefix.length);
  const value = Object.hasOwn(statement.extensions, key) ? statement.extensions[key] : undefined;
  return isScalar(value) ? [value] : [];
}

const wanted = ({ value }: FieldCondition): readonly Scalar[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Only numbers with numbers and texts with texts; anything else is not met, in either direction. */
function compare(a: Scalar, b: Scalar | undefined, holds: (order: number) => boolean): boolean {
  if (typeof a === 'number' && typeof b === 'number') return holds(a - b);
  if (typeof a === 'string' && typeof b === 'string') return holds(a < b ? -1 : a > b ? 1 : 0);
  return false;
}

const tests: Readonly<Record<FieldCondition['op'], (value: Scalar, wanted: readonly Scalar[]) => boolean>> = {
  eq: (value, [first]) => value === first,
  ne: (value, [first]) => value !== first,
  in: (value, list) => list.includes(value),
  prefix: (value, [first]) =>
    typeof value === 'string' && typeof first === 'string' && value.startsWith(first),
  lt: (value, [first]) => compare(value, first, (order) => order < 0),
  lte: (value, [first]) => compare(value, first, (order) => order <= 0),
  gt: (value, [first]) => compare(value, first, (order) => order > 0),
  gte: (value, [first]) => compare(value, first, (order) => order >= 0),
  exists: () => true,
};

function testField(condition: FieldCondition, statement: NormalStatement): Truth {
  const values = fieldValues(statement, condition.field);
  if (condition.op === 'exists') return values.length > 0 === ((condition.value ?? true) === true);
  if (values.length === 0) return measured.has(condition.field) ? null : condition.op === 'ne';
  const list = wanted(condition);
  // "is not" speaks of the whole set, everything else of any member.
  return condition.op === 'ne'
    ? values.every((value) => tests.ne(value, list))
    : values.some((value) => tests[condition.op](value, list));
}

export function testCondition(condition: Condition, statement: NormalStatement): Truth {
  if ('all' in condition) return strongest(condition.all, statement, false);
  if ('any' in condition) return strongest(condition.any, statement, true);
  if ('not' in condition) {
    const truth = testCondition(condition.not, statement);
    return truth === null ? null : !truth;
  }
  return testField(condition, statement);
}

/** `decisive` settles it; else unknown if any is unknown; else the opposite. */
function strongest(conditions: readonly Condition[], statement: NormalStatement, decisive: boolean): Truth {
  let result: Truth = !decisive;
  for (const condition of conditions) {
    const truth = testCondition(condition, statement);
    if (truth === decisive) return decisive;
    if (truth === null) result = null;
  }
  return result;
}
