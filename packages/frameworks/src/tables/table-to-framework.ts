// SPDX-License-Identifier: Apache-2.0
/** A plain table, one competency a row → framework. What is wrong is said of every cell at once, with its place. */
import { type FrameworkFault, refused } from '../faults.ts';
import type { Holds, ReadFramework, ReadOptions } from '../formats/format.types.ts';
import { calendarDurationSchema, daySchema, statuses } from '../framework.schema.ts';
import { idOf } from '../ids.ts';
import { kindOfWord } from '../kind-words.ts';
import { idFaults, parseFramework } from '../parse-framework.ts';
import { scalesOf } from '../usual-scale.ts';
import { type Column, type ColumnField, findColumns } from './columns.ts';
import { type Place, TablePlaces } from './table-places.ts';
import type { Table, TableRow } from './table.types.ts';

interface Draft {
  readonly line: number;
  readonly id: string;
  readonly code: string;
  readonly parents: string;
  readonly group: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const statusWords: Readonly<Record<string, (typeof statuses)[number]>> = {
  entwurf: 'draft',
  gültig: 'adopted',
  active: 'adopted',
  aktiv: 'adopted',
  veraltet: 'deprecated',
  retired: 'deprecated',
};
const units: Readonly<Record<string, string>> = { y: 'Y', j: 'Y', m: 'M', w: 'W', d: 'D', t: 'D' };

/** "P24M", "24 months", "2 Jahre"; a bare number is of months where the header says so. null: none of these. */
export function durationOf(text: string, header: string): string | null {
  if (calendarDurationSchema.safeParse(text).success) return text;
  const [, number, unit = ''] =
    /^(\d{1,4})\s*(years?|months?|weeks?|days?|jahre?|monate?|wochen?|tage?|[ymwdjt])?$/i.exec(text) ?? [];
  if (number === undefined) return null;
  if (unit !== '') return `P${number}${units[unit[0]?.toLowerCase() ?? ''] ?? 'M'}`;
  return /month|monat/i.test(header) ? `P${number}M` : null;
}

/** A day as ISO 8601 writes it, or as in Germany: 31.01.2026. null: none. */
function dayOf(text: string): string | null {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  const iso = year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return daySchema.safeParse(iso).success ? iso : null;
}

/** A text that would be a formula was written with a mark before it. */
const unmarked = (cell: string) => (/^'+[=+\-@]/.test(cell) ? cell.slice(1) : cell);

class TableReader {
  readonly faults: FrameworkFault[] = [];
  readonly #table: Table;
  readonly #columns: readonly Column[];
  readonly #language: string;

  constructor(table: Table, columns: readonly Column[], language: string) {
    this.#table = table;
    this.#columns = columns;
    this.#language = language;
  }

  #refuse(line: number, field: ColumnField, code: string, message: string): undefined {
    const column = this.#columns.find((one) => one.field === field)?.index;
    this.faults.push({ pointer: this.#table.pointerOf(line, column), code, message });
    return undefined;
  }

  /** Of a text its first language. */
  cell({ cells }: TableRow, field: ColumnField): string {
    const column = this.#columns.find((one) => one.field === field);
    return column ? unmarked(cells[column.index] ?? '') : '';
  }

  #text({ cells }: TableRow, field: ColumnField): Readonly<Record<string, string>> | undefined {
    const texts = this.#columns
      .filter((one) => one.field === field)
      .map(({ index, language }) => [language ?? this.#language, unmarked(cells[index] ?? '')] as const)
      .filter(([, text]) => text !== '');
    return texts.length === 0 ? undefined : Object.fromEntries(texts);
  }

  /** undefined: the cell is empty, or wrong and said so. */
  #read(row: TableRow, field: ColumnField, read: (text: string) => string | null, wanted: string) {
    const text = this.cell(row, field);
    if (text === '') return undefined;
    return read(text) ?? this.#refuse(row.line, field, 'CELL', `"${text.slice(0, 60)}" is no ${wanted}.`);
  }

  draft(row: TableRow): Draft | null {
    const label = this.#text(row, 'label') ?? this.#text(row, 'statement');
    const statement = this.#text(row, 'statement') ?? label;
    if (!label || !statement) {
      this.#refuse(row.line, 'label', 'ROW_WITHOUT_NAME', 'This row has neither a label nor a statement.');
      return null;
    }
    const name = Object.values(label)[0] ?? '';
    const code = this.cell(row, 'code') || this.cell(row, 'id') || name.slice(0, 100);
    const header = this.#columns.find(({ field }) => field === 'validFor')?.header ?? '';
    const context = this.#text(row, 'context');
    const optional = {
      context,
      validFor: this.#read(
        row,
        'validFor',
        (text) => durationOf(text, header),
        'period like "24 months" or "P24M"',
      ),
      status: this.#read(
        row,
        'status',
        (text) =>
          statuses.find((one) => one === text.toLowerCase()) ?? statusWords[text.toLowerCase()] ?? null,
        `status: ${statuses.join(', ')}`,
      ),
      validFrom: this.#read(row, 'validFrom', dayOf, 'day like 2026-01-31 or 31.01.2026'),
      validTo: this.#read(row, 'validTo', dayOf, 'day like 2026-01-31 or 31.01.2026'),
      scale: this.cell(row, 'scale') || undefined,
      uri: this.cell(row, 'uri') || undefined,
    };
    const kind =
      this.#read(
        row,
        'kind',
        (text) => kindOfWord(text) ?? null,
        'kind: knowledge, skill, behaviour, task, attitude or group',
      ) ?? 'skill';
    const fields = {
      label,
      statement,
      kind,
      ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    };
    return {
      line: row.line,
      id: idOf(this.cell(row, 'id') || code),
      code,
      parents: this.cell(row, 'parent'),
      group: this.cell(row, 'group'),
      fields,
    };
  }

  parentUnknown = (line: number, name: string) =>
    this.#refuse(
      line,
      'parent',
      'PARENT_UNKNOWN',
      `No row has "${name}" as its id, code or label. Add it, or leave the cell empty.`,
    );
}

/** Whatever a row may be called by; of two that are called alike none is meant. */
function namesOf(drafts: readonly Draft[]): (name: string) => string | undefined {
  // Where one has the code that is another's id, the id is meant.
  const ids = new Map([
    ...drafts.map(({ id, code }) => [code, id] as const),
    ...drafts.map(({ id }) => [id, id] as const),
  ]);
  const labels = new Map<string, string | null>();
  for (const { id, fields } of drafts)
    for (const label of Object.values(fields['label'] as Record<string, string>))
      labels.set(label, labels.has(label) && labels.get(label) !== id ? null : id);
  return (name) => ids.get(name) ?? labels.get(name) ?? undefined;
}

interface Edge {
  readonly type: 'isChildOf';
  readonly origin: string;
  readonly destination: string;
}

function parentEdges(drafts: readonly Draft[], reader: TableReader): readonly Edge[] {
  const idNamed = namesOf(drafts);
  return drafts.flatMap(({ id, line, parents }): Edge[] => {
    if (parents === '') return [];
    const whole = idNamed(parents);
    const names = whole === undefined ? parents.split(/[|;,\n]/).map((one) => one.trim()) : [parents];
    return names.flatMap((name) => {
      if (name === '') return [];
      const destination = idNamed(name);
      if (destination !== undefined) return [{ type: 'isChildOf', origin: id, destination }];
      reader.parentUnknown(line, name);
      return [];
    });
  });
}

/** A column of groups names them by what they are called: each becomes a competency of its own. */
function groupsOf(drafts: readonly Draft[], language: string) {
  const names = [...new Set(drafts.map(({ group }) => group).filter((name) => name !== ''))];
  const taken = new Set(drafts.flatMap(({ id, code }) => [id, code]));
  const idNamed = new Map(
    names.map((name) => [name, taken.has(idOf(name)) ? idOf(`group ${name}`) : idOf(name)] as const),
  );
  const lines = new Map(drafts.toReversed().map(({ group, line }) => [group, line]));
  const groups = names.map((name) => {
    const [id, code] = [idNamed.get(name) ?? '', (taken.has(name) ? `Group ${name}` : name).slice(0, 100)];
    const text = { [language]: name };
    const place: Place = { line: lines.get(name) ?? 1, id, code, within: 'group' };
    return { group: { id, code, label: text, statement: text, kind: 'group' }, place };
  });
  const edges = drafts.flatMap(({ id, group }): Edge[] => {
    const destination = idNamed.get(group);
    return destination === undefined ? [] : [{ type: 'isChildOf', origin: id, destination }];
  });
  return { groups, edges };
}

/** An id only where there is a column of ids. */
const alwaysHeld = ['code', 'label', 'statement'] as const;

function holdsOf(columns: readonly Column[]): Holds {
  const fields = columns.map(({ field }) => field);
  const own = fields.filter((field) => field !== 'parent' && field !== 'group');
  const hasParents = fields.some((field) => field === 'parent' || field === 'group');
  return {
    framework: ['id'],
    competency: [...new Set([...alwaysHeld, ...own])] as Holds['competency'],
    relations: hasParents ? ['isChildOf'] : [],
  };
}

const unnamed = refused([
  {
    pointer: '',
    code: 'FRAMEWORK_UNNAMED',
    message: 'A table does not say which framework it is. Name its id.',
  },
]);
const empty = refused([
  { pointer: '', code: 'TABLE_EMPTY', message: 'The table has no rows below its header.' },
]);

/** What a table does not say of its framework: as it is in force, or as the user says. */
function frameworkWords(id: string, language: string, { current, title }: ReadOptions) {
  return {
    id,
    title: current && title === undefined ? current.title : { [language]: title ?? id },
    version: current?.version ?? '1',
    language,
    ...scalesOf(current),
  };
}

/** @param options `id` or `current` says which framework it is: a table does not. */
export function tableToFramework(table: Table, options: ReadOptions): ReadFramework {
  const id = options.id ?? options.current?.id;
  if (id === undefined) return unnamed;
  const { columns, isGerman, faults, notes } = findColumns(table, options.columns);
  if (faults.length > 0) return refused(faults);
  const language = options.language ?? options.current?.language ?? (isGerman ? 'de' : 'en');
  const reader = new TableReader(table, columns, language);
  const drafts = table.rows.slice(1).flatMap((row) => reader.draft(row) ?? []);
  if (drafts.length === 0 && reader.faults.length === 0) return empty;
  const edges = parentEdges(drafts, reader);
  const { groups, edges: ofGroups } = groupsOf(drafts, language);
  const own = drafts.map((draft) => ({ id: draft.id, code: draft.code, ...draft.fields }));
  const competencies = [...own, ...groups.map(({ group }) => group)];
  const words = frameworkWords(id, language, options);
  const parsed = parseFramework({ ...words, competencies, relations: [...edges, ...ofGroups] });
  if (parsed.ok && reader.faults.length === 0) return { ...parsed, notes, holds: holdsOf(columns) };
  const places = new TablePlaces(table, columns, [...drafts, ...groups.map(({ place }) => place)]);
  // The model says these only where nothing else is wrong, and does not know their cells.
  const ofModel = parsed.ok ? [] : parsed.faults.filter(({ code }) => code !== 'RELATION_CYCLE');
  const ofCells = places.of([...ofModel, ...idFaults(id, competencies)]);
  return refused([...reader.faults, ...ofCells, ...places.rings(edges)], parsed.ok ? 0 : parsed.more);
}
