// SPDX-License-Identifier: Apache-2.0
/** A body's bytes → text. */
import type { Request } from 'express';
import { ProblemError } from '../problem-error.ts';

export function bodyBytes(request: Request): Buffer {
  const bytes: unknown = request.body;
  return Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
}

/** The media type alone, in lower case; '' when none was sent. */
export const mediaType = (header: string | undefined): string =>
  header?.split(';')[0]?.trim().toLowerCase() ?? '';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws {ProblemError} 400 for nothing, or for bytes that are no UTF-8. */
export function jsonText(bytes: Uint8Array): string {
  if (bytes.length === 0)
    throw new ProblemError(400, 'BODY_EMPTY', 'The body is empty', 'Send JSON in UTF-8, not nothing.');
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ProblemError(
      400,
      'NOT_UTF8',
      'The body is not UTF-8',
      'The body holds bytes that are no UTF-8 text. Send JSON in UTF-8.',
    );
  }
}
