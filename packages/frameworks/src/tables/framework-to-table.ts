// SPDX-License-Identifier: Apache-2.0
/** Framework → a plain table, one competency a row, with the headers that reading it knows. */
import type { Competency, Framework } from '../framework.schema.ts';

const fields = ['kind', 'validFor', 'status', 'validFrom', 'validTo', 'scale', 'uri'] as const;
const texts = ['label', 'statement', 'context'] as const;

/** What a spreadsheet would take for a formula gets a mark before it; reading takes it off again. */
const marked = (cell: string) => (/^'*[=+\-@]/.test(cell) ? `'${cell}` : cell);

function languagesOf({ competencies }: Framework): readonly string[] {
  const seen = new Set<string>();
  for (const competency of competencies)
    for (const field of texts) for (const tag of Object.keys(competency[field] ?? {})) seen.add(tag);
  return [...seen];
}

export interface FrameworkTable {
  readonly rows: readonly (readonly string[])[];
  readonly lost: readonly string[];
}

const lostWords: readonly (readonly [string, (framework: Framework) => boolean])[] = [
  ['relations other than isChildOf', ({ relations }) => relations.some(({ type }) => type !== 'isChildOf')],
  ['alignments to other frameworks', ({ alignments = [] }) => alignments.length > 0],
  ['indicators', ({ competencies }) => competencies.some(({ indicators }) => indicators.length > 0)],
  ['rules for children', ({ competencies }) => competencies.some(({ rollUp }) => rollUp !== undefined)],
  ['scales', () => true],
];

export function frameworkToTable(framework: Framework): FrameworkTable {
  const languages = languagesOf(framework);
  const parents = new Map<string, string[]>();
  for (const { type, origin, destination } of framework.relations) {
    if (type !== 'isChildOf' || destination === framework.id) continue;
    const own = parents.get(origin);
    if (own) own.push(destination);
    else parents.set(origin, [destination]);
  }
  const columns = texts.flatMap((field) => languages.map((tag) => [field, tag] as const));
  const header = ['id', 'code', 'parent', ...columns.map(([field, tag]) => `${field}@${tag}`), ...fields];
  const rowOf = (competency: Competency) => [
    competency.id,
    competency.code,
    (parents.get(competency.id) ?? []).join('|'),
    ...columns.map(([field, tag]) => competency[field]?.[tag] ?? ''),
    ...fields.map((field) => competency[field] ?? ''),
  ];
  return {
    rows: [header, ...framework.competencies.map((one) => rowOf(one).map(marked))],
    lost: lostWords.filter(([, isThere]) => isThere(framework)).map(([words]) => words),
  };
}
