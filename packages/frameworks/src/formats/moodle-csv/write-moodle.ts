// SPDX-License-Identifier: Apache-2.0
/** Framework → rows of Moodle's framework CSV. Moodle has one parent, one language and short names of 100 letters. */
import type { Competency, Framework, Text } from '../../framework.schema.ts';
import { htmlToText, textToHtml } from './html-text.ts';
import { longestName, moodleHeaders } from './moodle-rows.ts';
import { ruleCells } from './moodle-rule.ts';
import { scaleCells } from './moodle-scale.ts';

/** Texts only: nothing else is kept for Moodle. */
const keptOf = ({ kept }: Pick<Framework, 'kept'>): Readonly<Record<string, string | undefined>> => {
  const moodle = kept?.['moodle'];
  const fields = typeof moodle === 'object' && moodle !== null ? Object.entries(moodle) : [];
  return Object.fromEntries(fields.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
};
const cut = (text: string) => Array.from(text).slice(0, longestName).join('');

/** In the framework's language where it is said in it. */
const textIn = (language: string) => (text: Text) => text[language] ?? Object.values(text)[0] ?? '';

/** The description as it came, while it still says the same. */
function descriptionCells(
  statement: string,
  kept: Readonly<Record<string, string | undefined>>,
): readonly [string, string] {
  const { description, descriptionformat = '1' } = kept;
  if (description !== undefined) {
    const text = descriptionformat === '1' ? htmlToText(description) : description.trim();
    if (text === statement) return [description, descriptionformat];
  }
  return [textToHtml(statement), '1'];
}

/** Numbers that came with it stay; the others count on from the highest. */
function exportIds(competencies: readonly Competency[]): (id: string) => number {
  const ids = new Map<string, number>();
  const taken = new Set<number>();
  for (const competency of competencies) {
    const { exportid } = keptOf(competency);
    const number = Number(exportid);
    if (exportid === undefined || !Number.isSafeInteger(number) || number < 1 || taken.has(number)) continue;
    taken.add(number);
    ids.set(competency.id, number);
  }
  let next = Math.max(0, ...[...taken].slice(-1), taken.size);
  for (const { id } of competencies) {
    if (ids.has(id)) continue;
    do next += 1;
    while (taken.has(next));
    taken.add(next);
    ids.set(id, next);
  }
  return (id) => ids.get(id) ?? 0;
}

function relatedOf({ relations }: Framework): ReadonlyMap<string, readonly string[]> {
  const related = new Map<string, string[]>();
  const add = (id: string, other: string) => {
    const own = related.get(id);
    if (own) own.push(other);
    else related.set(id, [other]);
  };
  for (const { type, origin, destination } of relations)
    if (type === 'isRelatedTo') {
      add(origin, destination);
      add(destination, origin);
    }
  return related;
}

/** The first parent of each: Moodle has a tree. */
function parentsOf({ id: own, relations }: Framework): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  for (const { type, origin, destination } of relations)
    if (type === 'isChildOf' && destination !== own && !parents.has(origin)) parents.set(origin, destination);
  return parents;
}

export const moodleRelations: ReadonlySet<string> = new Set(['isChildOf', 'isRelatedTo']);

export function writeMoodle(framework: Framework): readonly (readonly string[])[] {
  const { competencies, scales, language = 'en' } = framework;
  const text = textIn(language);
  const kept = keptOf(framework);
  const exportId = exportIds(competencies);
  const related = relatedOf(framework);
  const parents = parentsOf(framework);
  const codes = new Map(competencies.map(({ id, code }) => [id, code]));
  const codeOf = (id: string | undefined) => (id === undefined ? '' : (codes.get(id) ?? ''));
  const scaleOf = (id: string | undefined) => {
    const scale = scales.find((one) => one.id === id);
    return scale ? scaleCells(scale, text) : (['', ''] as const);
  };
  const competencyRow = (competency: Competency): readonly string[] => {
    const { id, code, label, statement, scale, rollUp } = competency;
    const shortname = cut(text(label));
    const own = keptOf(competency);
    const said = text(statement);
    const isNameOnly = said === shortname && own['description'] === undefined;
    const { ruletype, ruleoutcome, ruleconfig } = ruleCells(rollUp, exportId);
    const others = (related.get(id) ?? []).map((other) => codeOf(other).replaceAll(',', '%2C'));
    const description = isNameOnly ? (['', '1'] as const) : descriptionCells(said, own);
    const references = others.join(',');
    return [
      codeOf(parents.get(id)),
      code,
      shortname,
      ...description,
      ...scaleOf(scale),
      ruletype,
      ruleoutcome,
      ruleconfig,
      references,
      String(exportId(id)),
      '',
      '',
    ];
  };
  const described = descriptionCells(framework.description ? text(framework.description) : '', kept);
  const row = [
    '',
    kept['idnumber'] ?? framework.id,
    cut(text(framework.title)),
    ...described,
    ...scaleOf(framework.scale),
    '',
    '',
    '',
    '',
    kept['exportid'] ?? '',
    '1',
    kept['taxonomies'] ?? 'competency,competency,competency,competency',
  ];
  return [moodleHeaders, row, ...competencies.map(competencyRow)];
}
