// SPDX-License-Identifier: Apache-2.0
/**
 * A sheet of an XLSX workbook (ECMA-376 part 1, 18.3) → table. Of a formula the result counts that the file holds; where it holds
 * none, or an error, the cell is named. Dates become days as ISO 8601 writes them.
 */
import { type FrameworkFault, refused } from '../faults.ts';
import type { ReadTable, Table, TableRow } from './table.types.ts';
import { readWorkbookParts, readXml, WorkbookError, type WorkbookParts } from './workbook-parts.ts';

const mostRows = 200_000;
const mostColumns = 500;

/** "AB" → 27. */
function columnOf(address: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(address)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
/** 27 → "AB". */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1)
    name = String.fromCharCode(65 + (rest % 26)) + name;
  return name;
}

const xlsxPlaces: Pick<Table, 'placeOf' | 'pointerOf'> = {
  placeOf: (line, column) => `cell ${columnName(column)}${line}`,
  pointerOf: (line, column) => (column === undefined ? `/row ${line}` : `/${columnName(column)}${line}`),
};

function readStrings(xml: string): readonly string[] {
  const strings: string[] = [];
  let text: string | null = null;
  let isReading = false;
  // What is said of how to pronounce it (`rPh`) is no part of the text.
  let phonetic = 0;
  if (xml !== '')
    readXml(xml, {
      open: (name) => {
        if (name === 'si') text = '';
        if (name === 'rPh') phonetic += 1;
        isReading = name === 't' && phonetic === 0;
      },
      text: (more) => {
        if (isReading && text !== null) text += more;
      },
      close: (name) => {
        isReading = false;
        if (name === 'rPh') phonetic -= 1;
        if (name === 'si') strings.push(text ?? '');
      },
    });
  return strings;
}

/** Formats that show a number as a date: those built in (18.8.30), and own ones that write a day or a year. */
function readDateStyles(xml: string): ReadonlySet<number> {
  const own = new Set<number>();
  const styles = new Set<number>();
  let isInCells = false;
  let next = 0;
  const isDate = (id: number) => (id >= 14 && id <= 22) || own.has(id);
  if (xml !== '')
    readXml(xml, {
      open: (name, { numFmtId = '0', formatCode = '' }) => {
        const plain = formatCode.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
        if (name === 'numFmt' && /[dy]/i.test(plain)) own.add(Number(numFmtId));
        if (name === 'cellXfs') isInCells = true;
        if (name === 'xf' && isInCells) {
          if (isDate(Number(numFmtId))) styles.add(next);
          next += 1;
        }
      },
      close: (name) => {
        if (name === 'cellXfs') isInCells = false;
      },
    });
  return styles;
}

const dayMs = 86_400_000;
/** Days since 1899-12-30 (or 1904-01-01) as a day. */
const dayText = (days: number, from1904: boolean) => {
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const ms = start + Math.floor(days) * dayMs;
  return Number.isFinite(ms) && Math.abs(ms) < 8e15 ? new Date(ms).toISOString().slice(0, 10) : '';
};

interface Cell {
  readonly address: string;
  readonly type: string;
  readonly style: number;
  readonly hasFormula: boolean;
  /** null: the file holds none. */
  readonly value: string | null;
}

class SheetReader {
  readonly rows: TableRow[] = [];
  readonly faults: FrameworkFault[] = [];
  more = 0;
  readonly #strings: readonly string[];
  readonly #dates: ReadonlySet<number>;
  readonly #from1904: boolean;

  constructor({ sharedStrings, styles, from1904 }: WorkbookParts) {
    this.#strings = readStrings(sharedStrings);
    this.#dates = readDateStyles(styles);
    this.#from1904 = from1904;
  }

  #fault(address: string, code: string, message: string): string {
    if (this.faults.length < 200) this.faults.push({ pointer: `/${address}`, code, message });
    else this.more += 1;
    return '';
  }

  textOf({ address, type, style, hasFormula, value }: Cell): string {
    if (type === 'e')
      return this.#fault(address, 'CELL_ERROR', `Cell ${address} shows ${value ?? 'an error'}.`);
    if (value === null)
      return hasFormula
        ? this.#fault(
            address,
            'FORMULA_WITHOUT_VALUE',
            `Cell ${address} holds a formula, and the file does not hold its result. Open it in a spreadsheet program and save it, or write the value itself.`,
          )
        : '';
    if (type === 's') return (this.#strings[Number(value)] ?? '').trim();
    if (type === 'b') return value === '1' ? 'true' : 'false';
    if (type === 'd') return value.slice(0, 10);
    if (type !== 'n') return value.trim();
    const number = Number(value);
    if (!Number.isFinite(number)) return value.trim();
    return this.#dates.has(style) ? dayText(number, this.#from1904) : String(number);
  }

  add(line: number, cells: readonly Cell[]): void {
    const texts: string[] = [];
    cells.forEach((cell, i) => {
      const column = cell.address === '' ? i : columnOf(cell.address);
      const text = this.textOf({ ...cell, address: cell.address || `${columnName(i)}${line}` });
      if (column < mostColumns && text !== '') {
        while (texts.length < column) texts.push('');
        texts[column] = text;
      }
    });
    if (texts.length === 0) return;
    if (this.rows.length === mostRows)
      this.#fault(`row ${line}`, 'TOO_MANY_ROWS', 'A table may have 200,000 rows.');
    else if (this.rows.length < mostRows) this.rows.push({ line, cells: texts });
  }
}

function readRows(parts: WorkbookParts): SheetReader {
  const reader = new SheetReader(parts);
  let line = 0;
  let cells: Cell[] = [];
  let cell: { -readonly [K in keyof Cell]: Cell[K] } | null = null;
  let reading: 'v' | 't' | 'f' | null = null;
  readXml(parts.sheet, {
    open: (name, { r = '', t = 'n', s = '0' }) => {
      if (name === 'row') {
        line = r === '' ? line + 1 : Number(r);
        cells = [];
      } else if (name === 'c')
        cell = { address: r, type: t, style: Number(s), hasFormula: false, value: null };
      else if (name === 'f' && cell) cell.hasFormula = true;
      reading = name === 'v' || name === 't' ? name : null;
    },
    text: (text) => {
      if (reading && cell) cell.value = (cell.value ?? '') + text;
    },
    close: (name) => {
      reading = null;
      if (name === 'c' && cell) {
        cells.push(cell);
        cell = null;
      } else if (name === 'row') reader.add(line, cells);
    },
  });
  return reader;
}

/** @param sheet its name; without it the first that is not hidden. */
export function readXlsxTable(bytes: Uint8Array, sheet?: string): ReadTable {
  try {
    const { rows, faults, more } = readRows(readWorkbookParts(bytes, sheet));
    if (faults.length > 0) return refused(faults, more);
    return { ok: true, table: { rows, ...xlsxPlaces } };
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error;
    return refused([{ pointer: '', code: 'WORKBOOK', message: error.message }]);
  }
}
