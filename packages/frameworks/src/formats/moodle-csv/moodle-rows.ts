// SPDX-License-Identifier: Apache-2.0
/**
 * The rows of Moodle's framework CSV (tool_lpimportcsv). Columns are matched by position, since their headers differ by version and
 * language; the user can name another. "null" as text is nothing. Which rows Moodle itself leaves out is kept, and said.
 */
import { findRing } from '../../find-ring.ts';
import type { FrameworkFault } from '../../faults.ts';
import type { Table, TableRow } from '../../tables/table.types.ts';

export const moodleFields = [
  'parentidnumber',
  'idnumber',
  'shortname',
  'description',
  'descriptionformat',
  'scalevalues',
  'scaleconfiguration',
  'ruletype',
  'ruleoutcome',
  'ruleconfig',
  'relatedidnumbers',
  'exportid',
  'isframework',
  'taxonomies',
] as const;
export type MoodleField = (typeof moodleFields)[number];
export type MoodleRow = Readonly<Record<MoodleField, string>> & { readonly line: number };

/** As Moodle 4 writes them in English. */
export const moodleHeaders: readonly string[] = [
  'Parent ID number',
  'ID number',
  'Short name',
  'Description',
  'Description format',
  'Scale values',
  'Scale configuration',
  'Rule type (optional)',
  'Rule outcome (optional)',
  'Rule config (optional)',
  'Cross-referenced competency ID numbers',
  'Exported ID (optional)',
  'Is framework',
  'Taxonomy',
];

/** Of ID number and short name; what is longer is cut. */
export const longestName = 100;
const cut = (text: string) => Array.from(text).slice(0, longestName).join('');

export interface MoodleRows {
  /** undefined: there is not exactly one, and it is said. */
  readonly framework: MoodleRow | undefined;
  /** Those that hang together with the framework, in the order of the file. */
  readonly competencies: readonly MoodleRow[];
  /** ID number → how far below the framework, from 1. */
  readonly depths: ReadonlyMap<string, number>;
  readonly faults: readonly FrameworkFault[];
  readonly notes: readonly FrameworkFault[];
}

function positionsOf(
  header: readonly string[],
  given: Readonly<Record<string, string>>,
): { readonly positions: readonly number[]; readonly faults: readonly FrameworkFault[] } {
  const positions = moodleFields.map((_field, i) => i);
  const faults: FrameworkFault[] = [];
  for (const [name, column] of Object.entries(given)) {
    const field = moodleFields.findIndex((one) => one === name);
    const index = header.findIndex((cell) => cell.toLowerCase() === column.trim().toLowerCase());
    if (field < 0 || index < 0)
      faults.push({
        pointer: '',
        code: field < 0 ? 'FIELD_UNKNOWN' : 'COLUMN_UNKNOWN',
        message:
          field < 0
            ? `Moodle's CSV has no field "${name}". It has: ${moodleFields.join(', ')}.`
            : `The file has no column "${column}".`,
      });
    else positions[field] = index;
  }
  return { positions, faults };
}

function toRow({ line, cells }: TableRow, positions: readonly number[]): MoodleRow {
  const values = moodleFields.map((field, i) => {
    const cell = cells[positions[i] ?? i] ?? '';
    return [field, cell === 'null' ? '' : cell] as const;
  });
  return { ...(Object.fromEntries(values) as Record<MoodleField, string>), line };
}

class RowSorter {
  readonly notes: FrameworkFault[] = [];
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  note(line: number, code: string, message: string): void {
    this.notes.push({ pointer: this.#table.pointerOf(line), code, message });
  }

  /** Cut as Moodle cuts, and of two with the same ID number the last. */
  named(rows: readonly MoodleRow[]): readonly MoodleRow[] {
    const byId = new Map<string, MoodleRow>();
    for (const row of rows) {
      if (row.idnumber === '' || row.shortname === '') {
        this.note(row.line, 'ROW_DROPPED', 'It has no ID number or no short name, so it is left out.');
        continue;
      }
      const [idnumber, shortname] = [cut(row.idnumber), cut(row.shortname)];
      if (idnumber !== row.idnumber || shortname !== row.shortname)
        this.note(row.line, 'NAME_CUT', `ID number and short name are cut at ${longestName} letters.`);
      const before = byId.get(idnumber);
      if (before)
        this.note(
          before.line,
          'ROW_REPLACED',
          `The ID number "${idnumber}" stands again in line ${row.line}, which wins.`,
        );
      byId.delete(idnumber);
      byId.set(idnumber, { ...row, idnumber, shortname, parentidnumber: cut(row.parentidnumber) });
    }
    return [...byId.values()];
  }
}

/** How far each is below the framework; what does not hang together with it has no depth. */
function depthsOf(rows: readonly MoodleRow[], top: string): ReadonlyMap<string, number> {
  const children = new Map<string, string[]>();
  for (const { idnumber, parentidnumber } of rows) {
    const parent = parentidnumber === top ? '' : parentidnumber;
    const own = children.get(parent);
    if (own) own.push(idnumber);
    else children.set(parent, [idnumber]);
  }
  const depths = new Map<string, number>();
  let level = children.get('') ?? [];
  for (let depth = 1; level.length > 0; depth += 1) {
    for (const id of level) depths.set(id, depth);
    level = level.flatMap((id) => (children.get(id) ?? []).filter((child) => !depths.has(child)));
  }
  return depths;
}

function frameworkFaults([first, second, ...more]: readonly MoodleRow[], table: Table): FrameworkFault[] {
  if (!first || second) {
    const count = first ? more.length + 2 : 0;
    return [
      {
        pointer: second ? table.pointerOf(second.line) : '',
        code: 'FRAMEWORK_ROWS',
        message: `Exactly one row must have "Is framework" 1; here ${count} have.`,
      },
    ];
  }
  if (first.idnumber !== '' && first.shortname !== '') return [];
  return [
    {
      pointer: table.pointerOf(first.line),
      code: 'FRAMEWORK_UNNAMED',
      message: 'The row of the framework needs an ID number and a short name.',
    },
  ];
}

/** The parent of the first row that is in it. */
function ringPlace(
  ring: readonly string[],
  rows: readonly MoodleRow[],
  { table, column }: { readonly table: Table; readonly column: number | undefined },
): string {
  const lines = rows.filter(({ idnumber }) => ring.includes(idnumber)).map(({ line }) => line);
  return table.pointerOf(Math.min(...lines), column);
}

export function sortRows(table: Table, given: Readonly<Record<string, string>> = {}): MoodleRows {
  const [header, ...rest] = table.rows;
  const { positions, faults } = positionsOf(header?.cells ?? [], given);
  const rows = rest.map((row) => toRow(row, positions));
  const isFramework = ({ isframework }: MoodleRow) => isframework === '1';
  const frameworks = rows.filter(isFramework);
  const sorter = new RowSorter(table);
  const named = sorter.named(rows.filter((row) => !isFramework(row)));
  const depths = depthsOf(named, frameworks[0]?.idnumber ?? '');
  const lost = named.filter(({ idnumber }) => !depths.has(idnumber));
  const lostIds = new Set(lost.map(({ idnumber }) => idnumber));
  const ring = findRing(
    lost
      .filter(({ parentidnumber }) => lostIds.has(parentidnumber))
      .map(({ idnumber, parentidnumber }) => ({ origin: idnumber, destination: parentidnumber })),
  );
  if (!ring)
    for (const { line, parentidnumber } of lost)
      sorter.note(
        line,
        'ROW_DROPPED',
        `Its parent "${parentidnumber}" is not there or was left out, so it is left out too.`,
      );
  const wrong: FrameworkFault[] = [...faults, ...frameworkFaults(frameworks, table)];
  if (ring)
    wrong.push({
      pointer: ringPlace(ring, lost, { table, column: positions[0] }),
      code: 'RELATION_CYCLE',
      message: `These rows are each other's parents: ${ring.join(' → ')}. Give one of them another parent.`,
    });
  return {
    framework: frameworks.length === 1 ? frameworks[0] : undefined,
    competencies: named.filter(({ idnumber }) => depths.has(idnumber)),
    depths,
    faults: wrong,
    notes: sorter.notes,
  };
}
