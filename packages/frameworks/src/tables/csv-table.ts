// SPDX-License-Identifier: Apache-2.0
/** Text of a CSV file (RFC 4180, and what spreadsheets make of it: `;` or tabs between the cells) → table. */
import { type CsvError, parse } from 'csv-parse/sync';
import { type FrameworkFault, refused } from '../faults.ts';
import type { ReadTable, Table, TableRow } from './table.types.ts';

const delimiters = [',', ';', '\t', '|'] as const;
/** Nothing that people call a table is longer. */
const mostRows = 200_000;
const longestRecord = 4_000_000;

/** What stands most often in the first line, outside of quotes. */
export function delimiterOf(text: string): string {
  let isQuoted = false;
  const counts = new Map<string, number>(delimiters.map((one) => [one, 0]));
  for (const letter of text) {
    if (letter === '"') isQuoted = !isQuoted;
    else if (letter === '\n' && !isQuoted) break;
    else if (!isQuoted && counts.has(letter)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  return delimiters.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best));
}

const faultWords: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quotation mark opens here and never closes.',
  CSV_INVALID_CLOSING_QUOTE: 'After a closing quotation mark something stands before the next cell.',
  INVALID_OPENING_QUOTE:
    'A quotation mark stands in the middle of a cell; write it twice, in a cell in quotes.',
  CSV_MAX_RECORD_SIZE:
    'This row is longer than four million letters: most likely a quotation mark is not closed.',
};
const toFault = (error: CsvError, line: number): FrameworkFault => ({
  pointer: `/line ${line}`,
  code: 'CSV',
  message: faultWords[error.code] ?? error.message,
});

interface Read {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const csvPlaces: Pick<Table, 'placeOf' | 'pointerOf'> = {
  placeOf: (line, column) => `line ${line}, column ${column + 1}`,
  pointerOf: (line, column) => `/line ${line}${column === undefined ? '' : `/column ${column + 1}`}`,
};

/** A row's line is the one that it begins on. Rows without any text are passed over. @param most rows that are read, to see what it is. */
export function readCsvTable(text: string, most = mostRows + 1): ReadTable {
  const faults: FrameworkFault[] = [];
  let before = 0;
  const take = (error: CsvError | undefined) => {
    if (error) faults.push(toFault(error, Number(Reflect.get(error, 'lines') ?? 1)));
    return undefined;
  };
  try {
    const read = parse(text, {
      delimiter: delimiterOf(text),
      bom: true,
      info: true,
      relax_column_count: true,
      skip_records_with_error: true,
      on_skip: take,
      max_record_size: longestRecord,
      to: most,
    }) as unknown as readonly Read[];
    const rows = read.map(({ record, info: { lines } }): TableRow => {
      const line = before + 1;
      before = lines;
      return { line, cells: record.map((cell) => cell.trim()) };
    });
    if (read.length > mostRows)
      faults.push({
        pointer: `/line ${before}`,
        code: 'TOO_MANY_ROWS',
        message: `A table may have ${mostRows.toLocaleString('en')} rows.`,
      });
    if (faults.length > 0) return refused(faults);
    const table = { rows: rows.filter(({ cells }) => cells.some((cell) => cell !== '')), ...csvPlaces };
    return { ok: true, table };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return refused([
      ...faults,
      toFault(error as CsvError, Number(Reflect.get(error, 'lines') ?? before + 1)),
    ]);
  }
}

/** A cell that a spreadsheet would take for a formula stays a text: what is read back is the same, trimmed. */
const quoted = (cell: string, delimiter: string) =>
  /["\r\n]|^\s|\s$/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;

export const writeCsv = (rows: readonly (readonly string[])[], delimiter = ','): string =>
  rows.map((cells) => `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`).join('');
