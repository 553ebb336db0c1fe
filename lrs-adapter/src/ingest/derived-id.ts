// SPDX-License-Identifier: Apache-2.0
/**
 * Ids for statements that come without one. By default new random ones: two equal statements are two events. For a source that is
 * set so (Moodle's logstore never sends any) a UUID version 5 of the source, the content without what another sending would
 * change, and which of several equals in the request it is: a resend gets the same ids. Names, definitions and whatever else does
 * not make another statement of it (xAPI 1.0.3 Data 2.3.1) is no such content.
 */
import { createHash, hash, randomUUID } from 'node:crypto';
import type { Dialect } from '@cairn/dialects';
import type { Source } from '@cairn/store';
import { comparisonHash, type Statement, stableJson } from '@cairn/xapi';

/** Our own name space, 0b6f2f0c-6a0e-5c3e-9a4a-7d1c5b8e2f10; never change it, or every resend becomes new. */
const nameSpace = Buffer.from('0b6f2f0c6a0e5c3e9a4a7d1c5b8e2f10', 'hex');

/** A UUID version 5 of a name in our own name space. */
export function uuid5(name: string): string {
  const bytes = createHash('sha1').update(nameSpace).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const nativeSha256 = (text: string) => hash('sha256', text, 'buffer');

/** The sameness of two statements leaves out when they happened and what is attached; two events differ by it. */
function statementContent(statement: Statement): string {
  const same = Buffer.from(comparisonHash(statement, nativeSha256)).toString('hex');
  const attached = statement.attachments?.map(({ sha2, fileUrl }) => sha2 ?? fileUrl);
  return stableJson([same, statement.timestamp, attached]);
}

/** What no statement is, has all of its content in its text. */
function contentOf(value: unknown, dialect: Dialect): string {
  try {
    return statementContent(dialect.stableContent(value as Statement));
  } catch {
    return stableJson(value);
  }
}

/** One for each request: counts equal statements within it. Takes what is no valid statement too. */
export function createIdGiver({ id, settings }: Source, dialect: Dialect): (value: unknown) => string {
  if (!settings.derivesIds) return () => randomUUID();
  const seen = new Map<string, number>();
  return (value) => {
    const content = contentOf(value, dialect);
    const ordinal = seen.get(content) ?? 0;
    seen.set(content, ordinal + 1);
    return uuid5(`${id}\0${ordinal}\0${content}`);
  };
}
