// SPDX-License-Identifier: Apache-2.0
/** Rows of texts → an XLSX workbook of one sheet. Every cell is a text, so that a code like 1.10 stays what it is. */
import { strToU8, zipSync } from 'fflate';
import { columnName } from './xlsx-table.ts';

const escaped = (text: string) =>
  text
    // What XML 1.0 has no place for.
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const content = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const contentTypes = `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${content}.worksheet+xml"/></Types>`;
const packageRelations = `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
const workbookRelations = `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`;
const workbook = `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Competencies" sheetId="1" r:id="rId1"/></sheets></workbook>`;

const cellXml = (text: string, line: number, column: number) =>
  text === ''
    ? ''
    : `<c r="${columnName(column)}${line}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

/** The same rows give the same bytes. */
export function writeXlsx(rows: readonly (readonly string[])[]): Uint8Array {
  const xml = rows.map(
    (cells, i) =>
      `<row r="${i + 1}">${cells.map((cell, column) => cellXml(cell, i + 1, column)).join('')}</row>`,
  );
  const sheet = `${head}<worksheet xmlns="${main}"><sheetData>${xml.join('')}</sheetData></worksheet>`;
  const parts = {
    '[Content_Types].xml': contentTypes,
    '_rels/.rels': packageRelations,
    'xl/workbook.xml': workbook,
    'xl/_rels/workbook.xml.rels': workbookRelations,
    'xl/worksheets/sheet1.xml': sheet,
  };
  const files = Object.entries(parts).map(([name, text]) => [name, strToU8(text)] as const);
  // The oldest day that the format can write: the content decides, not when it was made.
  return zipSync(Object.fromEntries(files), { mtime: new Date(315_619_200_000) });
}
