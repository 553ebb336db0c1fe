// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAsWritten, withExactNumbers } from './exact-numbers.ts';

const exact = (text: string) => withExactNumbers(text, JSON.parse(text));

test.each([
  ['12345678901234567890', '12345678901234567999'],
  ['0.12345678901234567891', '0.12345678901234567892'],
  ['-9007199254740993', '-9007199254740992'],
])('%s and %s are two numbers', (a, b) => {
  expect(exact(`{"n":[${a}]}`)).not.toEqual(exact(`{"n":[${b}]}`));
});
test.each([
  ['12345678901234567890', '1.2345678901234567890e19'],
  ['12345678901234567890', '12345678901234567890.0'],
])('%s and %s are one', (a, b) => {
  expect(exact(a)).toEqual(exact(b));
});
describe('what a double holds stays as it is', () => {
  test('any such value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(exact(text)).toEqual(JSON.parse(text));
      }),
    );
  });
  test.each([
    '0.10000000000000000000',
    '1000000000000000000000',
    '"12345678901234567890"',
    '"\\"9007199254740993"',
  ])('%s', (text) => expect(exact(text)).toEqual(JSON.parse(text)));
});

test.each([
  '{"a":1.50,"b":[1e3,-0,12345678901234567890],"c":"1.50"}',
  '{"number":1.0,"number_":"number1.0"}',
  '[1,2,"x"]',
])('%s is written with its numbers as they were', (text) => {
  const { value, write } = readAsWritten(text);
  expect(write(value)).toBe(text);
});
