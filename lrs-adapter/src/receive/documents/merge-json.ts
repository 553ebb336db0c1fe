// SPDX-License-Identifier: Apache-2.0
/** POST to a document: the properties of both, the new ones winning whole; never deeper than the top (Communication 2.2). */
import { ProblemError } from '../../problem-error.ts';
import { jsonText } from '../body-text.ts';

type Members = Readonly<Record<string, unknown>>;

/** @throws {ProblemError} 400 naming which of the two is no JSON object. */
export function objectOf(bytes: Uint8Array, what: string): Members {
  const wrong = () =>
    new ProblemError(
      400,
      'NOT_MERGEABLE',
      'This cannot be merged',
      `POST merges JSON objects, but ${what} is none. Nothing was changed. Replace it by PUT instead.`,
    );
  let value: unknown;
  try {
    value = JSON.parse(jsonText(bytes));
  } catch {
    throw wrong();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong();
  return value as Members;
}

export const mergedJson = (stored: Members, sent: Members): Uint8Array =>
  Buffer.from(JSON.stringify({ ...stored, ...sent }), 'utf8');
