// SPDX-License-Identifier: Apache-2.0
/** Finding one's way in good JSON text without parsing it: where a string, a value, an object's members begin and end. */
export const quote = 0x22;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;
export const comma = 0x2c;
const backslash = 0x5c;

/** Index just past the string that starts at `start`. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    // An odd number of backslashes in front escapes the quote.
    if ((end - before) % 2 === 1) return end + 1;
  }
  return text.length;
}

export function skipSpace(text: string, from: number): number {
  let i = from;
  while (text.charCodeAt(i) <= 0x20) i += 1;
  return i;
}

function endOfNested(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === quote) i = endOfString(text, i) - 1;
    else if (code === openBrace || code === openBracket) depth += 1;
    else if ((code === closeBrace || code === closeBracket) && (depth -= 1) === 0) return i + 1;
  }
  return text.length;
}

/** Index just past the value that starts at `start`. */
export function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === quote) return endOfString(text, start);
  if (first === openBrace || first === openBracket) return endOfNested(text, start);
  let i = start;
  for (; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code <= 0x20 || code === comma || code === closeBrace || code === closeBracket) break;
  }
  return i;
}

export interface MemberPlace {
  readonly key: string;
  /** Where the key begins. */
  readonly start: number;
  /** Where the value begins. */
  readonly value: number;
}

/** The key whose text, quotes included, stands from `from` to `to`. */
export function keyOf(text: string, from: number, to: number): string {
  const key = text.slice(from + 1, to - 1);
  return key.includes('\\') ? (JSON.parse(text.slice(from, to)) as string) : key;
}

/** Visits the members of the object that begins at `open`. `visit` returns where its value ends; so does the whole. */
export function eachMember(text: string, open: number, visit: (member: MemberPlace) => number): number {
  let i = skipSpace(text, open + 1);
  while (i < text.length && text.charCodeAt(i) !== closeBrace) {
    const keyEnd = endOfString(text, i);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    i = skipSpace(text, visit({ key: keyOf(text, i, keyEnd), start: i, value }));
    if (text.charCodeAt(i) === comma) i = skipSpace(text, i + 1);
  }
  return i + 1;
}
