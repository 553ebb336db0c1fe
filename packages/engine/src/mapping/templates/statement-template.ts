// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a statement follows a template of an xAPI Profile: its determining properties are the statement's or a part of them,
 * and its rules hold (xAPI Profiles 8.0, Statement Template Rules). Flow: condition `template` → [here].
 */
import { contextActivities, contextSlots, isActivity, stableJson, type Statement } from '@cairn/xapi';
import { type JsonPath, located, parseJsonPath } from './json-path.ts';
import type { StatementTemplate, TemplateRule } from './template.schema.ts';

/** What a selector finds nothing for. */
const unmatchable = Symbol('unmatchable');
type Spend = (steps: number) => void;
/** Context slots as arrays, as the algorithm wants them; the rest as it was sent. */
type Document = unknown;
type RuleTest = (document: Document, spend: Spend) => boolean;

export interface TemplateTest {
  /** undefined: holds. Else what does not: a determining property, or a rule by its place. */
  readonly firstMiss: (statement: Statement, spend: Spend) => string | undefined;
}

function documentOf(statement: Statement): Document {
  const slots = statement.context?.contextActivities;
  if (!slots || contextSlots.every((slot) => slots[slot] === undefined || Array.isArray(slots[slot])))
    return statement;
  const lists = contextSlots.flatMap((slot) =>
    slots[slot] === undefined ? [] : [[slot, contextActivities(statement, slot)] as const],
  );
  return { ...statement, context: { ...statement.context, contextActivities: Object.fromEntries(lists) } };
}

/** Paths come checked from the schema. */
const pathOf = (text: string): JsonPath => parseJsonPath(text).path ?? [];

/** undefined: nothing is asked of the values. */
const listed = (values: readonly unknown[] | undefined) => values && new Set(values.map(stableJson));

function compileRule({ location, selector, presence, any, all, none }: TemplateRule): RuleTest {
  const path = pathOf(location);
  const inner = selector === undefined ? undefined : pathOf(selector);
  const [anyOf, allOf, noneOf] = [listed(any), listed(all), listed(none)];
  return (document, spend) => {
    const places = located(path, document, spend);
    const values = inner
      ? places.flatMap((place) => {
          const found = located(inner, place, spend);
          return found.length > 0 ? found : [unmatchable];
        })
      : places;
    const matchable = values.filter((value) => value !== unmatchable);
    if (presence === 'included' && (matchable.length === 0 || matchable.length < values.length)) return false;
    if (presence === 'excluded' && matchable.length > 0) return false;
    if (presence === 'recommended' && matchable.length === 0) return true;
    spend(matchable.length);
    const texts = matchable.map(stableJson);
    if (anyOf && !texts.some((text) => anyOf.has(text))) return false;
    if (allOf && (matchable.length < values.length || !texts.every((text) => allOf.has(text)))) return false;
    return !(noneOf && texts.some((text) => noneOf.has(text)));
  };
}

type Determining = readonly (readonly [
  string,
  readonly string[],
  (statement: Statement) => readonly string[],
])[];

const typesIn = (slot: Parameters<typeof contextActivities>[1]) => (statement: Statement) =>
  contextActivities(statement, slot).flatMap(({ definition }) => definition?.type ?? []);

/** Type of the object where that is an activity. */
export const objectTypes = ({ object }: Statement): readonly string[] =>
  isActivity(object) && object.definition?.type !== undefined ? [object.definition.type] : [];

function determiningOf(template: StatementTemplate): Determining {
  const all: Determining = [
    ['verb', [template.verb ?? []].flat(), ({ verb }) => [verb.id]],
    ['objectActivityType', [template.objectActivityType ?? []].flat(), objectTypes],
    ['contextGroupingActivityType', template.contextGroupingActivityType ?? [], typesIn('grouping')],
    ['contextParentActivityType', template.contextParentActivityType ?? [], typesIn('parent')],
    ['contextOtherActivityType', template.contextOtherActivityType ?? [], typesIn('other')],
    ['contextCategoryActivityType', template.contextCategoryActivityType ?? [], typesIn('category')],
    [
      'attachmentUsageType',
      template.attachmentUsageType ?? [],
      ({ attachments }) => (attachments ?? []).map(({ usageType }) => usageType),
    ],
  ];
  return all.filter(([, wanted]) => wanted.length > 0);
}

/** Whether a template says which statements are meant: without that it would be tried on each. */
export const isDetermined = (template: StatementTemplate): boolean => determiningOf(template).length > 0;

export function compileTemplate(template: StatementTemplate): TemplateTest {
  const determining = determiningOf(template);
  const rules = template.rules.map(compileRule);
  return {
    firstMiss: (statement, spend) => {
      for (const [name, wanted, read] of determining) {
        const there = read(statement);
        spend(there.length + 1);
        if (!wanted.every((one) => there.includes(one))) return name;
      }
      const document = documentOf(statement);
      const missed = rules.findIndex((holds) => !holds(document, spend));
      return missed < 0 ? undefined : `rules/${missed}`;
    },
  };
}
