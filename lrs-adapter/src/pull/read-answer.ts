// SPDX-License-Identifier: Apache-2.0
/** A remote's answer → statements in their exact text, contents of attachments, and what it says of itself. Nothing is requested. */
import { createHash } from 'node:crypto';
import { itemTexts, memberText, parseTimestamp, requestVersion, type XapiVersion } from '@cairn/xapi';
import { mediaType } from '../receive/body-text.ts';
import { boundaryOf, parseMultipart, type Part } from '../receive/multipart/parse-multipart.ts';
import { sha2Algorithms } from '../receive/statements/statement-body.ts';
import { ProblemError } from '../problem-error.ts';
import { PullError } from './pull-error.ts';
import type { Answer } from './transport.ts';
import { namedWait } from './waiting.ts';

export interface PulledStatement {
  /** Exactly as the remote wrote it; of bytes that are no UTF-8, U+FFFD stands for each. */
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}
export interface Clock {
  /** Before it, all is retrievable, as the remote believes; ms, by its clock. null: it does not say. */
  readonly consistentThrough: number | null;
  /** When it answered, by its clock; null: it does not say. */
  readonly date: number | null;
}
export interface Page extends Clock {
  readonly statements: readonly PulledStatement[];
  /** Bytes of it are no UTF-8: a text with U+FFFD in it may not be what the remote has. */
  readonly isSpoiled: boolean;
  /** By SHA-2 in lower-case hexadecimal; null: a body of JSON, which brings none. */
  readonly contents: ReadonlyMap<string, Buffer> | null;
  /** As it stands in the answer; null: this is the last page. */
  readonly more: string | null;
  /** The address that the answer came from. */
  readonly url: string;
  /** The version that the remote has answered in; null: it does not say, or none of ours. */
  readonly version: XapiVersion | null;
  readonly bytes: number;
  /** What the remote took to answer. */
  readonly seconds: number;
}

const time = (header: string | undefined): number | null => {
  const ms = header === undefined ? Number.NaN : (parseTimestamp(header) ?? Date.parse(header));
  return Number.isFinite(ms) ? ms : null;
};
export const clockOf = ({ headers }: Answer): Clock => ({
  consistentThrough: time(headers.get('x-experience-api-consistent-through')),
  date: time(headers.get('date')),
});

const excerpt = (body: Buffer) => body.toString('utf8', 0, 300).replaceAll(/\s+/g, ' ').trim() || 'nothing';

/** @throws {PullError} for any status but 200. */
export function checkStatus(answer: Answer): void {
  const { status, headers, body, url } = answer;
  if (status === 200) return;
  const { origin, pathname } = new URL(url);
  const told = `${origin}${pathname} answered ${status}`;
  if (status === 401 || status === 403)
    throw new PullError(
      'REMOTE_REFUSES',
      `${told}. Its key or secret is wrong, or has no right to read statements. Give the right ones, then resume.`,
      { remedy: 'stop', status },
    );
  if (status === 413) throw new PullError('REMOTE_TOO_LARGE', told, { remedy: 'smaller', status });
  if (status >= 300 && status < 400)
    throw new PullError(
      'REMOTE_MOVED',
      `${told} and points to ${headers.get('location') ?? 'nowhere'}. Redirects are not followed: give the address where it really is.`,
      { status },
    );
  throw new PullError(status === 429 ? 'REMOTE_BUSY' : 'REMOTE_FAILS', `${told}: ${excerpt(body)}`, {
    status,
    waitMs: namedWait(headers.get('retry-after') ?? null, clockOf(answer).date ?? Date.now()),
  });
}

const unreadable = ({ url }: Answer, why: string) =>
  new PullError('REMOTE_ANSWER', `What ${new URL(url).origin} answered cannot be read: ${why}`);

/** Of parts whose content is what their hash says. One that is not is as if it had not come. */
function contentOf({ headers, content }: Part): readonly (readonly [string, Buffer])[] {
  const sha2 = headers.get('x-experience-api-hash')?.toLowerCase() ?? '';
  const algorithm = sha2Algorithms[sha2.length];
  const isRight = algorithm !== undefined && createHash(algorithm).update(content).digest('hex') === sha2;
  return isRight ? [[sha2, content]] : [];
}

interface Opened {
  readonly json: string;
  readonly isSpoiled: boolean;
  readonly contents: Page['contents'];
}
const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');

/** A byte order mark at the start is not part of the text. */
function decoded(bytes: Buffer): Pick<Opened, 'json' | 'isSpoiled'> {
  try {
    return { json: strict.decode(bytes), isSpoiled: false };
  } catch {
    return { json: lenient.decode(bytes), isSpoiled: true };
  }
}
/** @throws {PullError} REMOTE_ANSWER */
export function openAnswer(answer: Answer): Opened {
  const type = answer.headers.get('content-type');
  if (mediaType(type) !== 'multipart/mixed') return { ...decoded(answer.body), contents: null };
  try {
    const [first, ...others] = parseMultipart(answer.body, boundaryOf(type ?? ''));
    return { ...decoded(first?.content ?? Buffer.alloc(0)), contents: new Map(others.flatMap(contentOf)) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.status === 413)
      throw new PullError('REMOTE_TOO_LARGE', error.message, { remedy: 'smaller', cause: error });
    throw unreadable(answer, error.message);
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(json: string, answer: Answer): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw unreadable(answer, `no whole JSON (${excerpt(answer.body)})`);
  }
  if (!isObject(value) || !Array.isArray(value['statements']))
    throw unreadable(
      answer,
      `no object with statements (${excerpt(answer.body)}). Is this an xAPI endpoint?`,
    );
  return value;
}

/** @throws {PullError} when it is no page of statements. */
export function readPage(answer: Answer): Page {
  checkStatus(answer);
  const { json, isSpoiled, contents } = openAnswer(answer);
  const value = parsed(json, answer);
  const texts = itemTexts(memberText(json, 'statements') ?? '[]') ?? [];
  const values = value['statements'] as readonly unknown[];
  const { more } = value;
  return {
    ...clockOf(answer),
    // What is no object comes along as well: it goes to quarantine with everything else that is no statement.
    statements: texts.map((text, i) => ({ text, value: isObject(values[i]) ? values[i] : {} })),
    isSpoiled,
    contents,
    more: typeof more === 'string' && more !== '' ? more : null,
    url: answer.url,
    version: requestVersion(answer.headers.get('x-experience-api-version') ?? ''),
    bytes: answer.body.length,
    seconds: answer.seconds,
  };
}

/**
 * The address of the next page, seen from the page that names it (RFC 3986 5). @throws {PullError} when it lies elsewhere: its
 * credentials would go there too.
 */
export function nextAddress({ more, url }: Pick<Page, 'more' | 'url'>): string | null {
  if (more === null) return null;
  const here = new URL(url);
  const there = URL.canParse(more, url) ? new URL(more, url) : null;
  if (there?.origin !== here.origin || there.username !== '' || there.password !== '')
    throw new PullError(
      'MORE_ELSEWHERE',
      `The remote says that its next page is at ${there?.origin ?? more.slice(0, 100)}, but it was asked at ${here.origin}. It is not followed, since the credentials would go there too. Give the address that the remote takes for its own.`,
    );
  there.hash = '';
  return there.href;
}
