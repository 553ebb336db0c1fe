// SPDX-License-Identifier: Apache-2.0
/** Plain CSV: one competency a row, columns found by their headers or named by the user. */
import { refused } from '../../faults.ts';
import { delimiterOf, readCsvTable, writeCsv } from '../../tables/csv-table.ts';
import { frameworkToTable } from '../../tables/framework-to-table.ts';
import { tableToFramework } from '../../tables/table-to-framework.ts';
import type { FrameworkFormat } from '../format.types.ts';

const noText = { pointer: '', code: 'NO_TEXT', message: 'A CSV file is a text.' };

export const csv: FrameworkFormat = {
  id: 'csv',
  title: 'CSV',
  mediaTypes: ['text/csv', 'text/plain', 'text/tab-separated-values'],
  extension: 'csv',
  content: 'text',
  detect: (document) => {
    if (typeof document !== 'string' || document.trim() === '') return 0;
    const [first = ''] = document.split('\n', 1);
    return first.includes(delimiterOf(document)) ? 0.5 : 0.2;
  },
  parse: (document, options = {}) => {
    if (typeof document !== 'string') return refused([noText]);
    const read = readCsvTable(document);
    return read.ok ? tableToFramework(read.table, options) : refused(read.faults, read.more);
  },
  write: (framework) => {
    const { rows, lost } = frameworkToTable(framework);
    return { document: writeCsv(rows), lost };
  },
};
