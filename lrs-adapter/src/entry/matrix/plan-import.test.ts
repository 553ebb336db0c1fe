// SPDX-License-Identifier: Apache-2.0
/** Training matrices as organisations have them, against a real database: what they would do, and everything that is wrong. */
import { writeXlsx } from '@cairn/frameworks';
import { ownIdentifier, type Store } from '@cairn/store';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enterEvidence, type MatrixOptions, planImport } from '../../index.ts';
import { day, evidenceIn, framework, person, policyOf, stateOf } from '../../testing/entering.ts';

const url = 'http://cairn.example';
const policy = policyOf();
let own: TestStore;
let store: Store;
beforeAll(async () => {
  own = await openTestStore();
  store = own.store;
  await store.people.import(
    [person('ann', ['mbox:ann@port.example', 'account:https://hr.example|1007']), person('bob')],
    'test',
  );
});
afterAll(() => own.drop());

const bytesOf = (file: string | Uint8Array) =>
  typeof file === 'string' ? new TextEncoder().encode(file) : file;
const planned = (file: string | Uint8Array, options: MatrixOptions = {}, of = policy) =>
  planImport({ store, policy: of }, bytesOf(file), options);
const faultsOf = async (file: string | Uint8Array, options: MatrixOptions = {}, of = policy) =>
  (await planned(file, options, of)).faults.map(({ place, code }) => `${place}: ${code}`);

describe('one row a certificate', () => {
  test('in English', async () => {
    const plan = await planned(
      `Person,Competency,Issued on,Valid until,Level,Issuer,Certificate no,Kind
ann,gangway,2026-03-01,2028-02-29,L4,Port Academy,PA-7,certificate
ann@port.example,CRANE,01.02.2026,,,,,observation
bob,The Radio,2026-03-01,never,,,,prior learning`,
    );
    expect(plan).toMatchObject({
      items: 3,
      people: 2,
      added: 3,
      existing: 0,
      faults: [],
      unknown: [],
      notes: [],
    });
    expect(plan.entries).toMatchObject([
      {
        personId: 'ann',
        competencyId: 'gangway',
        kind: 'manual',
        level: 'L4',
        issuer: 'Port Academy',
        reference: 'PA-7',
        // Days of Berlin; the last one counts wholly.
        occurredAt: Date.UTC(2026, 1, 28, 23),
        expiresAt: Date.UTC(2028, 1, 29, 23),
      },
      { personId: 'ann', competencyId: 'crane', kind: 'observation', level: 'L3', expiresAt: null },
      { personId: 'bob', competencyId: 'radio', kind: 'prior-learning', level: 'held', expiresAt: null },
    ]);
  });
  test('in German, by a spreadsheet: semicolons, Windows-1252, decimal commas, quotes', async () => {
    const text =
      'Personalnummer;Kompetenz;Ausgestellt am;Gültig bis;Prüferin;Wert;Bemerkung\r\n' +
      '1007;"Das gangway";01.03.2026;unbefristet;Jörg Müller;0,85;"Brücke ""Süd""; Nacht"\r\n';
    const plan = await planned(Buffer.from(text, 'latin1'), { homePage: 'https://hr.example' });
    expect(plan.entries).toMatchObject([
      { personId: 'ann', assessor: 'Jörg Müller', value: 0.85, level: null, note: 'Brücke "Süd"; Nacht' },
    ]);
  });
  test('with a mark of UTF-8, and columns that the user names', async () => {
    const text = `\uFEFFStaff ref,What,When\nbob,gangway,3/4/2026`;
    const columns = { person: 'Staff ref', competency: 'What', issued: 'when' };
    const plan = await planned(text, { columns, dates: 'mdy' });
    expect([plan.faults, plan.entries[0]?.occurredAt]).toEqual([[], Date.UTC(2026, 2, 3, 23)]);
  });
  test('says everything that is wrong at once, with its place', async () => {
    const plan = await planned(
      `person;competency;issued;expires;level;kind;value
ann;gangway;03/04/2026;;;;
ann;nothing;2026-13-01;soon;;;
;gangway;2026-03-01;;;;
ann;deck;2026-03-01;;;;
ann;gangway;;;;rumour;80
ann;gangway;2026-03-01;2025-01-01;L9;;
eve;gangway;2026-03-01;;;;
eve;crane;2026-03-01;;;;`,
    );
    expect(plan.faults.map(({ place, code }) => `${place}: ${code}`)).toEqual([
      'line 2, column 3: DAY_AMBIGUOUS',
      'line 3, column 2: COMPETENCY_UNKNOWN',
      'line 3, column 3: DAY_UNKNOWN',
      'line 3, column 4: NO_DAY',
      'line 4, column 1: PERSON_MISSING',
      'line 5, column 2: COMPETENCY_IS_GROUP',
      'line 6, column 3: DAY_MISSING',
      'line 6, column 6: KIND_UNKNOWN',
      'line 6, column 7: VALUE',
      'line 7, column 4: ENDS_BEFORE_IT_BEGINS',
      'line 7, column 5: LEVEL_UNKNOWN',
    ]);
    expect(plan).toMatchObject({
      items: 8,
      entries: [],
      unknown: [{ name: 'eve', places: ['line 8, column 1', 'line 9, column 1'] }],
    });
  });
  test('says of one line all that is wrong, each in its column, in order', async () => {
    const plan = await planned(
      `person,competency,issued,expires,level,issuer
ann,nothing,2026-03-01,2025-01-01,L9,Port
ann,deck,2026-03-01,2025-01-01,held,Port
,gangway,2026-03-01,2025-01-01,L9,Port
ann,gangway,44000,2026-01-01,L9,Port
ann,nothing,2099-03-01,2098-01-01,,Port`,
    );
    expect(plan.faults.map(({ place, code }) => `${place}: ${code}`)).toEqual([
      'line 2, column 2: COMPETENCY_UNKNOWN',
      'line 2, column 4: ENDS_BEFORE_IT_BEGINS',
      'line 2, column 5: LEVEL_UNKNOWN',
      'line 3, column 2: COMPETENCY_IS_GROUP',
      'line 3, column 4: ENDS_BEFORE_IT_BEGINS',
      'line 4, column 1: PERSON_MISSING',
      'line 4, column 4: ENDS_BEFORE_IT_BEGINS',
      'line 4, column 5: LEVEL_UNKNOWN',
      'line 5, column 3: NO_DAY',
      'line 5, column 5: LEVEL_UNKNOWN',
      'line 6, column 2: COMPETENCY_UNKNOWN',
      'line 6, column 3: IN_THE_FUTURE',
      'line 6, column 4: ENDS_BEFORE_IT_BEGINS',
    ]);
    expect(plan.faults.map(({ message }) => message)).toContain(
      '"deck" is a group of competencies. Name those in it that were shown.',
    );
  });
  test('does not say that a level is missing where a value cannot be read', async () => {
    const bare = {
      ...framework,
      scales: [
        {
          ...framework.scales[0],
          levels: framework.scales[0]?.levels.map((level) => ({ ...level, proficient: level.id === 'L4' })),
        },
        { ...framework.scales[1], levels: [{ id: 'held', rank: 1, name: { en: 'H' }, proficient: false }] },
      ],
    };
    const of = policyOf([bare]);
    const text = (value: string) => `person,competency,issued,value\nann,radio,2026-03-01,${value}`;
    expect(await faultsOf(text('high'), {}, of)).toEqual(['line 2, column 4: VALUE']);
    expect(await faultsOf(text(''), {}, of)).toEqual(['line 2, column 3: LEVEL_MISSING']);
  });
  test('that names nobody known adds nothing, unless those are to be left out', async () => {
    const text = 'person,competency,issued\nann,crane,2026-03-01\neve,crane,2026-03-01';
    expect(await planned(text)).toMatchObject({ added: 1, entries: [], unknown: [{ name: 'eve' }] });
    const left = await planned(text, { skipUnknown: true });
    expect(left).toMatchObject({ entries: [{ personId: 'ann' }], unknown: [{ name: 'eve' }] });
  });
});

describe('people by competencies', () => {
  test('in columns for issue and end, in one cell, and where nothing is held', async () => {
    const plan = await planned(
      `Employee;Name;gangway;Gangway (valid until);The crane – issued;The crane – expires;Radio
ann;Ann;01.03.2026;29.02.2028;-;;2026-01-01 – 2026-12-31
bob;Bob;nein;;2026-02-01;unlimited;n/a`,
    );
    expect(plan.faults).toEqual([]);
    expect(
      plan.entries.map(({ personId, competencyId, expiresAt }) => [personId, competencyId, expiresAt]),
    ).toEqual([
      ['ann', 'gangway', Date.UTC(2028, 1, 29, 23)],
      ['ann', 'radio', Date.UTC(2026, 11, 31, 23)],
      ['bob', 'crane', null],
    ]);
    expect(plan.notes.map(({ place, code }) => `${place}: ${code}`)).toEqual([
      'line 1, column 2: COLUMN_NOT_USED',
    ]);
  });
  test('a cross says that it is held, and not since when', async () =>
    expect(await faultsOf('person,gangway,crane\nann,x,ja\nbob,2026-03-01,')).toEqual([
      'line 2, column 2: DAY_MISSING',
      'line 2, column 3: DAY_MISSING',
    ]));
  test('unknown people are said beside bad cells, also where those are all that they have', async () => {
    const plan = await planned(
      'person,gangway,crane\nann,x,2026-03-01\neve,03/04/2026,\numa,2026-03-01,x\nann@port.example,x,',
    );
    expect(plan.faults.map(({ place }) => place)).toEqual([
      'line 2, column 2',
      'line 3, column 2',
      'line 4, column 3',
      'line 5, column 2',
    ]);
    expect(plan.unknown).toEqual([
      { name: 'eve', places: ['line 3, column 1'] },
      { name: 'uma', places: ['line 4, column 1'] },
    ]);
  });
  test('what is wrong of a cell is said at its end, and of a row once', async () =>
    expect(
      await faultsOf(
        'person,gangway,gangway valid until,crane,level,value\nann,2026-03-01,2025-01-01,2026-03-01 – 2025-03-01,L3,0.5',
      ),
    ).toEqual([
      'line 2, column 3: ENDS_BEFORE_IT_BEGINS',
      'line 2, column 4: ENDS_BEFORE_IT_BEGINS',
      'line 2, column 6: LEVEL_OR_VALUE',
    ]));
  test('a column that is a group is told as one', async () => {
    const { notes } = await planned('person,gangway,The deck\nann,2026-03-01,2026-03-01');
    expect(notes).toMatchObject([
      {
        place: 'line 1, column 3',
        message:
          'The column "The deck" is not read: it is a group of competencies. Name those in it that were shown.',
      },
    ]);
  });
  test('an end without a beginning is said, in the header and in a cell', async () => {
    expect(await faultsOf('person,crane valid until\nann,2028-01-01')).toEqual([
      'line 1, column 2: COLUMN_MISSING',
    ]);
    expect(await faultsOf('person,crane,crane valid until\nann,,2028-01-01')).toEqual([
      'line 2, column 3: DAY_MISSING',
    ]);
  });
  test('a name that two competencies bear is not guessed', async () => {
    const other = {
      ...framework,
      id: 'yard',
      competencies: [{ ...framework.competencies[0], id: 'yard-gangway', uri: 'https://yard.example/g' }],
    };
    const both = policyOf([framework, other]);
    expect(await faultsOf('person,The gangway\nann,2026-03-01', {}, both)).toEqual([
      'line 1, column 2: COMPETENCY_AMBIGUOUS',
    ]);
    expect(await faultsOf('person,yard-gangway\nann,2026-03-01', {}, both)).toEqual([]);
  });
});

describe('a table that is none', () => {
  test.each([
    ['', [': COLUMN_MISSING', ': COLUMN_MISSING']],
    ['no,table,here\n1,2,3', [': COLUMN_MISSING', ': COLUMN_MISSING']],
    ['person,competency\nann,gangway', [': COLUMN_MISSING']],
    ['person,competency,issued\nann,"gangway', ['line 2: CSV']],
  ])('%j', async (text, faults) => expect(await faultsOf(text)).toEqual(faults));
  test('a quotation mark that is wrong does not hide what is wrong above it', async () => {
    const above = 'person,competency,issued\nann,nothing,2026-03-01\n\n';
    expect(await faultsOf(`${above}ann,"crane,2026-03-01\nann,radio,y\n`)).toEqual([
      'line 2, column 2: COMPETENCY_UNKNOWN',
      'line 4: CSV',
    ]);
    expect(await faultsOf(`${above}ann,"cr"ane,2026-03-01\n`)).toEqual([
      'line 2, column 2: COMPETENCY_UNKNOWN',
      'line 4: CSV',
    ]);
    expect(await faultsOf('person,"competency,issued\nann,nothing,2026-03-01')).toEqual(['line 1: CSV']);
    const good = await planned('person,competency,issued\nann,crane,2026-03-01\nbob,"crane,2026-03-01\n');
    expect(good).toMatchObject({ faults: [{ place: 'line 3', code: 'CSV' }], entries: [] });
  });
  test('an old workbook, and one that is broken', async () => {
    expect(await faultsOf(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]))).toEqual([': OLD_EXCEL']);
    expect(await faultsOf(new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]))).toEqual([': WORKBOOK']);
  });
  test('a column or a field that there is not', async () => {
    const columns = { person: 'Nobody', colour: 'person' };
    expect(await faultsOf('person,gangway\nann,2026-03-01', { columns })).toEqual([
      ': COLUMN_UNKNOWN',
      ': FIELD_UNKNOWN',
    ]);
  });
});

describe('a workbook', () => {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const text = (address: string, value: string) =>
    `<c r="${address}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const workbook = (rows: string) =>
    zipSync({
      'xl/workbook.xml': strToU8(
        `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Matrix" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      ),
      // Style 1 is a date.
      'xl/styles.xml': strToU8(
        `<styleSheet xmlns="${main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
      ),
      'xl/worksheets/sheet1.xml': strToU8(
        `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
      ),
    });
  const head = `<row r="1">${text('A1', 'Person')}${text('B1', 'Gangway')}${text('C1', 'Gangway gültig bis')}</row>`;
  const header = head.replaceAll('Gangway', 'The gangway');

  test('of dates, and of formulas whose results it holds', async () => {
    const plan = await planned(
      workbook(
        `${header}<row r="2">${text('A2', 'ann')}<c r="B2" s="1"><v>45352</v></c><c r="C2" s="1"><f>B2+730</f><v>46082</v></c></row>`,
      ),
    );
    expect(plan.faults).toEqual([]);
    expect(plan.entries).toMatchObject([
      { occurredAt: Date.UTC(2024, 1, 29, 23), expiresAt: Date.UTC(2026, 2, 1, 23) },
    ]);
    expect(plan.notes).toMatchObject([
      { code: 'FORMULAS', message: expect.stringContaining('C2') as string },
    ]);
  });
  test('of a number that is formatted as one is refused', async () =>
    expect(
      await faultsOf(workbook(`${header}<row r="2">${text('A2', 'ann')}<c r="B2"><v>45352</v></c></row>`)),
    ).toEqual(['cell B2: NO_DAY']));
  test('of formulas without results, and of errors, is refused with the cells', async () =>
    expect(
      await faultsOf(
        workbook(
          `${header}<row r="2">${text('A2', 'ann')}<c r="B2"><f>TODAY()</f></c><c r="C2" t="e"><v>#REF!</v></c></row>`,
        ),
      ),
    ).toEqual(['cell B2: FORMULA_WITHOUT_VALUE', 'cell C2: CELL_ERROR']));
  test('names its cells in faults', async () =>
    expect(
      await faultsOf(
        writeXlsx([
          ['person', 'gangway'],
          ['ann', '03/04/2026'],
        ]),
      ),
    ).toEqual(['cell B2: DAY_AMBIGUOUS']));
});

describe('what was planned', () => {
  const text =
    'person,competency,issued,expires\nann,gangway,2026-03-01,2026-12-31\nann,gangway,2026-03-01,2026-12-31';
  test('is what is done, once, and counts', async () => {
    const plan = await planned(text);
    expect(plan).toMatchObject({ items: 2, added: 1, existing: 0, repeated: 1 });
    expect(await evidenceIn(store, policy)).toEqual([]);
    await enterEvidence({ store, url, policy, enteredBy: 'file matrix.csv' }, plan.entries);
    expect(await planned(text)).toMatchObject({
      added: 0,
      existing: 1,
      repeated: 1,
      entries: [],
      faults: [],
    });
    const at = (text: string) =>
      stateOf(store, policy, { competencyId: 'gangway', at: day(text), subject: ownIdentifier('ann') });
    expect(await at('2026-12-31')).toMatchObject({ status: 'proficient', levelId: 'L3' });
    expect(await at('2027-01-01')).toMatchObject({ status: 'expired' });
  });
});
