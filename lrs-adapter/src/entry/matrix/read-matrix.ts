// SPDX-License-Identifier: Apache-2.0
/**
 * Rows of a training matrix → certificates: one a row, or one a cell where people meet competencies. Everything that cannot be
 * read is said with its place. Pure but for the turns that it leaves to others: a file may be long.
 */
import { setImmediate } from 'node:timers/promises';
import { type EntryKind, entryKinds } from '@cairn/engine';
import type { TableRow } from '@cairn/frameworks';
import type { CompetencyNames } from './competency-names.ts';
import {
  type CompetencyColumns,
  findMatrixColumns,
  type MatrixColumns,
  type MatrixField,
} from './matrix-columns.ts';
import type { MatrixFault, MatrixItem, MatrixOptions, MatrixTable } from './matrix.types.ts';
import { type DayOrder, readDay } from './read-day.ts';

export interface ReadMatrix {
  readonly items: readonly MatrixItem[];
  /** Certificates that the file holds, readable or not. */
  readonly count: number;
  readonly faults: readonly MatrixFault[];
  readonly notes: readonly MatrixFault[];
}

/** In the cell of a person and a competency: there is none. */
const none: ReadonlySet<string> = new Set([
  '',
  '-',
  '–',
  '—',
  '0',
  'n/a',
  'no',
  'none',
  'nein',
  'kein',
  'keine',
  'entfällt',
]);
/** In the place of an end: there is none. */
const endless: ReadonlySet<string> = new Set([
  '',
  '-',
  '–',
  '—',
  'never',
  'unlimited',
  'none',
  'nie',
  'unbefristet',
  'unbegrenzt',
]);
const kindWords: ReadonlyMap<string, EntryKind> = new Map([
  ...entryKinds.map((kind) => [kind, kind] as const),
  ...(['certificate', 'paper', 'zertifikat', 'nachweis', 'papier'] as const).map(
    (word) => [word, 'manual'] as const,
  ),
  ['beobachtung', 'observation'],
  ['prior learning', 'prior-learning'],
  ['vorkenntnisse', 'prior-learning'],
]);

/** Reads one row; what is wrong goes into `faults`. */
class RowReader {
  readonly #table: MatrixTable;
  readonly #row: TableRow;
  readonly #columns: MatrixColumns;
  readonly #order: DayOrder;
  readonly faults: MatrixFault[] = [];
  constructor(table: MatrixTable, row: TableRow, columns: MatrixColumns, order: DayOrder) {
    this.#table = table;
    this.#row = row;
    this.#columns = columns;
    this.#order = order;
  }
  placeOf(column: number | undefined): string {
    return this.#table.placeOf(this.#row.line, column ?? 0);
  }
  fault(column: number | undefined, code: string, message: string): null {
    this.faults.push({ place: this.placeOf(column), code, message });
    return null;
  }
  cell(column: number | null | undefined): string {
    return column === null || column === undefined ? '' : (this.#row.cells[column] ?? '');
  }
  column(field: MatrixField): number | undefined {
    return this.#columns.fields.get(field);
  }
  text(field: MatrixField): string | null {
    return this.cell(this.column(field)) || null;
  }
  day(column: number | undefined): string | null {
    const text = this.cell(column);
    if (text === '') return this.fault(column, 'DAY_MISSING', 'Here the day of issue is missing.');
    const read = readDay(text, this.#order);
    return read.ok ? read.day : this.fault(column, read.code, read.message);
  }
  /** undefined: it cannot be read. */
  end(column: number | null | undefined): string | null | undefined {
    if (column === null || column === undefined || endless.has(this.cell(column).toLowerCase())) return null;
    return this.day(column) ?? undefined;
  }
  kind(): EntryKind | null | undefined {
    const text = this.text('kind');
    if (text === null) return null;
    const kind = kindWords.get(text.toLowerCase());
    if (kind) return kind;
    this.fault(
      this.column('kind'),
      'KIND_UNKNOWN',
      `"${text}" is no kind. There are: ${entryKinds.join(', ')}.`,
    );
    return undefined;
  }
  value(): number | null | undefined {
    const text = this.text('value');
    if (text === null) return null;
    const value = text.endsWith('%')
      ? Number(text.slice(0, -1).replace(',', '.')) / 100
      : Number(text.replace(',', '.'));
    if (value >= 0 && value <= 1) return value;
    this.fault(this.column('value'), 'VALUE', `"${text}" is no value from 0 to 1, nor a percentage.`);
    return undefined;
  }
  /** What all certificates of the row have in common; null: something of it is wrong. */
  common() {
    const person = this.text('person') ?? this.text('email');
    if (person === null)
      return this.fault(
        this.column('person') ?? this.column('email'),
        'PERSON_MISSING',
        'Here it is not said who.',
      );
    const [kind, value] = [this.kind(), this.value()];
    if (kind === undefined || value === undefined) return null;
    const words = {
      level: this.text('level'),
      assessor: this.text('assessor'),
      issuer: this.text('issuer'),
      reference: this.text('reference'),
      note: this.text('note'),
    };
    return { person, kind, value, ...words };
  }
  competency(names: CompetencyNames): string | null {
    const column = this.column('competency');
    const name = this.cell(column);
    const [id, ...others] = name === '' ? [] : names.find(name);
    if (id !== undefined && others.length === 0) return id;
    if (id !== undefined)
      return this.fault(
        column,
        'COMPETENCY_AMBIGUOUS',
        `"${name}" may be ${[id, ...others].join(' or ')}. Write the id.`,
      );
    return this.fault(
      column,
      'COMPETENCY_UNKNOWN',
      name === '' ? 'Here the competency is missing.' : `No competency in force is called "${name}".`,
    );
  }
}

function readListRow(reader: RowReader, names: CompetencyNames): readonly MatrixItem[] {
  const common = reader.common();
  const competencyId = reader.competency(names);
  const issued = reader.day(reader.column('issued'));
  const expires = reader.end(reader.column('expires'));
  if (!common || competencyId === null || issued === null || expires === undefined) return [];
  return [{ ...common, place: reader.placeOf(reader.column('issued')), competencyId, issued, expires }];
}

const rangeOf = /^(.+?)(?:\s*–\s*|\s+-\s+|\s+bis\s+|\s+to\s+)(.+)$/i;

/** A day of issue, perhaps with the day of its end behind it. undefined: it cannot be read. */
function readCell(reader: RowReader, { issued: column, expires }: CompetencyColumns, order: DayOrder) {
  const text = reader.cell(column);
  const [, from = text, to] = rangeOf.exec(text) ?? [];
  const day = readDay(from, order);
  if (!day.ok) {
    const isMark = /^(x|✓|✔|ja|yes|ok|1)$/i.test(text);
    const message = isMark
      ? `"${text}" says that it is held, and not since when. Write the day of issue.`
      : day.message;
    reader.fault(column ?? undefined, isMark ? 'DAY_MISSING' : day.code, message);
    return undefined;
  }
  if (to === undefined) {
    const end = reader.end(expires);
    return end === undefined ? undefined : { issued: day.day, expires: end };
  }
  const end = readDay(to, order);
  if (end.ok) return { issued: day.day, expires: end.day };
  reader.fault(column ?? undefined, end.code, end.message);
  return undefined;
}

function readMatrixRow(
  reader: RowReader,
  columns: readonly CompetencyColumns[],
  order: DayOrder,
): readonly MatrixItem[] {
  const held = columns.filter(({ issued }) => !none.has(reader.cell(issued).toLowerCase()));
  for (const { issued, expires } of columns)
    if (none.has(reader.cell(issued).toLowerCase()) && !endless.has(reader.cell(expires).toLowerCase()))
      reader.fault(
        expires ?? undefined,
        'DAY_MISSING',
        'It has an end here, and its day of issue is missing.',
      );
  if (held.length === 0) return [];
  const common = reader.common();
  return held.flatMap((one) => {
    const days = readCell(reader, one, order);
    if (!common || !days) return [];
    return [
      { ...common, ...days, place: reader.placeOf(one.issued ?? undefined), competencyId: one.competencyId },
    ];
  });
}

const countOf = (reader: RowReader, columns: readonly CompetencyColumns[]) =>
  columns.length === 0
    ? 1
    : columns.filter(({ issued }) => !none.has(reader.cell(issued).toLowerCase())).length;

/** Some milliseconds' work. */
const rowsInARow = 200;

export async function readMatrix(
  table: MatrixTable,
  names: CompetencyNames,
  options: MatrixOptions,
): Promise<ReadMatrix> {
  const columns = findMatrixColumns(table, names, options.columns);
  const order = options.dates ?? null;
  if (columns.faults.length > 0) return { items: [], count: 0, faults: columns.faults, notes: columns.notes };
  const items: MatrixItem[] = [];
  const faults: MatrixFault[] = [];
  let count = 0;
  for (const [i, row] of table.rows.slice(1).entries()) {
    if (i % rowsInARow === rowsInARow - 1) await setImmediate();
    const reader = new RowReader(table, row, columns, order);
    const found =
      columns.competencies.length === 0
        ? readListRow(reader, names)
        : readMatrixRow(reader, columns.competencies, order);
    items.push(...found);
    faults.push(...reader.faults);
    count += countOf(reader, columns.competencies);
  }
  return { items, count, faults, notes: columns.notes };
}
