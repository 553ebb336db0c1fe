// SPDX-License-Identifier: Apache-2.0
/** Which column of a table is what: as the user says, else by its header, in English and German. */
import type { FrameworkFault } from '../faults.ts';
import type { Table } from './table.types.ts';

export const columnFields = [
  'id',
  'code',
  'label',
  'statement',
  'kind',
  'parent',
  'group',
  'context',
  'validFor',
  'status',
  'validFrom',
  'validTo',
  'scale',
  'uri',
] as const;
export type ColumnField = (typeof columnFields)[number];
/** Those whose columns may each be of another language. */
const textFields: ReadonlySet<ColumnField> = new Set(['label', 'statement', 'context']);

/** Letters and digits only, in lower case: "Gültig ab" → "gültigab". */
const plain = (header: string) => header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const headers: Readonly<Record<ColumnField, readonly [en: string, de: string]>> = {
  id: ['id identifier uuid guid competencyid externalid', 'kompetenzid schlüssel externeid'],
  code: [
    'code number no ref reference notation humancodingscheme idnumber competencycode',
    'kürzel nummer nr kennung kennziffer kompetenznummer kompetenzcode',
  ],
  label: [
    'label name title shortname competency competence skill abbreviatedstatement shorttitle',
    'bezeichnung kurzbezeichnung titel kurztitel kompetenz fertigkeit kompetenzname',
  ],
  statement: [
    'statement description text fullstatement definition competencystatement',
    'beschreibung aussage langtext kompetenzbeschreibung erläuterung',
  ],
  kind: ['kind type cfitemtype competencytype', 'art typ kompetenzart'],
  parent: [
    'parent parentid parentcode parents partof parentidnumber',
    'übergeordnet übergeordnetekompetenz oberkompetenz eltern gehörtzu übergeordneteid',
  ],
  group: ['group area domain category', 'gruppe bereich domäne kategorie kompetenzbereich themenfeld'],
  context: ['context conditions', 'kontext bedingungen rahmen'],
  validFor: [
    'validfor validity validitymonths validformonths renewal',
    'gültigkeit gültigkeitsdauer gültigfür gültigkeitmonate gültigkeitinmonaten',
  ],
  status: ['status state', 'zustand'],
  validFrom: ['validfrom from startdate statusstartdate', 'gültigab gültigvon beginn'],
  validTo: ['validto to until validuntil enddate statusenddate', 'gültigbis bis ende'],
  scale: ['scale', 'skala'],
  uri: ['uri url link', 'verweis'],
};
const known = new Map(
  columnFields.flatMap((field) =>
    headers[field].flatMap((words, i) =>
      words.split(' ').map((word) => [word, { field, isGerman: i === 1 }] as const),
    ),
  ),
);

export interface Column {
  readonly field: ColumnField;
  readonly index: number;
  readonly header: string;
  /** Of a text: as the header says ("Name (de)", "label@en"). */
  readonly language: string | null;
}
export interface FoundColumns {
  readonly columns: readonly Column[];
  /** Most headers are German. */
  readonly isGerman: boolean;
  readonly faults: readonly FrameworkFault[];
  readonly notes: readonly FrameworkFault[];
}

/** Nobody calls a column longer; what is, is not looked into. */
const longestHeader = 200;
const languageOf = (given: string): readonly [name: string, language: string | null] => {
  const header = given.slice(0, longestHeader);
  const [, name = header, inside, after] =
    /^(.*?)\s*(?:[([]([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)[)\]]|@([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))$/.exec(
      header,
    ) ?? [];
  return [name, inside ?? after ?? null];
};

interface Guess {
  readonly field: ColumnField;
  readonly isGerman: boolean;
  readonly language: string | null;
}
function guessOf(header: string): Guess | null {
  const [name, language] = languageOf(header);
  const found = known.get(plain(name));
  if (found) return { ...found, language: textFields.has(found.field) ? language : null };
  const whole = known.get(plain(header));
  return whole ? { ...whole, language: null } : null;
}

const listed = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/** Fields that the user names by a header of the file. */
function givenColumns(
  row: readonly string[],
  given: Readonly<Record<string, string>>,
): { readonly columns: readonly Column[]; readonly faults: readonly FrameworkFault[] } {
  const columns: Column[] = [];
  const faults: FrameworkFault[] = [];
  for (const [name, header] of Object.entries(given)) {
    const [plainName, language] = languageOf(name);
    const field = columnFields.find((one) => one === plainName);
    const index = row.findIndex((cell) => cell.toLowerCase() === header.trim().toLowerCase());
    if (field === undefined)
      faults.push({
        pointer: '',
        code: 'FIELD_UNKNOWN',
        message: `A competency has no field "${name}" that a column could be. There are: ${columnFields.join(', ')}.`,
      });
    else if (index < 0)
      faults.push({
        pointer: '',
        code: 'COLUMN_UNKNOWN',
        message: `The table has no column "${header}" for ${field}. It has: ${listed(row.filter((cell) => cell !== ''))}.`,
      });
    else columns.push({ field, index, header: row[index] ?? '', language });
  }
  return { columns, faults };
}

const sameAs = (a: Column) => (b: Column) => a.field === b.field && a.language === b.language;

/** @param given field → header, or field@language → header. */
export function findColumns(
  { rows: [first], pointerOf }: Table,
  given: Readonly<Record<string, string>> = {},
): FoundColumns {
  const row = first?.cells ?? [];
  const line = first?.line ?? 1;
  const { columns: said, faults } = givenColumns(row, given);
  const columns = [...said];
  const notes: FrameworkFault[] = [];
  let german = 0;
  row.forEach((header, index) => {
    if (header === '' || said.some((one) => one.index === index)) return;
    const guess = guessOf(header);
    const column = guess && { field: guess.field, index, header, language: guess.language };
    const before = column && columns.find(sameAs(column));
    if (guess?.isGerman === true) german += 1;
    if (column && !before) columns.push(column);
    else
      notes.push({
        pointer: pointerOf(line, index),
        code: 'COLUMN_NOT_USED',
        message: `The column "${header}" is not read${before ? `: ${before.field} is "${before.header}" already` : ''}. If it should be, name it for a field: column label=${header}.`,
      });
  });
  if (!columns.some(({ field }) => field === 'label' || field === 'statement') && faults.length === 0)
    return {
      columns,
      isGerman: false,
      notes,
      faults: [
        {
          pointer: pointerOf(line),
          code: 'COLUMN_MISSING',
          message: `No column is known as the label or the statement of a competency. The table has: ${listed(row.filter((cell) => cell !== ''))}. Name one for it: column label=….`,
        },
      ],
    };
  return { columns, isGerman: german * 2 > columns.length - said.length, faults, notes };
}
