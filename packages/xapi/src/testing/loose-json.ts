// SPDX-License-Identifier: Apache-2.0
/** JSON as other programs write it: white space anywhere, numbers in other forms, characters escaped, members in any order. */
import fc from 'fast-check';

const spaces = ['', '', ' ', '\n\t', '\r\n'];
/** One character written as its number; as it is where other escapes are in it. */
function escaped(text: string): string {
  const written = JSON.stringify(text);
  if (written.includes('\\')) return written;
  return written.replace(/[^"]/, (one) =>
    one === '/' ? '\\/' : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function writeNumber(value: number, choice: number): string {
  const text = JSON.stringify(value);
  if (!/^-?\d+$/.test(text)) return text;
  return [text, `${text}.0`, `${text}e0`, `${text}.00E+0`][choice % 4] ?? text;
}

/** Text that JSON.parse reads as `value`; `choose` gives the next choice, a whole number. */
function write(value: unknown, choose: () => number): string {
  const space = () => spaces[choose() % spaces.length] ?? '';
  if (typeof value === 'string') return choose() % 5 === 0 ? escaped(value) : JSON.stringify(value);
  if (typeof value === 'number') return writeNumber(value, choose());
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const members = Array.isArray(value)
    ? value.map((one) => write(one, choose))
    : Object.entries(value).map(
        ([key, one]) => `${write(key, choose)}${space()}:${space()}${write(one, choose)}`,
      );
  if (!Array.isArray(value) && choose() % 3 === 0) members.reverse();
  return `${open}${space()}${members.join(`${space()},${space()}`)}${space()}${close}`;
}

/** A value and a text that means it. */
export const withLooseText = <T>(
  values: fc.Arbitrary<T>,
): fc.Arbitrary<{ readonly value: T; readonly text: string }> =>
  fc.tuple(values, fc.array(fc.nat(59), { minLength: 1, maxLength: 40 })).map(([value, choices]) => {
    let i = 0;
    const choose = () => choices[i++ % choices.length] ?? 0;
    return { value, text: write(value, choose) };
  });
