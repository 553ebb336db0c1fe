// SPDX-License-Identifier: Apache-2.0
/** Body text → what the store takes. Pure: everything that can be refused is refused here, before anything is written. */
import { createHash } from 'node:crypto';
import type { Dialect } from '@cairn/dialects';
import type { PreparedStatement, Source } from '@cairn/store';
import {
  comparisonHash,
  type Fault,
  parseTimestamp,
  queryKeys,
  referencedId,
  scanStatements,
  type ScannedStatement,
  type Statement,
  validateStatement,
  voidedId,
  type XapiVersion,
} from '@cairn/xapi';
import { maxBatch, maxFaults, maxStatementCharacters } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';
import { createIdGiver } from './derived-id.ts';

const nativeSha256 = (text: string) => createHash('sha256').update(text).digest();

export interface PrepareOptions {
  readonly source: Source;
  readonly dialect: Dialect;
  /** The version that the request is in. */
  readonly version: XapiVersion;
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

/** @throws {ProblemError} 400 or 413, naming every fault by its place in the body. */
export function prepareBatch(body: string, options: PrepareOptions): readonly ReadyStatement[] {
  const scanned = scanStatements(body);
  if (!scanned.ok)
    throw new ProblemError(400, scanned.fault.code, 'The body cannot be read', scanned.fault.message, [
      scanned.fault,
    ]);
  const { items, single } = scanned;
  if (items.length > maxBatch)
    throw new ProblemError(
      413,
      'BATCH_TOO_LARGE',
      'Too many statements at once',
      `The batch holds ${items.length} statements; at most ${maxBatch} are taken in one request. Send it in parts.`,
    );
  if (options.onlyId !== undefined && !single)
    throw new ProblemError(
      400,
      'SINGLE_STATEMENT',
      'PUT takes one statement',
      'Send one statement object, not an array, or use POST.',
    );
  const at = (i: number) => (single ? '' : `/${i}`);
  const faults = [
    ...items.flatMap((item, i) => itemFaults(item, at(i), options.version)),
    ...repeatedIds(items, at),
  ];
  if (faults.length > 0)
    throw new ProblemError(
      400,
      'STATEMENT_INVALID',
      `Not valid xAPI ${options.version}`,
      summary(faults),
      faults.slice(0, maxFaults),
    );
  const giveId = createIdGiver(options.source.id, options.dialect);
  return items.map((item, i) => ({
    statement: item.value as Statement,
    prepared: prepare(item, giveId, options),
    pointer: at(i),
  }));
}

function itemFaults(
  { text, value }: ScannedStatement,
  pointer: string,
  version: XapiVersion,
): readonly Fault[] {
  if (text.length > maxStatementCharacters)
    throw new ProblemError(
      413,
      'STATEMENT_TOO_LARGE',
      'A statement is too large',
      `The statement at "${pointer}" has ${text.length} characters; at most ${maxStatementCharacters} are taken. Send large content as an attachment.`,
    );
  return validateStatement(value, pointer, version);
}

function repeatedIds(items: readonly ScannedStatement[], at: (i: number) => string): readonly Fault[] {
  const seen = new Set<string>();
  return items.flatMap(({ value }, i) => {
    const id: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
    if (typeof id !== 'string') return [];
    const isAgain = seen.has(id.toLowerCase());
    seen.add(id.toLowerCase());
    return isAgain
      ? [
          {
            pointer: `${at(i)}/id`,
            code: 'ID_REPEATED',
            message: 'Another statement of this request has the same id.',
            rule: 'xAPI 1.0.3 Communication 2.1.2',
          },
        ]
      : [];
  });
}

function summary(faults: readonly Fault[]): string {
  const [first] = faults;
  const more =
    faults.length > 1
      ? ` There ${faults.length === 2 ? 'is 1 more fault' : `are ${faults.length - 1} more faults`}.`
      : '';
  return `At "${first?.pointer}": ${first?.message}${more} Nothing of this request was stored.`;
}

function prepare(
  { text, value }: ScannedStatement,
  giveId: (statement: Statement) => string,
  { source, dialect, onlyId, version }: PrepareOptions,
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
  const id = onlyId ?? own ?? giveId(statement);
  const { kind } = dialect.normalise(
    { ...statement, id },
    { id: source.id, scaledRange: source.scaledRange },
  );
  const refId = referencedId(statement);
  const voids = voidedId(statement);
  return {
    id,
    text,
    timestamp: statement.timestamp === undefined ? null : parseTimestamp(statement.timestamp),
    contentHash: comparisonHash(statement, nativeSha256, version),
    queryKeys: queryKeys(statement, { kind }),
    ...(refId === null ? {} : { refId }),
    ...(voids === null ? {} : { voids }),
    sourceId: source.id,
  };
}
