// SPDX-License-Identifier: Apache-2.0
/** The CSV that Moodle's competency frameworks are exported to and imported from. */
import { refused } from '../../faults.ts';
import type { Framework } from '../../framework.schema.ts';
import { readCsvTable, writeCsv } from '../../tables/csv-table.ts';
import type { FrameworkFormat } from '../format.types.ts';
import { longestName, moodleFields } from './moodle-rows.ts';
import { readMoodle } from './read-moodle.ts';
import { moodleRelations, writeMoodle } from './write-moodle.ts';

const noText = { pointer: '', code: 'NO_TEXT', message: 'A CSV file is a text.' };

const column = (name: (typeof moodleFields)[number]) => moodleFields.indexOf(name);

/** The framework's row stands before its competencies. */
const rowsToSee = 50;

/** By its columns: a row that is a framework and has no parent, whatever the headers are called. */
function isMoodle(document: unknown): boolean {
  if (typeof document !== 'string') return false;
  const read = readCsvTable(document, rowsToSee);
  if (!read.ok) return document.slice(0, 2000).toLowerCase().includes('is framework');
  const [header, ...rows] = read.table.rows;
  return (
    (header?.cells.length ?? 0) >= column('isframework') + 1 &&
    (header?.cells.some((cell) => cell.toLowerCase() === 'is framework') === true ||
      rows.some(({ cells }) => cells[column('isframework')] === '1' && cells[0] === ''))
  );
}

const lostWords: readonly (readonly [string, (framework: Framework) => boolean])[] = [
  [
    'relations other than parents and cross-references',
    ({ relations }) => relations.some(({ type }) => !moodleRelations.has(type)),
  ],
  [
    'second and further parents',
    ({ relations }) => {
      const children = relations.filter(({ type }) => type === 'isChildOf').map(({ origin }) => origin);
      return new Set(children).size < children.length;
    },
  ],
  ['alignments to other frameworks', ({ alignments = [] }) => alignments.length > 0],
  ['indicators', ({ competencies }) => competencies.some(({ indicators }) => indicators.length > 0)],
  ['context', ({ competencies }) => competencies.some(({ context }) => context !== undefined)],
  ['periods of validity', ({ competencies }) => competencies.some(({ validFor }) => validFor !== undefined)],
  [
    'texts in other languages',
    ({ competencies }) => competencies.some(({ label }) => Object.keys(label).length > 1),
  ],
  [
    `names beyond ${longestName} letters`,
    ({ competencies }) =>
      competencies.some(({ label }) =>
        Object.values(label).some((one) => Array.from(one).length > longestName),
      ),
  ],
  [
    'cut points of scales',
    ({ scales }) => scales.some(({ levels }) => levels.some((one) => one.minScore !== undefined)),
  ],
];

export const moodleCsv: FrameworkFormat = {
  id: 'moodle-csv',
  title: 'Moodle CSV',
  mediaTypes: ['text/x-moodle-framework+csv', 'text/csv'],
  extension: 'csv',
  content: 'text',
  detect: (document) => (isMoodle(document) ? 0.9 : 0),
  parse: (document, options = {}) => {
    if (typeof document !== 'string') return refused([noText]);
    const read = readCsvTable(document);
    return read.ok ? readMoodle(read.table, options) : refused(read.faults, read.more);
  },
  write: (framework) => ({
    document: writeCsv(writeMoodle(framework)),
    lost: lostWords.filter(([, isThere]) => isThere(framework)).map(([words]) => words),
  }),
};
