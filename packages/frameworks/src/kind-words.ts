// SPDX-License-Identifier: Apache-2.0
/** What others call the kinds of competencies, in English and German. */
import { type Competency, competencyKinds } from './framework.schema.ts';

type Kind = Competency['kind'];
const words: Readonly<Record<Kind, readonly string[]>> = {
  knowledge: ['knowledge', 'concept', 'wissen', 'kenntnis', 'kenntnisse'],
  skill: [
    'skill',
    'competency',
    'competence',
    'standard',
    'ability',
    'outcome',
    'objective',
    'learning objective',
    'learning outcome',
    'practice',
    'proficiency',
    'level',
    'indicator',
    'skill/competence',
    'kompetenz',
    'fertigkeit',
    'fähigkeit',
    'können',
    'lernziel',
  ],
  behaviour: ['behaviour', 'behavior', 'verhalten'],
  task: ['task', 'duty', 'activity', 'aufgabe', 'tätigkeit'],
  attitude: ['attitude', 'value', 'disposition', 'haltung', 'einstellung', 'wert'],
  group: [
    'group',
    'domain',
    'area',
    'category',
    'cluster',
    'strand',
    'substrand',
    'topic',
    'unit',
    'theme',
    'section',
    'grade level',
    'standard group',
    'competency group',
    'gruppe',
    'bereich',
    'domäne',
    'kategorie',
    'kompetenzbereich',
    'themenfeld',
  ],
};
const kinds = new Map(competencyKinds.flatMap((kind) => words[kind].map((word) => [word, kind] as const)));

/** undefined: it is not one of the words. */
export const kindOfWord = (word: string): Kind | undefined => kinds.get(word.trim().toLowerCase());
