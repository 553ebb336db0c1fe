// SPDX-License-Identifier: Apache-2.0
/** One statement's text → what the store takes. Pure. */
import { hash } from 'node:crypto';
import type { Dialect } from '@cairn/dialects';
import type { PreparedStatement, Source } from '@cairn/store';
import {
  comparisonHash,
  type Fault,
  parseTimestamp,
  queryKeys,
  referencedId,
  type ScannedStatement,
  type Statement,
  validateStatement,
  voidedId,
  withExactNumbers,
  type XapiVersion,
} from '@cairn/xapi';
import { maxStatementCharacters } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';
import { isTrusted, ownAuthority } from './authority.ts';
import { unwrapRecord, wrappedFault } from './unwrap-record.ts';

const nativeSha256 = (text: string) => hash('sha256', text, 'buffer');

export interface PrepareOptions {
  readonly source: Source;
  readonly dialect: Dialect;
  /** The version that the request is in. */
  readonly version: XapiVersion;
  /** Address of this Cairn that others see. */
  readonly url: string;
  /** PUT: the one id that the statement must have. */
  readonly onlyId?: string;
}

/** A statement that may be stored, as the sender wrote it and as the store takes it. */
export interface ReadyStatement {
  readonly statement: Statement;
  readonly prepared: PreparedStatement;
  /** JSON pointer into the body. */
  readonly pointer: string;
}

/** The statement of a record, where the source sends such; else the item itself. */
export const openItem = (item: ScannedStatement, { settings }: Source): ScannedStatement =>
  (settings.unwrapsRecords ? unwrapRecord(item) : null) ?? item;

/** @throws {ProblemError} 413 */
export function itemFaults(
  item: ScannedStatement,
  pointer: string,
  { version }: Pick<PrepareOptions, 'version'>,
): readonly Fault[] {
  const { text, value } = item;
  if (text.length > maxStatementCharacters)
    throw new ProblemError(
      413,
      'STATEMENT_TOO_LARGE',
      'A statement is too large',
      `The statement at "${pointer}" has ${text.length} characters; at most ${maxStatementCharacters} are taken. Send large content as an attachment.`,
      [{ pointer, code: 'STATEMENT_TOO_LARGE', message: `It has ${text.length} characters.` }],
    );
  const faults = validateStatement(value, pointer, version);
  return faults.length > 0 && unwrapRecord(item) ? [wrappedFault(pointer)] : faults;
}

/** What tells a resend from another statement, beside its content. */
const sameness = ({ settings }: Source, isGivenId: boolean) => ({
  ...(isGivenId && settings.derivesIds ? { hasDerivedId: true } : {}),
  ...(settings.acceptsChangedTimestamp ? {} : { countsTimestamp: true }),
});

/** `item`: valid. @throws {ProblemError} 400 when its id is not the one it must have. */
export function prepareStatement(
  { text, value }: ScannedStatement,
  giveId: (value: unknown) => string,
  { source, dialect, onlyId, version, url }: PrepareOptions,
): PreparedStatement {
  const statement = value as Statement;
  const own = statement.id?.toLowerCase();
  if (onlyId !== undefined && own !== undefined && own !== onlyId)
    throw new ProblemError(
      400,
      'ID_MISMATCH',
      'The ids differ',
      `The statement has the id ${own}, the address says ${onlyId}. Leave the id out of the statement or make them equal.`,
    );
  const compared = withExactNumbers(text, value) as Statement;
  const id = onlyId ?? own ?? giveId(compared);
  const { kind } = dialect.normalise(
    { ...statement, id },
    { id: source.id, scaledRange: source.scaledRange },
  );
  const refId = referencedId(statement);
  const voids = voidedId(statement);
  const hasOwnAuthority = isTrusted(statement, source);
  const authority = hasOwnAuthority ? {} : { authority: ownAuthority(url, source.id) };
  return {
    id,
    text,
    timestamp: statement.timestamp === undefined ? null : parseTimestamp(statement.timestamp),
    contentHash: comparisonHash(compared, nativeSha256, version),
    queryKeys: queryKeys(statement, { kind, ...authority }),
    ...(refId === null ? {} : { refId }),
    ...(voids === null ? {} : { voids }),
    ...(hasOwnAuthority ? { hasOwnAuthority } : {}),
    ...sameness(source, onlyId === undefined && own === undefined),
    sourceId: source.id,
  };
}
