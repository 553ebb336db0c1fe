// SPDX-License-Identifier: Apache-2.0
/** Ids made of what people call a thing, and UUIDs made of ids: the same each time. */
import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { idSchema } from './framework.schema.ts';

const isId = (text: string) => idSchema.safeParse(text).success;

/**
 * The text itself where it is an id; else one made of its letters and digits, with six hexadecimal digits of its hash, so that two
 * texts that look alike keep apart. Never empty.
 */
export function idOf(text: string): string {
  if (isId(text)) return text;
  const plain = text
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${plain || 'id'}-${bytesToHex(sha1(utf8ToBytes(text))).slice(0, 6)}`;
}

/** Of 1EdTech's CASE, which allows no other versions. */
export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Names of Cairn's things in RFC 9562 version 5; a UUID itself, of version 4, made once. */
const namespace = hexToBytes('5b1d4c0e6f0a4f5c9a3e7d2b8c41f0a6');

/** The id itself where it is a UUID that CASE takes; else a UUID of version 5 (RFC 9562) of the names. */
export function uuidOf(id: string, ...within: readonly string[]): string {
  if (uuidPattern.test(id)) return id.toLowerCase();
  const hash = sha1(concatBytes(namespace, utf8ToBytes(JSON.stringify([...within, id])))).slice(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(hash);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
