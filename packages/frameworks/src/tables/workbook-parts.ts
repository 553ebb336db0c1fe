// SPDX-License-Identifier: Apache-2.0
/** The parts of an XLSX file (ECMA-376) that hold a sheet's cells: unpacked with a limit, found by their relations. */
import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';

/** What a packed file of a few kilobytes may claim to become is more than any table needs. */
const mostBytes = 300_000_000;

export interface WorkbookParts {
  /** XML of the sheet that is read. */
  readonly sheet: string;
  readonly sharedStrings: string;
  readonly styles: string;
  /** Days are counted from 1904 instead of 1900. */
  readonly from1904: boolean;
}
export class WorkbookError extends Error {}

type Attributes = Readonly<Record<string, string>>;
export interface XmlHandlers {
  readonly open?: (name: string, attributes: Attributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}
const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/** Names come without their prefix, of attributes too. @throws {WorkbookError} what is no XML. */
export function readXml(xml: string, { open, text, close }: XmlHandlers): void {
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const plain = Object.entries(attributes).map(([key, value]) => [localName(key), value] as const);
    open?.(localName(name), Object.fromEntries(plain));
  });
  if (text) parser.on('text', text);
  parser.on('closetag', ({ name }) => close?.(localName(name)));
  parser.on('error', ({ message }) => {
    throw new WorkbookError(`A part of the workbook is no XML: ${message}`);
  });
  parser.write(xml).close();
}

function unpack(bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  let size = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/^xl\/.*\.(xml|rels)$/.test(name)) return false;
        size += originalSize;
        if (size > mostBytes) throw new WorkbookError('The workbook becomes too large when it is unpacked.');
        return true;
      },
    });
  } catch (error) {
    if (error instanceof WorkbookError) throw error;
    throw new WorkbookError('The file is no whole XLSX workbook: it cannot be unpacked.');
  }
}

interface SheetEntry {
  readonly name: string;
  readonly relation: string;
  readonly isVisible: boolean;
}

/** @param wanted name of the sheet; without it the first that is not hidden. @throws {WorkbookError} */
export function readWorkbookParts(bytes: Uint8Array, wanted?: string): WorkbookParts {
  const files = unpack(bytes);
  const partAt = (path: string) => {
    const part = files[path];
    return part ? strFromU8(part) : '';
  };
  const sheets: SheetEntry[] = [];
  const targets = new Map<string, string>();
  let from1904 = false;
  readXml(partAt('xl/workbook.xml') || '<none/>', {
    open: (name, { name: title = '', id = '', state, date1904 }) => {
      if (name === 'sheet') sheets.push({ name: title, relation: id, isVisible: state === undefined });
      if (name === 'workbookPr') from1904 = date1904 === '1' || date1904 === 'true';
    },
  });
  readXml(partAt('xl/_rels/workbook.xml.rels') || '<none/>', {
    open: (name, { Id = '', Target = '' }) => {
      if (name === 'Relationship') targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const chosen =
    wanted === undefined
      ? (sheets.find(({ isVisible }) => isVisible) ?? sheets[0])
      : sheets.find(({ name }) => name === wanted);
  if (!chosen)
    throw new WorkbookError(
      wanted === undefined
        ? 'The file is no XLSX workbook: it has no sheet.'
        : `The workbook has no sheet "${wanted}". It has: ${sheets.map(({ name }) => name).join(', ')}.`,
    );
  const sheet = partAt(targets.get(chosen.relation) ?? '');
  if (sheet === '') throw new WorkbookError(`The sheet "${chosen.name}" is not in the file.`);
  return { sheet, sharedStrings: partAt('xl/sharedStrings.xml'), styles: partAt('xl/styles.xml'), from1904 };
}
