// SPDX-License-Identifier: Apache-2.0
/** Bytes of a CSV or XLSX file → table, with what is worth knowing of it. Pure. */
import { decodeText, readCsvTable, readWorkbookParts, readXlsxTable, readXml } from '@cairn/frameworks';
import type { MatrixFault, MatrixTable, PlacedFault } from './matrix.types.ts';

export type OpenedMatrix =
  | {
      readonly ok: true;
      readonly table: MatrixTable;
      /** Rows that are none, beside those that the table has. */
      readonly faults: readonly PlacedFault[];
      /** How many such rows there are beyond those listed. */
      readonly more: number;
      readonly notes: readonly MatrixFault[];
    }
  | { readonly ok: false; readonly faults: readonly MatrixFault[]; readonly more: number };

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b;
const isOldExcel = (bytes: Uint8Array) => bytes[0] === 0xd0 && bytes[1] === 0xcf;
/** So many are named. */
const mostNamed = 20;

/** Addresses of the cells that hold a formula, each with a result: one without is refused when the sheet is read. */
function formulasOf(bytes: Uint8Array): readonly string[] {
  const found: string[] = [];
  let address = '';
  readXml(readWorkbookParts(bytes).sheet, {
    open: (name, { r = '' }) => {
      if (name === 'c') address = r;
      if (name === 'f') found.push(address);
    },
  });
  return found;
}

function formulaNote(bytes: Uint8Array): readonly MatrixFault[] {
  const cells = formulasOf(bytes);
  if (cells.length === 0) return [];
  const more = cells.length > mostNamed ? ` and ${cells.length - mostNamed} more` : '';
  return [
    {
      place: '',
      code: 'FORMULAS',
      message: `Formulas stand in ${cells.slice(0, mostNamed).join(', ')}${more}: what counts is the result that the file holds, as of when it was saved.`,
    },
  ];
}

/** "/line 3/column 2" → "line 3, column 2", "/C12" → "cell C12". */
const placeOf = (pointer: string) =>
  pointer
    .slice(1)
    .replace('/', ', ')
    .replace(/^([A-Z]+\d+)$/, 'cell $1');

export function openMatrix(bytes: Uint8Array): OpenedMatrix {
  if (isOldExcel(bytes))
    return {
      ok: false,
      faults: [
        { place: '', code: 'OLD_EXCEL', message: 'This is the old XLS format. Save it as XLSX or CSV.' },
      ],
      more: 0,
    };
  const read = isZip(bytes) ? readXlsxTable(bytes) : readCsvTable(decodeText(bytes).text);
  const table = read.ok ? read.table : read.rest;
  const faults = read.ok
    ? []
    : read.faults.map(({ pointer, code, message }) => ({
        place: placeOf(pointer),
        line: Number(/\d+/.exec(pointer)?.[0] ?? -1),
        column: -1,
        code,
        message,
      }));
  const more = read.ok ? 0 : (read.more ?? 0);
  if (!table)
    return { ok: false, faults: faults.map(({ place, code, message }) => ({ place, code, message })), more };
  const { rows, pointerOf } = table;
  return {
    ok: true,
    table: { rows, placeOf: (line, column) => placeOf(pointerOf(line, column)) },
    faults,
    more,
    notes: isZip(bytes) ? formulaNote(bytes) : [],
  };
}
