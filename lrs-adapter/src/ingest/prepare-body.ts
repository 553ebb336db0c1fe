// SPDX-License-Identifier: Apache-2.0
/**
 * The body of POST and PUT /statements → what the store takes, and everything that can be refused without the database refused.
 * Pure, and of plain data in and out: a large body is prepared in another thread.
 */
import { dialectById } from '@cairn/dialects';
import type { PreparedStatement, SentDefinitions, Source } from '@cairn/store';
import { sentDefinitions, type XapiVersion } from '@cairn/xapi';
import { may } from '../receive/guard.ts';
import { checkContents } from '../receive/statements/attachments.ts';
import { checkSignatures } from '../receive/statements/signatures.ts';
import { statementBody } from '../receive/statements/statement-body.ts';
import type { Contents } from './ingest.types.ts';
import { checkCount, prepareBatch } from './prepare-batch.ts';
import { splitBody } from './split-body.ts';

export interface SentBody {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly source: Source;
  readonly version: XapiVersion;
  /** Address of this Cairn that others see. */
  readonly url: string;
  /** PUT: the one id that the statement must have. */
  readonly onlyId?: string | undefined;
}
export interface WholeBody {
  readonly kind: 'whole';
  readonly batch: readonly PreparedStatement[];
  readonly contents: Contents;
  /** What the source teaches of activities; without the scope `define` that stays in its statements alone (Communication 4.2). */
  readonly definitions: SentDefinitions;
}
/** To be taken one by one. */
export interface SplitBody {
  readonly kind: 'split';
  readonly texts: readonly string[];
  readonly contents: Contents;
}
export type PreparedBody = WholeBody | SplitBody;

/** @throws {ProblemError} 400 or 413, naming every fault by its place in the body. */
export async function prepareBody(sent: SentBody): Promise<PreparedBody> {
  const { bytes, contentType, source, version, url, onlyId } = sent;
  const isSplit = source.settings.splitsBatches && onlyId === undefined;
  const { text, contents } = statementBody(bytes, contentType, isSplit);
  if (isSplit) {
    const texts = splitBody(text);
    checkCount(texts.length, sent);
    return { kind: 'split', texts, contents };
  }
  const dialect = dialectById(source.dialect);
  if (!dialect) throw new Error(`the source ${source.id} has an unknown dialect`);
  const id = onlyId === undefined ? {} : { onlyId };
  const batch = prepareBatch(text, { source, dialect, version, url, ...id });
  checkContents(batch, contents);
  for (const one of batch) if (one.statement.attachments) await checkSignatures(one, contents, version);
  return {
    kind: 'whole',
    batch: batch.map(({ prepared }) => prepared),
    contents,
    definitions: may(source, ['define', 'all'])
      ? sentDefinitions(batch.map(({ statement }) => statement))
      : new Map(),
  };
}
