// SPDX-License-Identifier: Apache-2.0
/** Activities and their definitions, interactions among them (xAPI 1.0.3 Data 2.4.4.1). */
import { anyText, arrayOf, at, type Check, constant, has, isObject, note, object } from './checks.ts';
import { extensions, iri, languageMap } from './values.ts';

const rule = 'Data 2.4.4.1';
const interactionTypes = [
  'true-false',
  'choice',
  'fill-in',
  'long-fill-in',
  'matching',
  'performance',
  'sequencing',
  'likert',
  'numeric',
  'other',
];
const component = object({ required: { id: anyText(rule) }, optional: { description: languageMap }, rule });
/** Which lists of components an interaction type may have. */
const componentsOf: Readonly<Record<string, readonly string[]>> = {
  choice: ['choices'],
  sequencing: ['choices'],
  likert: ['scale'],
  matching: ['source', 'target'],
  performance: ['steps'],
};
const componentKeys = ['choices', 'scale', 'source', 'target', 'steps'] as const;

const components: Check = (value, pointer, checking) => {
  arrayOf(component, rule)(value, pointer, checking);
  if (!Array.isArray(value)) return;
  const ids = value.map((one: unknown) => (isObject(one) ? one['id'] : undefined));
  if (new Set(ids).size < ids.length)
    note(checking, pointer, 'ID_REPEATED', 'Every component needs an id of its own.', rule);
};

const definitionShape = object({
  optional: {
    name: languageMap,
    description: languageMap,
    type: iri(rule),
    moreInfo: iri(rule),
    extensions,
    interactionType: constant(interactionTypes, rule),
    correctResponsesPattern: arrayOf(anyText(rule), rule),
    ...Object.fromEntries(componentKeys.map((key) => [key, components])),
  },
  rule,
});

const definition: Check = (value, pointer, checking) => {
  definitionShape(value, pointer, checking);
  if (!isObject(value)) return;
  const kind = value['interactionType'];
  const used = componentKeys.filter((key) => has(value, key));
  if (kind === undefined && (used.length > 0 || has(value, 'correctResponsesPattern')))
    note(
      checking,
      at(pointer, 'interactionType'),
      'REQUIRED',
      'An interaction must say its interactionType.',
      rule,
    );
  if (typeof kind !== 'string') return;
  for (const key of used)
    if (!componentsOf[kind]?.includes(key))
      note(
        checking,
        at(pointer, key),
        'COMPONENT_NOT_ALLOWED',
        `An interaction of type "${kind}" has no "${key}".`,
        rule,
      );
};

export const activity: Check = object({
  required: { id: iri(rule) },
  optional: { objectType: constant(['Activity'], rule), definition },
  rule,
});

const slot: Check = (value, pointer, checking) =>
  (Array.isArray(value) ? arrayOf(activity, 'Data 2.4.6.2') : activity)(value, pointer, checking);
export const contextActivitiesCheck: Check = object({
  optional: { parent: slot, grouping: slot, category: slot, other: slot },
  rule: 'Data 2.4.6.2',
});
