// SPDX-License-Identifier: Apache-2.0
/**
 * Regular expressions of the RE2 kind: their time grows with the text, never beyond it, whatever is written in them. What RE2
 * leaves out (looking ahead and behind, references back) is refused when the rule is written.
 */
import { RE2JS, RE2JSSyntaxException } from 're2js';

/** Longest expression, and the largest program that it may come to: the steps that it costs for each character. */
export const maxPatternLength = 500;
export const maxPatternSize = 500;

export interface TextPattern {
  readonly test: (text: string) => boolean;
  /** Instructions of its program: steps that a character of a text may cost. */
  readonly size: number;
}

/** undefined: it can be used. Else what is wrong, to be read after "this expression". */
export function patternFault(pattern: string): string | undefined {
  if (pattern.length > maxPatternLength) return `is longer than ${maxPatternLength} characters`;
  try {
    const { size } = textPattern(pattern);
    return size > maxPatternSize ? 'repeats too much; use smaller counts' : undefined;
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    return `cannot be read (${error.message.replace(/^error parsing regexp: /, '')})`;
  }
}

/** Found anywhere in a text unless ^ and $ are written. @throws {RE2JSSyntaxException} where `patternFault` says what is wrong. */
export function textPattern(pattern: string): TextPattern {
  const compiled = RE2JS.compile(pattern);
  return { test: (text) => compiled.test(text), size: compiled.programSize() };
}
