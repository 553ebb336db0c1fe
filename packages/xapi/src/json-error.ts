// SPDX-License-Identifier: Apache-2.0
/**
 * Where wrong JSON goes wrong. Flow: JSON.parse failed → [here] → fault. Node 20 gives no position for an unexpected
 * token, so the text is walked once more, on this path only; no recursion, so depth does not matter.
 */
type State = 'value' | 'firstValue' | 'key' | 'firstKey' | 'colon' | 'after';
/** Punctuation as itself; `s` a string, `w` a number or a word. */
interface Token {
  readonly kind: string;
  readonly end: number;
}

const wordPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const escapePattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const isSpace = (code: number) =>
  code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b && code !== 0x0c);

function matchedEnd(pattern: RegExp, text: string, from: number): number | null {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** Past the string's closing quote, or the index at which it stops being a string, as a negative number − 1. */
function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === 0x22) return i + 1;
    if (code < 0x20) return -i - 1;
    const next = code === 0x5c ? matchedEnd(escapePattern, text, i) : i + 1;
    if (next === null) return -i - 1;
    i = next;
  }
  return -text.length - 1;
}

function tokenAt(text: string, i: number): Token | number {
  const character = text.charAt(i);
  if (character !== '' && '{}[],:'.includes(character)) return { kind: character, end: i + 1 };
  if (character === '"') {
    const end = stringEnd(text, i);
    return end < 0 ? -end - 1 : { kind: 's', end };
  }
  const end = matchedEnd(wordPattern, text, i);
  return end === null ? i : { kind: 'w', end };
}

function closed(kind: string, open: string[]): State | null {
  return open.pop() === (kind === '}' ? '{' : '[') ? 'after' : null;
}

function afterValue(kind: string, open: string[]): State | null {
  if (kind === ',' && open.length > 0) return open.at(-1) === '{' ? 'key' : 'value';
  return kind === '}' || kind === ']' ? closed(kind, open) : null;
}

function valueFrom(kind: string, open: string[]): State | null {
  if (kind === 's' || kind === 'w') return 'after';
  if (kind !== '{' && kind !== '[') return null;
  open.push(kind);
  return kind === '{' ? 'firstKey' : 'firstValue';
}

function next(state: State, kind: string, open: string[]): State | null {
  if (state === 'colon') return kind === ':' ? 'value' : null;
  if (state === 'after') return afterValue(kind, open);
  if ((state === 'firstKey' && kind === '}') || (state === 'firstValue' && kind === ']'))
    return closed(kind, open);
  if (state === 'key' || state === 'firstKey') return kind === 's' ? 'colon' : null;
  return valueFrom(kind, open);
}

/** Index of the first character that cannot stand there; the text's length when it ends too early; null for good JSON. */
export function jsonErrorIndex(text: string): number | null {
  const open: string[] = [];
  let state: State = 'value';
  let i = 0;
  for (;;) {
    while (isSpace(text.charCodeAt(i))) i += 1;
    if (i >= text.length) return state === 'after' && open.length === 0 ? null : text.length;
    const token = tokenAt(text, i);
    if (typeof token === 'number') return token;
    const following = next(state, token.kind, open);
    if (following === null) return i;
    state = following;
    i = token.end;
  }
}
