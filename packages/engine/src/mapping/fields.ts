// SPDX-License-Identifier: Apache-2.0
/** What a statement has in each field that a condition may ask: one value, none, or a set. */
import type { NormalActivity, NormalStatement } from '@cairn/dialects';
import { extensionPrefix, isExtension, type Scalar } from './comparison.ts';

export type FieldReader =
  | { readonly one: (statement: NormalStatement) => Scalar | null }
  | { readonly many: (statement: NormalStatement) => readonly Scalar[] };

const none: readonly Scalar[] = [];
const ids = (activities: readonly NormalActivity[]): readonly Scalar[] =>
  activities.length === 0 ? none : activities.map(({ id }) => id);
const types = (activities: readonly NormalActivity[]): readonly Scalar[] =>
  activities.length === 0 ? none : activities.flatMap(({ type }) => type ?? []);
const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);

const readers: Readonly<Record<string, FieldReader>> = {
  verb: { one: ({ verb }) => verb },
  activity: { one: ({ activity }) => activity?.id ?? null },
  stableActivity: { one: ({ stableActivity }) => stableActivity },
  activityType: { one: ({ activity }) => activity?.type ?? null },
  activityName: { many: ({ activity }) => Object.values(activity?.name ?? {}) },
  kind: { one: ({ kind }) => kind },
  shownBy: { one: ({ shownBy }) => shownBy },
  parent: { many: ({ parents }) => ids(parents) },
  parentType: { many: ({ parents }) => types(parents) },
  grouping: { many: ({ groupings }) => ids(groupings) },
  groupingType: { many: ({ groupings }) => types(groupings) },
  category: { many: ({ categories }) => ids(categories) },
  categoryType: { many: ({ categories }) => types(categories) },
  other: { many: ({ others }) => ids(others) },
  otherType: { many: ({ others }) => types(others) },
  score: { one: ({ score }) => score },
  raw: { one: ({ scoreAsSent }) => scoreAsSent?.raw ?? null },
  min: { one: ({ scoreAsSent }) => scoreAsSent?.min ?? null },
  max: { one: ({ scoreAsSent }) => scoreAsSent?.max ?? null },
  scaled: { one: ({ scoreAsSent }) => scoreAsSent?.scaled ?? null },
  success: { one: ({ success }) => success },
  completion: { one: ({ completion }) => completion },
  durationSeconds: { one: ({ durationMs }) => (durationMs === null ? null : durationMs / 1000) },
  occurredAt: { one: ({ occurredAt }) => occurredAt },
  source: { one: ({ sourceId }) => sourceId },
  dialect: { one: ({ dialect }) => dialect },
  platform: { one: ({ platform }) => platform },
  language: { one: ({ language }) => language },
  registration: { one: ({ registration }) => registration },
  instructor: { one: ({ instructor }) => instructor },
  response: { one: ({ response }) => response },
  attempt: { one: ({ attempt }) => attempt },
};

const noReader: FieldReader = { one: () => null };

/** What an extension holds when that can be compared: a text, a number, true or false. */
export function extensionValue({ extensions }: NormalStatement, iri: string): Scalar | null {
  const value = Object.hasOwn(extensions, iri) ? extensions[iri] : null;
  return isScalar(value) ? value : null;
}

export function readerOf(field: string): FieldReader {
  if (isExtension(field)) {
    const iri = field.slice(extensionPrefix.length);
    return { one: (statement) => extensionValue(statement, iri) };
  }
  return Object.hasOwn(readers, field) ? (readers[field] ?? noReader) : noReader;
}

/** What a statement has in a field: several for sets, none when absent. */
export function fieldValues(statement: NormalStatement, field: string): readonly Scalar[] {
  const reader = readerOf(field);
  if ('many' in reader) return reader.many(statement);
  const value = reader.one(statement);
  return value === null ? none : [value];
}
