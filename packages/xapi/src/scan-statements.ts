// SPDX-License-Identifier: Apache-2.0
/**
 * Body text → statements, each with the exact text that arrived. Flow: request → [here] → validation → store.
 * One walk finds where each statement begins and ends and what JSON.parse would hide: keys written twice, and depth.
 */
import type { Fault } from './fault.types.ts';
import { jsonErrorIndex } from './json-error.ts';
import {
  closeBrace,
  closeBracket,
  comma,
  endOfString,
  keyOf,
  openBrace,
  openBracket,
  quote,
} from './json-text.ts';

export interface ScannedStatement {
  /** Exact source text of this one statement. */
  readonly text: string;
  readonly value: unknown;
}
export type ScanResult =
  | {
      readonly ok: true;
      /** The body was one object, not an array. */ readonly single: boolean;
      readonly items: readonly ScannedStatement[];
    }
  | { readonly ok: false; readonly fault: Fault };

/** Deeper than any statement seen; keeps a hostile body from exhausting the stack of whoever walks the value. */
export const maxDepth = 100;
/** Of one text or key, as it is written. Longer than any answer to an essay; what is more is content, and goes as an attachment. */
export const maxStringCharacters = 1_000_000;

class ScanError extends Error {
  readonly fault: Fault;
  constructor(pointer: string, code: string, message: string) {
    super(message);
    this.fault = { pointer, code, message, rule: 'xAPI 1.0.3 Data 2.1' };
  }
}

function place(text: string, index: number): string {
  const before = text.slice(0, index);
  const line = before.split('\n').length;
  return `line ${line}, column ${index - before.lastIndexOf('\n')}`;
}

const escapePointer = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

interface Frame {
  readonly isArray: boolean;
  readonly keys: Set<string> | null;
  index: number;
  key: string;
}
const pointerOf = (frames: readonly Frame[]) =>
  frames.map((frame) => `/${frame.isArray ? frame.index : escapePointer(frame.key)}`).join('');

function noteKey(text: string, from: number, to: number, frames: readonly Frame[]): void {
  const frame = frames.at(-1);
  if (!frame?.keys) return;
  frame.key = keyOf(text, from, to);
  if (frame.keys.has(frame.key))
    throw new ScanError(
      pointerOf(frames),
      'JSON_KEY_REPEATED',
      `The key "${frame.key}" stands twice in one object. Send it once.`,
    );
  frame.keys.add(frame.key);
}

const tooLong = (characters: number, frames: readonly Frame[]) =>
  new ScanError(
    pointerOf(frames),
    'JSON_STRING_TOO_LONG',
    `A text of ${characters} characters; at most ${maxStringCharacters} are taken. Send large content as an attachment.`,
  );

type Span = readonly [from: number, to: number];

/** Walks good JSON once; notes where each top-level member of the body begins and ends. */
class Walk {
  readonly text: string;
  readonly single: boolean;
  readonly spans: Span[] = [];
  readonly frames: Frame[] = [];
  private start = -1;
  private expectsKey = false;

  constructor(text: string) {
    this.text = text;
    const first = text.search(/\S/);
    this.single = text.charCodeAt(first) !== openBracket;
    for (let i = first; i < text.length; i += 1) i = this.step(i, text.charCodeAt(i));
  }

  /** Returns the index of the last character taken. */
  private step(i: number, code: number): number {
    if (code <= 0x20) return i;
    const isBetween = code === comma || code === closeBracket;
    if (this.start < 0 && !isBetween && this.frames.length === (this.single ? 0 : 1)) this.start = i;
    if (code === quote) return this.string(i);
    if (code === openBrace || code === openBracket) this.open(code === openBracket);
    else if (code === closeBrace || code === closeBracket) this.close(i);
    else if (code === comma) this.next(i);
    return i;
  }

  private string(i: number): number {
    const end = endOfString(this.text, i);
    if (end - i - 2 > maxStringCharacters) throw tooLong(end - i - 2, this.frames);
    if (this.expectsKey) noteKey(this.text, i, end, this.frames);
    this.expectsKey = false;
    return end - 1;
  }

  private open(isArray: boolean): void {
    if (this.frames.length >= maxDepth)
      throw new ScanError(
        pointerOf(this.frames),
        'JSON_TOO_DEEP',
        `Nested deeper than ${maxDepth} levels. Send a flatter statement.`,
      );
    this.frames.push({ isArray, keys: isArray ? null : new Set(), index: 0, key: '' });
    this.expectsKey = !isArray;
  }

  private close(i: number): void {
    this.frames.pop();
    this.expectsKey = false;
    if (this.frames.length === 0) this.finish(this.single ? i + 1 : lastSolid(this.text, i) + 1);
  }

  private next(i: number): void {
    if (!this.single && this.frames.length === 1) this.finish(lastSolid(this.text, i) + 1);
    const frame = this.frames.at(-1);
    if (frame?.isArray) frame.index += 1;
    this.expectsKey = frame?.isArray === false;
  }

  private finish(end: number): void {
    if (this.start >= 0) this.spans.push([this.start, end]);
    this.start = -1;
  }
}

function lastSolid(text: string, before: number): number {
  let i = before - 1;
  while (text.charCodeAt(i) <= 0x20) i -= 1;
  return i;
}

/** In words, for whoever wrote it: "line 3, column 14", or "the end of the text" when it ends too early. */
export function jsonErrorPlace(text: string): string {
  const index = jsonErrorIndex(text) ?? text.length;
  return index === text.length ? 'the end of the text' : place(text, index);
}

function wrongJson(text: string): Fault {
  return {
    pointer: '',
    code: 'JSON_INVALID',
    message: `The body is not valid JSON: it goes wrong at ${jsonErrorPlace(text)}. Send one statement object or an array of them.`,
    rule: 'xAPI 1.0.3 Data 2.1',
  };
}

/** Never throws on bad input: the fault says where and what. */
export function scanStatements(text: string): ScanResult {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return { ok: false, fault: wrongJson(text) };
  }
  if (typeof whole !== 'object' || whole === null)
    return {
      ok: false,
      fault: {
        pointer: '',
        code: 'BODY_NOT_STATEMENTS',
        message: 'The body must be one statement object or an array of them.',
        rule: 'xAPI 1.0.3 Communication 2.1.2',
      },
    };
  try {
    const { single, spans } = new Walk(text);
    const values = single ? [whole] : (whole as unknown[]);
    return {
      ok: true,
      single,
      items: spans.map(([from, to], i) => ({ text: text.slice(from, to), value: values[i] })),
    };
  } catch (error) {
    if (error instanceof ScanError) return { ok: false, fault: error.fault };
    throw error;
  }
}
