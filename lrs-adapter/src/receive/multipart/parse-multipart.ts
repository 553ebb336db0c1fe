// SPDX-License-Identifier: Apache-2.0
/**
 * multipart/mixed as senders really write it (RFC 2046 5.1). Own code, since every library that was looked at refuses one of
 * these: no space after a header's colon, a blank line before the first boundary, no line end before the closing one. A
 * Content-Length inside a part is not believed. Nothing is copied: contents are views of the body.
 */
import { maxParts } from '../../limits.ts';
import { ProblemError } from '../../problem-error.ts';

export interface Part {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly content: Buffer;
}

const longestHeaders = 16 * 1024;
/** What a header's name is made of (RFC 9110 5.6.2), in lower case. */
const token = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const [lineFeed, carriageReturn, space, tab, dash] = [0x0a, 0x0d, 0x20, 0x09, 0x2d];

const wrong = (detail: string) =>
  new ProblemError(400, 'MULTIPART', 'The multipart body cannot be read', detail);

/** The parameter `boundary` of a content type, wherever it stands. @throws {ProblemError} 400 when it has none. */
export function boundaryOf(contentType: string): string {
  const match = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(contentType);
  const boundary = match?.[1]?.replaceAll(/\\(.)/g, '$1') ?? match?.[2];
  if (boundary === undefined || boundary === '' || boundary.length > 200)
    throw wrong('The content type has no boundary. Send multipart/mixed; boundary=TEXT.');
  return boundary;
}

/** One boundary line: where what is before it ends, and where what is after it begins. */
interface Delimiter {
  readonly before: number;
  readonly after: number;
  readonly isClosing: boolean;
}

class Reading {
  readonly body: Buffer;
  private readonly mark: Buffer;
  /** The sender ends lines with CRLF: then a lone line feed before a boundary is content. */
  private endsWithCrLf = true;

  constructor(body: Buffer, boundary: string) {
    this.body = body;
    this.mark = Buffer.from(`--${boundary}`, 'utf8');
  }

  /** Just past the line end at `i`, after blanks; -1 when something else is there. */
  private lineEnd(from: number): number {
    let i = from;
    while (this.body[i] === space || this.body[i] === tab) i += 1;
    if (i >= this.body.length) return i;
    if (this.body[i] === carriageReturn && this.body[i + 1] === lineFeed) return i + 2;
    return this.body[i] === lineFeed ? i + 1 : -1;
  }

  /** Where the line before `at` ends; -1 when `at` does not begin a line. */
  private lineStart(at: number): number {
    if (at === 0) return 0;
    if (this.body[at - 1] !== lineFeed) return -1;
    if (!this.endsWithCrLf) return at - 1;
    return this.body[at - 2] === carriageReturn ? at - 2 : -1;
  }

  private delimiterAt(at: number): Delimiter | null {
    const end = at + this.mark.length;
    const isClosing = this.body[end] === dash && this.body[end + 1] === dash;
    const after = this.lineEnd(isClosing ? end + 2 : end);
    const before = this.lineStart(at);
    return after < 0 || before < 0 ? null : { before, after, isClosing };
  }

  /** Of the first boundary, which says how this sender ends lines. */
  first(): Delimiter {
    const at = this.body.indexOf(this.mark);
    const isBlank = at >= 0 && this.body.subarray(0, at).toString('latin1').trim() === '';
    this.endsWithCrLf = false;
    const found = isBlank ? this.delimiterAt(at) : null;
    if (!found || found.isClosing)
      throw wrong('The body does not begin with the boundary that the content type names.');
    this.endsWithCrLf = this.body[found.after - 2] === carriageReturn;
    return found;
  }

  next(from: number): Delimiter {
    // A part without headers and content has its boundary's line end in common with the next one.
    for (let at = this.body.indexOf(this.mark, from); at >= 0; at = this.body.indexOf(this.mark, at + 1)) {
      const found = this.delimiterAt(at);
      if (found) return { ...found, before: Math.max(found.before, from) };
    }
    return this.looseClosing(from);
  }

  /** At the very end of the body, `--boundary--` closes it even without a line end before it. */
  private looseClosing(from: number): Delimiter {
    let end = this.body.length;
    while (end > from && (this.body[end - 1] ?? 0) <= space) end -= 1;
    const closing = Buffer.concat([this.mark, Buffer.from('--')]);
    const before = end - closing.length;
    if (before < from || !this.body.subarray(before, end).equals(closing))
      throw wrong('The body ends without its closing boundary. Send it whole, with --boundary-- at its end.');
    return { before, after: this.body.length, isClosing: true };
  }

  /** Headers and content of the part between two boundaries. */
  part(from: number, to: number): Part {
    const headers = new Map<string, string>();
    let last = '';
    for (let i = from; ;) {
      const end = this.body.indexOf(lineFeed, i);
      if (end < 0 || end >= to || end - from > longestHeaders)
        throw wrong('A part has no empty line after its headers, or headers that are too long.');
      const line = this.body.subarray(i, end).toString('utf8').replace(/\r$/, '');
      i = end + 1;
      if (line === '') return { headers, content: this.body.subarray(i, Math.max(i, to)) };
      last = readHeader(line, last, headers);
    }
  }
}

/** Returns the header's name; a line that begins with a blank goes on with the one before. */
function readHeader(line: string, last: string, headers: Map<string, string>): string {
  if (/^[ \t]/.test(line) && last !== '') {
    headers.set(last, `${headers.get(last) ?? ''} ${line.trim()}`);
    return last;
  }
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
  if (!token.test(name))
    throw wrong(`A part has a line among its headers that is none: "${line.slice(0, 60)}".`);
  headers.set(name, line.slice(colon + 1).trim());
  return name;
}

/** @throws {ProblemError} 400 saying what is wrong. */
export function parseMultipart(body: Buffer, boundary: string): readonly Part[] {
  const reading = new Reading(body, boundary);
  const parts: Part[] = [];
  for (let delimiter = reading.first(); !delimiter.isClosing;) {
    if (parts.length >= maxParts)
      throw new ProblemError(
        413,
        'TOO_MANY_PARTS',
        'Too many parts',
        `At most ${maxParts} parts are taken in one request. Send fewer statements at once.`,
      );
    const next = reading.next(delimiter.after);
    parts.push(reading.part(delimiter.after, next.before));
    delimiter = next;
  }
  return parts;
}
