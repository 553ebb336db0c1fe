// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemTexts, memberText } from './json-parts.ts';

/** White space where JSON allows it, so that a text is more than what JSON.stringify would write. */
const spaced = fc
  .tuple(fc.json(), fc.constantFrom('', ' ', '\n\t '))
  .map(([json, space]) => space + json + space);

test('items of an array are cut out as they were written', () => {
  fc.assert(
    fc.property(fc.array(spaced), (texts) => {
      expect(itemTexts(` [${texts.join(',')}] `)).toEqual(texts.map((text) => text.trim()));
    }),
  );
});
test('a member of an object is cut out as it was written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), spaced, { minKeys: 1 }), (members) => {
      const text = `{${Object.entries(members)
        .map(([key, value]) => `${JSON.stringify(key)} : ${value}`)
        .join(',')}}`;
      for (const [key, value] of Object.entries(members)) expect(memberText(text, key)).toBe(value.trim());
    }),
  );
});
test('what is no array has no items, what is no object no members', () => {
  expect([itemTexts('{}'), itemTexts('1'), itemTexts('[]')]).toEqual([null, null, []]);
  expect([memberText('[]', 'a'), memberText('"a"', 'a'), memberText('{"b":{"a":1}}', 'a')]).toEqual([
    null,
    null,
    null,
  ]);
});
