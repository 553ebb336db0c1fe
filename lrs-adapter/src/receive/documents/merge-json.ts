// SPDX-License-Identifier: Apache-2.0
/**
 * POST to a document: the properties of both, the new ones winning whole; never deeper than the top (Communication 2.2). Values
 * are taken over as text, so that numbers keep the digits that they were written with.
 */
import { eachMember, endOfValue } from '@cairn/xapi';
import { ProblemError } from '../../problem-error.ts';
import { jsonText } from '../body-text.ts';

/** Text of each value by its key. */
export type Members = ReadonlyMap<string, string>;

/** @throws {ProblemError} 400 naming which of the two is no JSON object. */
export function membersOf(bytes: Uint8Array, what: string): Members {
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

export function mergedJson(stored: Members, sent: Members): Uint8Array {
  const members = [...new Map([...stored, ...sent])].map(([key, value]) => `${JSON.stringify(key)}:${value}`);
  return Buffer.from(`{${members.join(',')}}`, 'utf8');
}
