// SPDX-License-Identifier: Apache-2.0
/**
 * Ids for statements that come without one (Moodle's logstore never sends any): a UUID version 5 of the source, the content
 * without what another sending would change, and which of several equals in the request it is. A resend gets the same ids.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Dialect } from '@cairn/dialects';
import { type Statement, stableJson } from '@cairn/xapi';

/** Our own name space; never change it, or every resend becomes new. */
const nameSpace = Buffer.from('0b6f2f0c6a0e5c3e9a4a7d1c5b8e2f10', 'hex');

function uuid5(name: string): string {
  const bytes = createHash('sha1').update(nameSpace).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * One for each request: counts equal statements within it. Only a dialect of its own knows what a resend changes; of a generic sender two equal statements are two events, so theirs are new.
 */
export function createIdGiver(sourceId: string, dialect: Dialect): (statement: Statement) => string {
  if (dialect.id === 'generic') return () => randomUUID();
  const seen = new Map<string, number>();
  return (statement) => {
    const content = stableJson(dialect.stableContent(statement));
    const ordinal = seen.get(content) ?? 0;
    seen.set(content, ordinal + 1);
    return uuid5(`${sourceId}\0${ordinal}\0${content}`);
  };
}
