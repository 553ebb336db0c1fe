// SPDX-License-Identifier: Apache-2.0
/**
 * Which column of a training matrix is what: as the user says, else by its header in English or German; in a matrix of people and
 * competencies each other header names a competency, perhaps with a word for its issue or its end behind it. Pure.
 */
import type { TableRow } from '@cairn/frameworks';
import type { CompetencyNames } from './competency-names.ts';
import type { MatrixFault, MatrixTable } from './matrix.types.ts';

export const matrixFields = [
  'person',
  'email',
  'competency',
  'issued',
  'expires',
  'level',
  'value',
  'kind',
  'assessor',
  'issuer',
  'reference',
  'note',
] as const;
export type MatrixField = (typeof matrixFields)[number];

const headers: Readonly<Record<MatrixField, string>> = {
  person:
    'person personid personnumber personnelnumber personnelno employee employeeid employeenumber employeeno staffid staffnumber staffno personalnummer personalnr persnr pnr mitarbeiter mitarbeiterid mitarbeiternummer mitarbeiternr kennung',
  email: 'email mail emailaddress emailadresse mailadresse epost',
  competency:
    'competency competence competencyid competencycode certificate course qualification skill training kompetenz kompetenzid kompetenzcode nachweis zertifikat schulung qualifikation unterweisung befähigung',
  issued:
    'issued issuedon issuedate dateofissue date completed completedon completiondate obtained achieved validfrom from datum ausgestellt ausgestelltam ausstellungsdatum erworben erworbenam absolviert absolviertam bestanden bestandenam gültigab gültigvon vom von',
  expires:
    'expires expireson expiry expirydate expirationdate validto validuntil until to due ablauf ablaufdatum läuftab läuftabam gültigbis bis fällig fälligam',
  level: 'level proficiency proficiencylevel stufe niveau kompetenzstufe',
  value: 'value score result wert punktwert ergebnis',
  kind: 'kind type art typ',
  assessor:
    'assessor observer examiner assessedby observedby prüfer prüferin beobachter beobachterin beurteiltvon',
  issuer: 'issuer issuedby provider authority aussteller ausgestelltvon anbieter stelle',
  reference:
    'reference number certificatenumber certificateno nummer nachweisnummer zertifikatsnummer aktenzeichen',
  note: 'note notes comment remark remarks bemerkung bemerkungen notiz kommentar',
};
const fieldOf = new Map(
  matrixFields.flatMap((field) => headers[field].split(' ').map((word) => [word, field] as const)),
);
/** Letters and digits only, in lower case: "Gültig bis" → "gültigbis". */
const plain = (header: string) =>
  header
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Columns of one competency. */
export interface CompetencyColumns {
  readonly competencyId: string;
  readonly issued: number | null;
  readonly expires: number | null;
}
export interface MatrixColumns {
  readonly fields: ReadonlyMap<MatrixField, number>;
  /** Empty: each row is a certificate. */
  readonly competencies: readonly CompetencyColumns[];
  readonly faults: readonly MatrixFault[];
  readonly notes: readonly MatrixFault[];
}

const listed = (names: readonly string[]) =>
  names
    .filter((name) => name !== '')
    .map((name) => `"${name}"`)
    .join(', ');

function givenFields(
  header: readonly string[],
  given: Readonly<Record<string, string>>,
): { readonly fields: Map<MatrixField, number>; readonly faults: MatrixFault[] } {
  const fields = new Map<MatrixField, number>();
  const faults: MatrixFault[] = [];
  for (const [name, wanted] of Object.entries(given)) {
    const field = matrixFields.find((one) => one === name);
    const index = header.findIndex((cell) => plain(cell) === plain(wanted));
    if (field === undefined)
      faults.push({
        place: '',
        code: 'FIELD_UNKNOWN',
        message: `There is no field "${name}". There are: ${matrixFields.join(', ')}.`,
      });
    else if (index < 0)
      faults.push({
        place: '',
        code: 'COLUMN_UNKNOWN',
        message: `The table has no column "${wanted}" for ${field}. It has: ${listed(header)}.`,
      });
    else fields.set(field, index);
  }
  return { fields, faults };
}

interface NamedColumn {
  readonly ids: readonly string[];
  readonly part: 'issued' | 'expires';
}
/** "Gangway", "Gangway (valid until)", "Gangway – gültig bis". */
function competencyOf(header: string, names: CompetencyNames): NamedColumn | null {
  const whole = names.find(header);
  if (whole.length > 0) return { ids: whole, part: 'issued' };
  // The shortest name first, so that "valid until" is not taken apart.
  for (const { index, 0: gap } of header.matchAll(/[\s(–:|/-]+/g)) {
    const field = fieldOf.get(plain(header.slice(index + gap.length)));
    if (field !== 'issued' && field !== 'expires') continue;
    const ids = names.find(header.slice(0, index));
    if (ids.length > 0) return { ids, part: field };
  }
  return null;
}

type Found = Pick<MatrixColumns, 'fields' | 'competencies'>;

function missing({ fields, competencies }: Found, header: readonly string[]): readonly MatrixFault[] {
  const isList = fields.has('competency');
  const lacks = [
    ...(fields.has('person') || fields.has('email') ? [] : ['person']),
    ...(isList && !fields.has('issued') ? ['issued'] : []),
    ...(!isList && competencies.length === 0 ? ['competency'] : []),
  ];
  return lacks.map((field) => ({
    place: '',
    code: 'COLUMN_MISSING',
    message: `No column is known as ${field}. The table has: ${listed(header)}. Say which: ${field}="…".`,
  }));
}

const withoutIssue = (
  { competencies }: Found,
  header: TableRow | undefined,
  placeOf: MatrixTable['placeOf'],
): readonly MatrixFault[] =>
  competencies.flatMap(({ competencyId, issued, expires }) =>
    issued !== null || expires === null
      ? []
      : [
          {
            place: placeOf(header?.line ?? 1, expires),
            code: 'COLUMN_MISSING',
            message: `"${header?.cells[expires] ?? ''}" says when ${competencyId} ends, and no column says when it was issued.`,
          },
        ],
  );

type Group = { competencyId: string; issued: number | null; expires: number | null };

/** @param names of the competencies in force. */
export function findMatrixColumns(
  { rows: [first], placeOf }: MatrixTable,
  names: CompetencyNames,
  given: Readonly<Record<string, string>> = {},
): MatrixColumns {
  const header = first?.cells ?? [];
  const line = first?.line ?? 1;
  const { fields, faults } = givenFields(header, given);
  const taken = new Set(fields.values());
  const notes: MatrixFault[] = [];
  const open: number[] = [];
  header.forEach((cell, i) => {
    if (cell === '' || taken.has(i)) return;
    const field = fieldOf.get(plain(cell));
    if (field !== undefined && !fields.has(field)) fields.set(field, i);
    else open.push(i);
  });
  const groups = new Map<string, Group>();
  const isList = fields.has('competency');
  const group = (i: number, cell: string, place: string) => {
    const named = isList ? null : competencyOf(cell, names);
    const [id, ...others] = named?.ids ?? [];
    if (!named || id === undefined)
      notes.push({
        place,
        code: 'COLUMN_NOT_USED',
        message: names.isGroup(cell)
          ? `The column "${cell}" is not read: it is a group of competencies. Name those in it that were shown.`
          : `The column "${cell}" is not read: it names no competency in force and no field. Say field="${cell}" if it should be.`,
      });
    else if (others.length > 0)
      faults.push({
        place,
        code: 'COMPETENCY_AMBIGUOUS',
        message: `"${cell}" may be ${named.ids.join(' or ')}. Write the id.`,
      });
    else {
      const columns = groups.get(id) ?? { competencyId: id, issued: null, expires: null };
      if (columns[named.part] !== null)
        faults.push({ place, code: 'COLUMN_TWICE', message: `"${cell}" is a second column for ${id}.` });
      columns[named.part] = i;
      groups.set(id, columns);
    }
  };
  for (const i of open) group(i, header[i] ?? '', placeOf(line, i));
  const found = { fields, competencies: [...groups.values()] };
  return {
    ...found,
    faults: [
      ...faults,
      ...(faults.length > 0 ? [] : missing(found, header)),
      ...withoutIssue(found, first, placeOf),
    ],
    notes,
  };
}
