// SPDX-License-Identifier: Apache-2.0
/**
 * POST to a document: the properties of both, the new ones winning whole; never deeper than the top (Communication 2.2). Values
 * are taken over as text, so that numbers keep the digits that they were written with. Pure, and of plain data in and out: large
 * ones are merged in another thread.
 */
import type { DocumentContent } from '@cairn/store';
import { eachMember, endOfValue } from '@cairn/xapi';
import { ProblemError } from '../../problem-error.ts';
import { jsonText, mediaType } from '../body-text.ts';
import { checkDocumentSize } from './check-document-size.ts';

/** Text of each value by its key. */
type Members = ReadonlyMap<string, string>;

/** @throws {ProblemError} 400 naming which of the two is no JSON object. */
function membersOf(bytes: Uint8Array, what: string): Members {
  const wrong = () =>
    new ProblemError(
      400,
      'NOT_MERGEABLE',
      'This cannot be merged',
      `POST merges JSON objects, but ${what} is none. Nothing was changed. Replace it by PUT instead.`,
    );
  let text: string;
  let value: unknown;
  try {
    text = jsonText(bytes);
    value = JSON.parse(text);
  } catch {
    throw wrong();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong();
  const members = new Map<string, string>();
  eachMember(text, text.indexOf('{'), ({ key, value: start }) => {
    const end = endOfValue(text, start);
    members.set(key, text.slice(start, end));
    return end;
  });
  return members;
}

const isJson = ({ contentType }: DocumentContent) => mediaType(contentType) === 'application/json';

export interface Merging {
  /** null: none is there. */
  readonly stored: DocumentContent | null;
  readonly sent: DocumentContent;
}

/** What a POST makes of the stored document. @throws {ProblemError} 400 when they cannot be merged, 413 when it became too large. */
export function mergeDocuments({ stored, sent }: Merging): DocumentContent {
  const members = isJson(sent) ? membersOf(sent.bytes, 'the document that you sent') : null;
  if (!stored) return sent;
  if (!members || !isJson(stored))
    throw new ProblemError(
      400,
      'NOT_MERGEABLE',
      'This cannot be merged',
      'POST merges when both the stored document and yours are application/json. Nothing was changed. Replace it by PUT instead.',
    );
  const merged = new Map([...membersOf(stored.bytes, 'the stored document'), ...members]);
  const texts = [...merged].map(([key, value]) => `${JSON.stringify(key)}:${value}`);
  const bytes = Buffer.from(`{${texts.join(',')}}`, 'utf8');
  checkDocumentSize(bytes);
  return { contentType: sent.contentType, bytes };
}
