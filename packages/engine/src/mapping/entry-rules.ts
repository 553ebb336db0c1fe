// SPDX-License-Identifier: Apache-2.0
/**
 * What is entered into Cairn itself counts by these rules. They belong to every policy, whenever it was published, and to its
 * digests; no mapping can change them. Whoever changes one raises `evidenceRevision`, so that what stands on it is made anew.
 */
import type { Text } from '@cairn/frameworks';
import type { Rule } from './mapping-rule.schema.ts';
import { competencyOfStatement } from './named-competency.ts';

/** Id of the source that only Cairn itself writes for. */
export const entrySource = 'cairn';
export const entryCategory = 'urn:cairn:entry';
export const entryKindKey = 'urn:cairn:entry:kind';

/** Closed list: a certificate on paper, something seen at work, something learnt before. */
export const entryKinds = ['manual', 'observation', 'prior-learning'] as const;
export type EntryKind = (typeof entryKinds)[number];

const titles: Readonly<Record<EntryKind, Text>> = {
  manual: { en: 'Entered: certificate', de: 'Eingetragen: Nachweis auf Papier' },
  observation: { en: 'Entered: observation on the job', de: 'Eingetragen: Beobachtung am Arbeitsplatz' },
  'prior-learning': { en: 'Entered: prior learning', de: 'Eingetragen: früher Gelerntes' },
};

export const entryRules: readonly Rule[] = entryKinds.map((kind) => ({
  // No rule of a mapping can have such an id.
  id: `@entered-${kind}`,
  title: titles[kind],
  competency: competencyOfStatement,
  when: {
    all: [
      { field: 'category', op: 'eq', value: entryCategory },
      { field: `extension:${entryKindKey}`, op: 'eq', value: kind },
    ],
  },
  kind,
  value: { from: 'score' },
  weight: 1,
  sources: [entrySource],
}));

export const isEntryRule = (rule: Rule): boolean => entryRules.includes(rule);
