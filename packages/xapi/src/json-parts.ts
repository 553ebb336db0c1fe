// SPDX-License-Identifier: Apache-2.0
/** Exact texts of parts of good JSON: one member of an object, the items of an array. For what comes wrapped, or has to be taken one by one. */
import {
  closeBracket,
  comma,
  eachMember,
  endOfValue,
  openBrace,
  openBracket,
  skipSpace,
} from './json-text.ts';

/** Text of the member's value; null: the text is no object, or has no such member. */
export function memberText(text: string, name: string): string | null {
  const open = skipSpace(text, 0);
  if (text.charCodeAt(open) !== openBrace) return null;
  let found: string | null = null;
  eachMember(text, open, ({ key, value }) => {
    const end = endOfValue(text, value);
    if (key === name) found = text.slice(value, end);
    return end;
  });
  return found;
}

/** Texts of an array's items; null: the text is no array. */
export function itemTexts(text: string): readonly string[] | null {
  let i = skipSpace(text, 0);
  if (text.charCodeAt(i) !== openBracket) return null;
  const items: string[] = [];
  i = skipSpace(text, i + 1);
  while (i < text.length && text.charCodeAt(i) !== closeBracket) {
    const end = endOfValue(text, i);
    items.push(text.slice(i, end));
    i = skipSpace(text, end);
    if (text.charCodeAt(i) === comma) i = skipSpace(text, i + 1);
  }
  return items;
}
