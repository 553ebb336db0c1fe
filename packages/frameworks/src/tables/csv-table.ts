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
  CSV_QUOTE_NOT_CLOSED: 'A quotation mark opens in this row and never closes.',
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

const csvPlaces: Pick<Table, 'pointerOf'> = {
  pointerOf: (line, column) => `/line ${line}${column === undefined ? '' : `/column ${column + 1}`}`,
};

const lineOf = (error: CsvError) => Number(Reflect.get(error, 'lines') ?? 1);

/** @param before line that the last row read ends on. */
function faultsOf(errors: readonly CsvError[], before: number): FrameworkFault[] {
  return errors.flatMap((error, i) => {
    if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return toFault(error, lineOf(error));
    // It is noticed at the end of the file. Its row follows the last one read, unless another fault lies between.
    if (i === 0) return toFault(error, before + 1);
    // A row given up within a cell in quotes leaves its mark open: that is the same fault.
    if (errors[i - 1]?.code === 'CSV_INVALID_CLOSING_QUOTE') return [];
    const message = 'A quotation mark opens in this row, or in one above, and never closes.';
    return { ...toFault(error, lineOf(error)), message };
  });
}

/** Line that the first fault begins on at the earliest. */
const endOf = ([first]: readonly CsvError[], before: number) => {
  if (!first) return 0;
  return first.code === 'CSV_QUOTE_NOT_CLOSED' ? before + 1 : lineOf(first);
};

/** The first rows, up to `end`: after a quotation mark that is wrong nobody can tell where rows begin. */
const rowsAbove = (rows: readonly TableRow[], end: number): { readonly rest?: Table } => {
  const rest = rows.filter(({ line }) => line < end);
  return rest.length > 0 ? { rest: { rows: rest, ...csvPlaces } } : {};
};

const isFilled = ({ cells }: TableRow) => cells.some((cell) => cell !== '');

/** A row's line is the one that it begins on. Rows without any text are passed over. @param most rows that are read, to see what it is. */
export function readCsvTable(text: string, most = mostRows + 1): ReadTable {
  const errors: CsvError[] = [];
  try {
    const read = parse(text, {
      delimiter: delimiterOf(text),
      bom: true,
      info: true,
      relax_column_count: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        if (error) errors.push(error);
        return undefined;
      },
      max_record_size: longestRecord,
      to: most,
    }) as unknown as readonly Read[];
    let before = 0;
    const rows = read
      .map(({ record, info: { lines } }): TableRow => {
        const line = before + 1;
        before = lines;
        return { line, cells: record.map((cell) => cell.trim()) };
      })
      .filter(isFilled);
    const faults = faultsOf(errors, before);
    if (read.length > mostRows)
      faults.push({
        pointer: `/line ${before}`,
        code: 'TOO_MANY_ROWS',
        message: `A table may have ${mostRows.toLocaleString('en')} rows.`,
      });
    if (faults.length === 0) return { ok: true, table: { rows, ...csvPlaces } };
    return { ...refused(faults), ...rowsAbove(rows, endOf(errors, before)) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return refused([...faultsOf(errors, 0), toFault(error as CsvError, lineOf(error as CsvError))]);
  }
}

/** A cell that a spreadsheet would take for a formula stays a text: what is read back is the same, trimmed. */
const quoted = (cell: string, delimiter: string) =>
  /["\r\n]|^\s|\s$/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;

export const writeCsv = (rows: readonly (readonly string[])[], delimiter = ','): string =>
  rows.map((cells) => `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`).join('');
