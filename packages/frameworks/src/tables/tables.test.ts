// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { findColumns } from './columns.ts';
import { readCsvTable, writeCsv } from './csv-table.ts';
import { durationOf } from './table-to-framework.ts';
import { writeXlsx } from './write-xlsx.ts';
import { columnName, readXlsxTable } from './xlsx-table.ts';
import { csv } from '../formats/csv/csv.ts';
import { moodleCsv } from '../formats/moodle-csv/moodle-csv.ts';
import { words } from '../testing/arbitrary.ts';

const rows = fc
  .array(
    fc.array(fc.oneof(words, fc.constantFrom('a"b', "it's", 'x\ny', 'a;b,c\td|e', '=1+1', '007')), {
      minLength: 2,
      maxLength: 4,
    }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((list) => list.map((cells) => cells.slice(0, 2)));

describe('a table', () => {
  test('is read as it was written, whatever stands in its cells', () => {
    fc.assert(
      fc.property(rows, (list) => {
        // The first row decides what parts the cells.
        const table = [['first', 'second'], ...list];
        const csv = readCsvTable(writeCsv(table));
        expect(csv.ok && csv.table.rows.map(({ cells }) => cells)).toEqual(table);
        const xlsx = readXlsxTable(writeXlsx(table));
        expect(xlsx.ok && xlsx.table.rows.map(({ cells }) => cells)).toEqual(table);
      }),
      { numRuns: 50 },
    );
  });
  test('knows the line of each row, also after cells of several lines and empty rows', () => {
    const csv = readCsvTable('a;b\r\n"x\ny";2\r\n;\r\nz;3\r\n');
    expect(csv.ok && csv.table.rows.map(({ line }) => line)).toEqual([1, 2, 5]);
  });
  test('with quotation marks that do not close is refused with the lines', () => {
    for (const [text, pointer] of [
      ['a,b\n"x,2\n', '/line 2'],
      ['a,b\nx"y,2\n', '/line 2'],
    ] as const) {
      const read = readCsvTable(text);
      expect(read.ok ? [] : read.faults.map((fault) => fault.pointer)).toContain(pointer);
    }
  });
  test('with a quotation mark that does not close names the row that it opens in, and gives the rows above', () => {
    const read = readCsvTable('a,b\n\nx,1\ny,"2\nz,3\n');
    expect(read).toMatchObject({
      ok: false,
      faults: [{ pointer: '/line 4' }],
      rest: { rows: [{ line: 1 }, { line: 3, cells: ['x', '1'] }] },
    });
    expect(readCsvTable('"a,b\nx,1\n')).not.toHaveProperty('rest');
  });
  test('that is no workbook, or a bomb, is refused in words', () => {
    const wrong = (bytes: Uint8Array) => {
      const read = readXlsxTable(bytes);
      return read.ok ? '' : read.faults[0]?.message;
    };
    expect(wrong(new Uint8Array([0x50, 0x4b, 3, 4]))).toContain('cannot be unpacked');
    expect(wrong(zipSync({ 'a.txt': new Uint8Array(1) }))).toContain('no sheet');
    const huge = new Uint8Array(310_000_000);
    expect(wrong(zipSync({ 'xl/workbook.xml': huge }, { level: 1 }))).toContain('too large');
    const broken = { 'xl/workbook.xml': new TextEncoder().encode('<workbook><sheets>') };
    expect(wrong(zipSync(broken))).toContain('no XML');
    const nowhere = readXlsxTable(writeXlsx([['a']]), 'Nowhere');
    expect(nowhere.ok ? '' : nowhere.faults[0]?.message).toContain('It has: Competencies');
  }, 60_000);
  test('has columns that are called as in a spreadsheet', () => {
    expect([0, 25, 26, 27, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AB', 'ZZ', 'AAA']);
  });
});

const columnsOf = (headers: readonly string[], given?: Readonly<Record<string, string>>) => {
  const read = readCsvTable(writeCsv([headers]));
  if (!read.ok) throw new Error('refused');
  return findColumns(read.table, given);
};
describe('columns', () => {
  test.each([
    [['Code', 'Name', 'Description'], ['code', 'label', 'statement'], false],
    [['Kennung', 'Bezeichnung', 'Gültig bis'], ['code', 'label', 'validTo'], true],
    [['ID', 'Short name', 'Name (de)'], ['id', 'label', 'label'], false],
  ])('%j are known', (headers, fields, isGerman) => {
    const found = columnsOf(headers);
    expect([found.columns.map(({ field }) => field), found.isGerman]).toEqual([fields, isGerman]);
  });
  test('that the user names go before those that are guessed; what is not there is said with what is', () => {
    const found = columnsOf(['Name', 'Was', 'Mehr'], { label: 'Was', 'statement@de': 'mehr' });
    expect(found.columns.map(({ field, header, language }) => [field, header, language])).toEqual([
      ['label', 'Was', null],
      ['statement', 'Mehr', 'de'],
    ]);
    expect(found.notes[0]).toMatchObject({ code: 'COLUMN_NOT_USED', pointer: '/line 1/column 1' });
    expect(columnsOf(['Name'], { label: 'Was', colour: 'Name' }).faults.map(({ code }) => code)).toEqual([
      'COLUMN_UNKNOWN',
      'FIELD_UNKNOWN',
    ]);
    expect(columnsOf(['x', 'y']).faults[0]?.message).toContain('The table has: "x", "y"');
  });
});

test.each([
  ['P24M', 'x', 'P24M'],
  ['24 months', 'x', 'P24M'],
  ['2 Jahre', 'x', 'P2Y'],
  ['90 Tage', 'x', 'P90D'],
  ['24', 'Gültigkeit (Monate)', 'P24M'],
  ['24', 'Gültigkeit', null],
  ['soon', 'x', null],
])('a period "%s" below "%s" is %s', (text, header, period) => {
  expect(durationOf(text, header)).toBe(period);
});

describe('what is wrong with a table', () => {
  const faultsOf = (text: string) => {
    const parsed = csv.parse(text, { id: 'port' });
    return parsed.ok ? [] : parsed.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  };
  test('is said all at once, each with its cell: rings, ids twice, parents that are nowhere', () => {
    const text = `name,id,parent,code,uri,group
Alpha,G1,G2,A,,
Beta,G2,G1,B,,
Gamma,G1,,C,,
Delta,G4,nowhere,D,,
Epsilon,G5,G5,A,no address,${'x'.repeat(5000)}
`;
    const faults = faultsOf(text);
    expect(faults).toEqual(
      expect.arrayContaining([
        '/line 2/column 3 RELATION_CYCLE',
        '/line 4/column 2 ID_REPEATED',
        '/line 6/column 4 ID_REPEATED',
        '/line 6/column 5 INVALID_FORMAT',
        '/line 5/column 3 PARENT_UNKNOWN',
        '/line 6/column 3 RELATION_CYCLE',
      ]),
    );
    expect(faults.filter((fault) => !/^\/line \d+\/column \d+ /.test(fault))).toEqual([]);
  });
  test('is found in the columns that stand for others, once', () => {
    expect(faultsOf('name,code\nAlpha,A\nBeta,A\n')).toEqual(['/line 3/column 2 ID_REPEATED']);
    expect(faultsOf('id,name,code\nG1,Alpha,A\nG1,Beta,B\nG2,Gamma,B\n')).toEqual([
      '/line 3/column 1 ID_REPEATED',
      '/line 4/column 3 ID_REPEATED',
    ]);
  });
});

describe('of Moodle’s rows', () => {
  const head =
    ',SAFE,Safety,,1,"No,Yes","[{""scaleid"":2},{""id"":2,""scaledefault"":1,""proficient"":1}]",,,,,,1,';
  const parse = (...lines: readonly string[]) =>
    moodleCsv.parse(`${','.repeat(13)}x\n${head}\n${lines.join('\n')}\n`);
  const notes = (...lines: readonly string[]) => {
    const parsed = parse(...lines);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    return [
      parsed.framework.competencies.map(({ code }) => code),
      (parsed.notes ?? []).map(({ pointer, code }) => `${pointer} ${code}`),
    ];
  };
  test('those without ID number or short name are left out with what hangs below, and it is said', () => {
    expect(notes(',A,Alpha', ',,Nameless', ',B,', 'B,C,Below', 'C,D,Deeper', 'X,E,Lost')).toEqual([
      ['A'],
      [
        '/line 4 ROW_DROPPED',
        '/line 5 ROW_DROPPED',
        '/line 6 ROW_DROPPED',
        '/line 7 ROW_DROPPED',
        '/line 8 ROW_DROPPED',
      ],
    ]);
  });
  test('of two with the same ID number the last wins; long names are cut at 100 letters', () => {
    const long = 'ä'.repeat(101);
    expect(notes(',A,First', ',B,Beta', ',A,Last', `,${long},${long}`)).toEqual([
      ['B', 'A', 'ä'.repeat(100)],
      ['/line 3 ROW_REPLACED', '/line 6 NAME_CUT'],
    ]);
  });
  test('exactly one must be the framework', () => {
    const twice = parse(',A,Alpha', head.replace('SAFE', 'SAFE2'));
    expect(twice).toMatchObject({ ok: false, faults: [{ pointer: '/line 4', code: 'FRAMEWORK_ROWS' }] });
    expect(moodleCsv.parse(`${','.repeat(13)}x\n,A,Alpha\n`)).toMatchObject({
      ok: false,
      faults: [{ code: 'FRAMEWORK_ROWS' }],
    });
  });
  test('columns that stand elsewhere are named by the user', () => {
    const moved = 'Is framework,ID number,Short name,d,f,Scale,Config,t,o,c,r,e,Parent ID,x\n';
    const columns = { isframework: 'Is framework', parentidnumber: 'Parent ID' };
    const row =
      '1,SAFE,Safety,,1,"No,Yes","[{""scaleid"":2},{""id"":2,""scaledefault"":1,""proficient"":1}]",,,,,,,';
    expect(
      moodleCsv.parse(`${moved}${row}\n,A,Alpha,,,,,,,,,,,\n,B,Beta,,,,,,,,,,A,\n`, { columns }),
    ).toMatchObject({
      ok: true,
      framework: { relations: [{ origin: 'B', destination: 'A' }] },
    });
    expect(moodleCsv.parse(`${moved}${row}\n`, { columns: { idnumber: 'Nowhere' } })).toMatchObject({
      ok: false,
    });
  });
});
