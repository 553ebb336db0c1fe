// SPDX-License-Identifier: Apache-2.0
/**
 * Numbers as they were written. `JSON.parse` rounds those whose digits a double cannot hold, such as ids of 64 bits, and forgets of
 * all others how they were written. Here two that differ are told apart, and what is changed around a number leaves its digits.
 */

/** So many digits at least, point included, are there where some could get lost. */
const mayGetLost = /\d[\d.]{15,}/;
const stringsAndNumbers = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The same text for the same decimal number, however it is written: "-12.50e3" → "-125e2". */
function decimal(token: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(token) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${sign}${kept}e${Number(power) - fraction.length + digits.length - kept.length}`;
}

/** A number that a double holds comes out of it as it was. */
const isHeld = (token: string): boolean => decimal(String(Number(token))) === decimal(token);

/** `value`: what `text` parses to. Returns it, or the same with every number that would lose digits as a text of its own. */
export function withExactNumbers(text: string, value: unknown): unknown {
  if (!mayGetLost.test(text)) return value;
  const exact = text.replace(stringsAndNumbers, (token) =>
    token.startsWith('"') || isHeld(token) ? token : JSON.stringify(`number ${decimal(token)}`),
  );
  return exact === text ? value : JSON.parse(exact);
}

/** A value to be changed, and how it is written again with its numbers as `text` has them. */
export interface AsWritten {
  readonly value: unknown;
  readonly write: (changed: unknown) => string;
}

/** `text`: JSON. Numbers that would come out otherwise are texts in `value` until it is written. */
export function readAsWritten(text: string): AsWritten {
  let mark = 'number';
  while (text.includes(mark)) mark += '_';
  const marked = text.replace(stringsAndNumbers, (token) =>
    token.startsWith('"') || String(Number(token)) === token ? token : `"${mark}${token}"`,
  );
  if (marked === text) return { value: JSON.parse(text), write: (changed) => JSON.stringify(changed) };
  const marks = new RegExp(`"${mark}([-+.\\deE]+)"`, 'g');
  return {
    value: JSON.parse(marked),
    write: (changed) => JSON.stringify(changed).replace(marks, '$1'),
  };
}
