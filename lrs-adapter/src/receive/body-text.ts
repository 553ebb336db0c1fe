// SPDX-License-Identifier: Apache-2.0
import express, { type Request, type RequestHandler } from 'express';
import { maxBodyBytes } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';

/** The body's bytes, whatever their type; too many are refused before they are all read. */
export const readBody: RequestHandler = express.raw({ type: () => true, limit: maxBodyBytes });

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws {ProblemError} 415 for another type than JSON, 400 for bytes that are no UTF-8. */
export function bodyText(request: Request): string {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? 'none';
  if (type !== 'application/json')
    throw new ProblemError(
      type === 'multipart/mixed' ? 501 : 415,
      'CONTENT_TYPE',
      'JSON is needed',
      `The content type is "${type}". Send statements as application/json.`,
    );
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0)
    throw new ProblemError(
      400,
      'BODY_EMPTY',
      'The body is empty',
      'Send one statement object or an array of them.',
    );
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
