// SPDX-License-Identifier: Apache-2.0
/** The framework of the Port of Aldermouth: 25 competencies in 5 groups, four levels. */
import { cargo } from './competencies/cargo.ts';
import type { CompetencyPlan } from './competencies/competency-plan.ts';
import { lifting } from './competencies/lifting.ts';
import { quay } from './competencies/quay.ts';
import { safety } from './competencies/safety.ts';
import { teamwork } from './competencies/teamwork.ts';

export const levels = [
  { id: 'knows', rank: 1, name: { en: 'Knows', de: 'Kennt' }, proficient: false, minScore: 0.3 },
  { id: 'applies', rank: 2, name: { en: 'Applies', de: 'Wendet an' }, proficient: true, minScore: 0.55 },
  { id: 'leads', rank: 3, name: { en: 'Leads', de: 'Leitet' }, proficient: true, minScore: 0.75 },
  { id: 'coaches', rank: 4, name: { en: 'Coaches', de: 'Schult' }, proficient: true, minScore: 0.92 },
] as const;

export const groups = [
  { id: 'safety', code: 'S', label: { en: 'Safety', de: 'Sicherheit' }, members: safety },
  { id: 'quay', code: 'Q', label: { en: 'Quay work', de: 'Kaiarbeit' }, members: quay },
  { id: 'lifting', code: 'L', label: { en: 'Lifting', de: 'Heben' }, members: lifting },
  { id: 'cargo', code: 'C', label: { en: 'Cargo', de: 'Ladung' }, members: cargo },
  { id: 'teamwork', code: 'T', label: { en: 'Teamwork', de: 'Zusammenarbeit' }, members: teamwork },
] as const;

export const competencies: readonly CompetencyPlan[] = groups.flatMap(({ members }) => members);

const inFramework = (
  { id, label, statement, context, indicators, kind, validFor }: CompetencyPlan,
  code: string,
) => ({
  id,
  code,
  label,
  statement,
  kind,
  context,
  indicators: levels.map((level) => ({
    id: `${id}-${level.id}`,
    level: level.id,
    text: indicators[level.id],
    kind: level.id === 'knows' ? 'knowledge' : 'performance',
  })),
  ...(validFor === undefined ? {} : { validFor }),
});

export const framework = {
  id: 'aldermouth-quay',
  title: { en: 'Aldermouth port competencies', de: 'Kompetenzen des Hafens Aldermouth' },
  version: '3',
  publisher: 'Port of Aldermouth',
  scale: 'aldermouth-levels',
  scales: [{ id: 'aldermouth-levels', name: { en: 'Four levels', de: 'Vier Stufen' }, levels }],
  competencies: [
    ...groups.map(({ id, code, label }) => ({ id, code, label, statement: label, kind: 'group' })),
    ...groups.flatMap(({ code, members }) => members.map((one, i) => inFramework(one, `${code}${i + 1}`))),
  ],
  relations: groups.flatMap(({ id, members }) =>
    members.map((one) => ({ type: 'isChildOf', origin: one.id, destination: id })),
  ),
};
