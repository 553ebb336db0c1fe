// SPDX-License-Identifier: Apache-2.0
/** Answers of one piece, with their length; the body of HEAD is left out by Node itself. */
import type { Response } from 'express';

/** Not `response.json`: its weak ETag would be of no use here, and costs a hash of the whole. */
export function sendJson(response: Response, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}
