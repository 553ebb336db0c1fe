// SPDX-License-Identifier: Apache-2.0
/**
 * Parameters of CFDocuments (REST binding 1.1, section 3.1): limit, offset, sort, orderBy, filter, fields. A filter is one comparison,
 * or two joined by AND or OR, of a field with a text in single quotes: title~'safety' AND version='2'. Texts are compared without case.
 */
import { CaseRefusal } from './case-status.ts';

type Document = Readonly<Record<string, unknown>>;
export type Query = Readonly<Record<string, unknown>>;

const fields: ReadonlySet<string> = new Set([
  'identifier',
  'uri',
  'frameworkType',
  'caseVersion',
  'creator',
  'title',
  'lastChangeDateTime',
  'officialSourceURL',
  'publisher',
  'description',
  'subject',
  'subjectURI',
  'language',
  'version',
  'adoptionStatus',
  'statusStartDate',
  'statusEndDate',
  'licenseURI',
  'notes',
  'CFPackageURI',
  'extensions',
]);
const mostAtOnce = 500;

const wrong = (message: string) => new CaseRefusal(400, 'invalid_selection_field', message);

function numberOf(query: Query, name: 'limit' | 'offset', [least, usual]: readonly [number, number]): number {
  const given = query[name];
  if (given === undefined) return usual;
  if (typeof given !== 'string' || !/^\d{1,9}$/.test(given) || Number(given) < least)
    throw wrong(`${name} is a whole number from ${least}.`);
  return Number(given);
}

function fieldsOf({ fields: given }: Query): readonly string[] | null {
  if (given === undefined) return null;
  const names = (Array.isArray(given) ? given : [given]).flatMap((one) => String(one).split(','));
  const unknown = names.find((name) => !fields.has(name));
  if (unknown !== undefined) throw wrong(`A CFDocument has no field "${unknown}".`);
  return names;
}

/** Of an object its title: a link. */
const textsOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value === 'object' && value !== null) return textsOf(Reflect.get(value, 'title'));
  return typeof value === 'string' ? [value.toLowerCase()] : [];
};

type Test = (document: Document) => boolean;
const comparisons: Readonly<Record<string, (own: string, given: string) => boolean>> = {
  '=': (own, given) => own === given,
  '>': (own, given) => own > given,
  '>=': (own, given) => own >= given,
  '<': (own, given) => own < given,
  '<=': (own, given) => own <= given,
  '~': (own, given) => own.includes(given),
};

function comparisonOf(text: string): Test {
  const [, field = '', operator = '', quoted = ''] =
    /^(\w+)\s*(!=|>=|<=|=|>|<|~)\s*'((?:[^']|'')*)'$/.exec(text.trim()) ?? [];
  if (!fields.has(field))
    throw wrong(`The filter is field, operator and text: title~'safety'. Not: ${text.slice(0, 100)}`);
  const given = quoted.replaceAll("''", "'").toLowerCase();
  if (operator === '!=') return (document) => !textsOf(document[field]).includes(given);
  const compare = comparisons[operator];
  return (document) => textsOf(document[field]).some((own) => compare?.(own, given) === true);
}

function filterOf({ filter }: Query): Test {
  if (filter === undefined) return () => true;
  if (typeof filter !== 'string' || filter.length > 1000)
    throw wrong('filter is one text of at most 1000 letters.');
  const [, first = filter, join, second] =
    /^(\w+\s*[!=<>~]+\s*'(?:[^']|'')*')\s+(AND|OR)\s+(.+)$/s.exec(filter) ?? [];
  const one = comparisonOf(first);
  if (second === undefined) return one;
  const other = comparisonOf(second);
  return join === 'AND'
    ? (document) => one(document) && other(document)
    : (document) => one(document) || other(document);
}

/** Without `sort` by identifier: pages hang together. */
function sorterOf({ sort = 'identifier', orderBy = 'asc' }: Query): (a: Document, b: Document) => number {
  if (typeof sort !== 'string' || !fields.has(sort))
    throw new CaseRefusal(400, 'invalid_sort_field', `CFDocuments cannot be sorted by "${String(sort)}".`);
  if (orderBy !== 'asc' && orderBy !== 'desc') throw wrong('orderBy is asc or desc.');
  const way = orderBy === 'asc' ? 1 : -1;
  const key = (document: Document) => textsOf(document[sort])[0] ?? '';
  return (a, b) => (key(a) < key(b) ? -way : key(a) > key(b) ? way : 0);
}

export interface Selected {
  readonly documents: readonly Document[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

/** @throws {CaseRefusal} invalid_selection_field, invalid_sort_field. */
export function selectDocuments(all: readonly Document[], query: Query): Selected {
  const limit = Math.min(numberOf(query, 'limit', [1, 100]), mostAtOnce);
  const offset = numberOf(query, 'offset', [0, 0]);
  const chosen = fieldsOf(query);
  const found = all.filter(filterOf(query)).sort(sorterOf(query));
  const only = (document: Document) =>
    chosen
      ? Object.fromEntries(Object.entries(document).filter(([field]) => chosen.includes(field)))
      : document;
  return {
    documents: found.slice(offset, offset + limit).map(only),
    total: found.length,
    limit,
    offset,
  };
}

/** RFC 8288: the pages around this one. */
export function pageLinks({ total, limit, offset }: Selected, href: (offset: number) => string): string {
  const last = Math.max(0, Math.floor((total - 1) / limit) * limit);
  const pages: readonly (readonly [string, number])[] = [
    ['first', 0],
    ['last', last],
    ...(offset > 0 ? [['prev', Math.max(0, offset - limit)] as const] : []),
    ...(offset + limit < total ? [['next', offset + limit] as const] : []),
  ];
  return pages.map(([rel, at]) => `<${href(at)}>; rel="${rel}"`).join(', ');
}
