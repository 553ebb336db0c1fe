// SPDX-License-Identifier: Apache-2.0
/** One text that may be a statement → ready to be stored, or why not. Never throws for what is wrong with the text. */
import {
  type Fault,
  scanStatements,
  type ScannedStatement,
  type Statement,
  type XapiVersion,
} from '@cairn/xapi';
import { ProblemError } from '../problem-error.ts';
import { missingContents } from '../receive/statements/attachments.ts';
import { checkSignatures } from '../receive/statements/signatures.ts';
import type { Contents } from './ingest.types.ts';
import {
  itemFaults,
  openItem,
  type PrepareOptions,
  prepareStatement,
  type ReadyStatement,
} from './prepare-statement.ts';

export interface RefusedItem {
  readonly kind: 'refused';
  readonly code: string;
  readonly message: string;
  readonly pointer: string;
  /** The id in its text, else the one given. */
  readonly id: string;
  readonly givenId: string | null;
}
export interface ReadyItem extends ReadyStatement {
  readonly kind: 'ready';
}
export interface ReadOptions extends PrepareOptions {
  readonly contents: Contents;
  readonly heldContents?: ReadonlySet<string> | undefined;
  readonly isSpoiled?: boolean | undefined;
  readonly giveId: (value: unknown) => string;
  /** For what is refused: made from its content whatever the source is set to, so that the same again is the same entry. */
  readonly giveRefusedId: (value: unknown) => string;
  /** The id that it was given when it came first. */
  readonly givenId?: string | null;
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Its own id when that can be one. */
function ownId(value: unknown): string | null {
  const id: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
  return typeof id === 'string' && uuidPattern.test(id) ? id.toLowerCase() : null;
}

const notSingle: Fault = {
  pointer: '',
  code: 'BODY_NOT_STATEMENTS',
  message: 'This is no statement object.',
  rule: 'xAPI 1.0.3 Data 2.1',
};
const notUtf8: Fault = {
  pointer: '',
  code: 'NOT_UTF8',
  message:
    'Bytes of it are no UTF-8; U+FFFD stands for them. Mend it where it comes from, or try it again to take it as it stands here.',
  rule: 'RFC 8259 8.1',
};
function scanOne(text: string): ScannedStatement | Fault {
  const scanned = scanStatements(text);
  if (!scanned.ok) return scanned.fault;
  const [item] = scanned.items;
  return scanned.single && item ? item : notSingle;
}

async function faultsOf(item: ScannedStatement, options: ReadOptions): Promise<readonly Fault[]> {
  const faults = itemFaults(item, '', options);
  const statement = item.value as Statement;
  if (faults.length > 0 || !statement.attachments) return faults;
  const ready = { statement, pointer: '' };
  const missing = missingContents(ready, options.contents, options.heldContents);
  if (missing.length === 0) await checkSignatures(ready, options.contents, options.version);
  return missing;
}

function refuse(
  fault: Pick<Fault, 'code' | 'message' | 'pointer'>,
  value: unknown,
  options: ReadOptions,
): RefusedItem {
  const own = ownId(value);
  const givenId = own === null ? (options.givenId ?? options.giveRefusedId(value)) : null;
  const { code, message, pointer } = fault;
  return { kind: 'refused', code, message, pointer, id: own ?? givenId ?? '', givenId };
}

/** One that says itself that it is of 2.0.0 is read so, whatever the request around it says: a remote keeps both side by side. */
function versionOf(value: unknown, asked: XapiVersion): XapiVersion {
  const own: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'version') : undefined;
  return typeof own === 'string' && own.startsWith('2.0') ? '2.0.0' : asked;
}

export async function readItem(text: string, asked: ReadOptions): Promise<ReadyItem | RefusedItem> {
  const scanned = asked.isSpoiled === true && text.includes('\uFFFD') ? notUtf8 : scanOne(text);
  if ('code' in scanned) return refuse(scanned, text, asked);
  const item = openItem(scanned, asked.source);
  const options = { ...asked, version: versionOf(item.value, asked.version) };
  try {
    const [fault] = await faultsOf(item, options);
    if (fault) return refuse(fault, item.value, options);
    const giveId = options.givenId ?? null;
    const prepared = prepareStatement(item, giveId === null ? options.giveId : () => giveId, options);
    return { kind: 'ready', statement: item.value as Statement, prepared, pointer: '' };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const pointer = error.errors[0]?.pointer ?? '';
    return refuse(
      { code: error.code, message: error.errors[0]?.message ?? error.message, pointer },
      item.value,
      options,
    );
  }
}
