// SPDX-License-Identifier: Apache-2.0
/**
 * Body text → statements, each with the exact text that arrived. Flow: request → [here] → validation → store.
 * One walk finds where each statement begins and ends and what JSON.parse would hide: keys written twice, and depth.
 */
import type { Fault } from './fault.types.ts';

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
const maxDepth = 100;

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

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

/** Index just past the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === backslash) i += 1;
    else if (code === quote) return i + 1;
  }
  return text.length;
}

function noteKey(text: string, from: number, to: number, frames: readonly Frame[]): void {
  const frame = frames.at(-1);
  if (!frame?.keys) return;
  frame.key = JSON.parse(text.slice(from, to)) as string;
  if (frame.keys.has(frame.key))
    throw new ScanError(
      pointerOf(frames),
      'JSON_KEY_REPEATED',
      `The key "${frame.key}" stands twice in one object. Send it once.`,
    );
  frame.keys.add(frame.key);
}

/** Where each top-level member of the body begins and ends. The text is known to be good JSON. */
function boundaries(text: string): {
  readonly single: boolean;
  readonly spans: readonly (readonly [number, number])[];
} {
  const frames: Frame[] = [];
  const spans: [number, number][] = [];
  const first = text.search(/\S/);
  const single = text.charCodeAt(first) !== openBracket;
  let start = single ? first : -1;
  let expectsKey = false;
  const finish = (end: number) => {
    if (start >= 0) spans.push([start, end]);
    start = -1;
  };
  for (let i = first; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code <= 0x20) continue;
    const inTop = !single && frames.length === 1;
    if (inTop && start < 0 && code !== comma && code !== closeBracket) start = i;
    if (code === quote) {
      const end = endOfString(text, i);
      if (expectsKey) noteKey(text, i, end, frames);
      expectsKey = false;
      i = end - 1;
    } else if (code === openBrace || code === openBracket) {
      if (frames.length >= maxDepth)
        throw new ScanError(
          pointerOf(frames),
          'JSON_TOO_DEEP',
          `Nested deeper than ${maxDepth} levels. Send a flatter statement.`,
        );
      frames.push({
        isArray: code === openBracket,
        keys: code === openBrace ? new Set() : null,
        index: 0,
        key: '',
      });
      expectsKey = code === openBrace;
    } else if (code === closeBrace || code === closeBracket) {
      frames.pop();
      expectsKey = false;
      if (single && frames.length === 0) finish(i + 1);
      else if (!single && frames.length === 0) finish(lastSolid(text, i) + 1);
    } else if (code === comma) {
      if (inTop) finish(lastSolid(text, i) + 1);
      const frame = frames.at(-1);
      if (frame?.isArray) frame.index += 1;
      expectsKey = frame?.isArray === false;
    } else if (code === colon) expectsKey = false;
  }
  return { single, spans };
}

function lastSolid(text: string, before: number): number {
  let i = before - 1;
  while (text.charCodeAt(i) <= 0x20) i -= 1;
  return i;
}

function wrongJson(text: string, error: unknown): Fault {
  const detail = error instanceof Error ? error.message : '';
  const position = /position (\d+)/.exec(detail)?.[1];
  const where = position === undefined ? 'the end of the text' : place(text, Number(position));
  return {
    pointer: '',
    code: 'JSON_INVALID',
    message: `The body is not valid JSON: it goes wrong at ${where}. Send one statement object or an array of them.`,
    rule: 'xAPI 1.0.3 Data 2.1',
  };
}

/** Never throws on bad input: the fault says where and what. */
export function scanStatements(text: string): ScanResult {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch (error) {
    return { ok: false, fault: wrongJson(text, error) };
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
    const { single, spans } = boundaries(text);
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
