// SPDX-License-Identifier: Apache-2.0
/** A plain table in a workbook (XLSX): one competency a row, columns found by their headers or named by the user. */
import { refused } from '../../faults.ts';
import { frameworkToTable } from '../../tables/framework-to-table.ts';
import { tableToFramework } from '../../tables/table-to-framework.ts';
import { writeXlsx } from '../../tables/write-xlsx.ts';
import { readXlsxTable } from '../../tables/xlsx-table.ts';
import type { FrameworkFormat } from '../format.types.ts';

const noBytes = { pointer: '', code: 'NO_BYTES', message: 'A workbook is no text.' };

/** Every ZIP file begins so. */
export const isPacked = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

export const xlsx: FrameworkFormat = {
  id: 'xlsx',
  title: 'Excel workbook (XLSX)',
  mediaTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  extension: 'xlsx',
  content: 'bytes',
  detect: (document) => (document instanceof Uint8Array && isPacked(document) ? 1 : 0),
  parse: (document, options = {}) => {
    if (!(document instanceof Uint8Array)) return refused([noBytes]);
    const read = readXlsxTable(document, options.sheet);
    return read.ok ? tableToFramework(read.table, options) : read;
  },
  write: (framework) => {
    const { rows, lost } = frameworkToTable(framework);
    return { document: writeXlsx(rows), lost };
  },
};
