// SPDX-License-Identifier: Apache-2.0
/**
 * Rows of a training matrix → certificates: one a row, or one a cell where people meet competencies. Everything that cannot be
 * read is said with its place. Pure but for the turns that it leaves to others: a file may be long.
 */
import { setImmediate } from 'node:timers/promises';
import { type EntryKind, entryKinds } from '@cairn/engine';
import type { TableRow } from '@cairn/frameworks';
import { groupMessage } from '../check-entry.ts';
import type { CompetencyNames } from './competency-names.ts';
import {
  type CompetencyColumns,
  findMatrixColumns,
  type MatrixColumns,
  type MatrixField,
} from './matrix-columns.ts';
import type {
  ItemColumns,
  MatrixFault,
  MatrixItem,
  MatrixOptions,
  MatrixTable,
  PlacedFault,
} from './matrix.types.ts';
import { type DayOrder, readDay } from './read-day.ts';

export interface ReadMatrix {
  readonly items: readonly MatrixItem[];
  /** Certificates that the file holds, readable or not. */
  readonly count: number;
  readonly faults: readonly PlacedFault[];
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
  readonly faults: PlacedFault[] = [];
  constructor(table: MatrixTable, row: TableRow, columns: MatrixColumns, order: DayOrder) {
    this.#table = table;
    this.#row = row;
    this.#columns = columns;
    this.#order = order;
  }
  get line(): number {
    return this.#row.line;
  }
  placeOf(column: number | undefined): string {
    return this.#table.placeOf(this.line, column ?? 0);
  }
  fault(column: number | undefined, code: string, message: string): undefined {
    this.faults.push({ place: this.placeOf(column), line: this.line, column: column ?? 0, code, message });
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
  /** undefined here and below: it cannot be read, which is said. */
  day(column: number | undefined): string | undefined {
    const text = this.cell(column);
    if (text === '') return this.fault(column, 'DAY_MISSING', 'Here the day of issue is missing.');
    const read = readDay(text, this.#order);
    return read.ok ? read.day : this.fault(column, read.code, read.message);
  }
  end(column: number | null | undefined): string | null | undefined {
    if (column === null || column === undefined || endless.has(this.cell(column).toLowerCase())) return null;
    return this.day(column);
  }
  kind(): EntryKind | null | undefined {
    const text = this.text('kind');
    if (text === null) return null;
    const kind = kindWords.get(text.toLowerCase());
    if (kind) return kind;
    return this.fault(
      this.column('kind'),
      'KIND_UNKNOWN',
      `"${text}" is no kind. There are: ${entryKinds.join(', ')}.`,
    );
  }
  value(): number | null | undefined {
    const text = this.text('value');
    if (text === null) return null;
    const value = text.endsWith('%')
      ? Number(text.slice(0, -1).replace(',', '.')) / 100
      : Number(text.replace(',', '.'));
    if (value >= 0 && value <= 1) return value;
    return this.fault(this.column('value'), 'VALUE', `"${text}" is no value from 0 to 1, nor a percentage.`);
  }
  #person(): string | undefined {
    return (
      this.text('person') ??
      this.text('email') ??
      this.fault(this.personColumn, 'PERSON_MISSING', 'Here it is not said who.')
    );
  }
  /** Where it is said who, or should be. */
  get personColumn(): number | undefined {
    const [person, email] = [this.column('person'), this.column('email')];
    return this.text('person') === null && this.text('email') !== null ? email : (person ?? email);
  }
  /** What all certificates of the row have in common. */
  common() {
    return {
      line: this.line,
      personPlace: this.placeOf(this.personColumn),
      person: this.#person(),
      kind: this.kind(),
      value: this.value(),
      level: this.text('level'),
      assessor: this.text('assessor'),
      issuer: this.text('issuer'),
      reference: this.text('reference'),
      note: this.text('note'),
    };
  }
  competency(names: CompetencyNames): string | undefined {
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
    if (names.isGroup(name)) return this.fault(column, 'COMPETENCY_IS_GROUP', groupMessage(name));
    return this.fault(
      column,
      'COMPETENCY_UNKNOWN',
      name === '' ? 'Here the competency is missing.' : `No competency in force is called "${name}".`,
    );
  }
}

const listColumns = ({ fields }: MatrixColumns): ItemColumns => ({
  competency: fields.get('competency'),
  issued: fields.get('issued'),
  expires: fields.get('expires'),
  level: fields.get('level'),
  value: fields.get('value'),
});

const readListRow = (reader: RowReader, columns: ItemColumns, names: CompetencyNames): MatrixItem => ({
  ...reader.common(),
  columns,
  competencyId: reader.competency(names),
  issued: reader.day(columns.issued),
  expires: reader.end(columns.expires),
});

const rangeOf = /^(.+?)(?:\s*–\s*|\s+-\s+|\s+bis\s+|\s+to\s+)(.+)$/i;

/** A day of issue, perhaps with the day of its end behind it. */
function readCell(reader: RowReader, column: number, order: DayOrder) {
  const text = reader.cell(column);
  const [, from = text, to] = rangeOf.exec(text) ?? [];
  const isMark = /^(x|✓|✔|ja|yes|ok|1)$/i.test(text);
  if (isMark)
    reader.fault(
      column,
      'DAY_MISSING',
      `"${text}" says that it is held, and not since when. Write the day of issue.`,
    );
  const read = (day: string) => {
    const one = readDay(day, order);
    return one.ok ? one.day : reader.fault(column, one.code, one.message);
  };
  return {
    issued: isMark ? undefined : read(from),
    end: to === undefined ? null : { day: read(to) },
  };
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
  return held.flatMap(({ competencyId, issued: column, expires }) => {
    if (column === null) return [];
    const { issued, end } = readCell(reader, column, order);
    return [
      {
        ...common,
        competencyId,
        columns: {
          competency: column,
          issued: column,
          expires: end || expires === null ? column : expires,
          level: reader.column('level'),
          value: reader.column('value'),
        },
        issued,
        expires: end ? end.day : reader.end(expires),
      },
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
  if (columns.faults.length > 0)
    return {
      items: [],
      count: 0,
      faults: columns.faults.map((fault) => ({ ...fault, line: -1, column: -1 })),
      notes: columns.notes,
    };
  const ofList = listColumns(columns);
  const items: MatrixItem[] = [];
  const faults: PlacedFault[] = [];
  let count = 0;
  for (const [i, row] of table.rows.slice(1).entries()) {
    if (i % rowsInARow === rowsInARow - 1) await setImmediate();
    const reader = new RowReader(table, row, columns, order);
    const found =
      columns.competencies.length === 0
        ? [readListRow(reader, ofList, names)]
        : readMatrixRow(reader, columns.competencies, order);
    items.push(...found);
    faults.push(...reader.faults);
    count += countOf(reader, columns.competencies);
  }
  return { items, count, faults, notes: columns.notes };
}
