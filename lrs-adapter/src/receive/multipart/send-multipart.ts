// SPDX-License-Identifier: Apache-2.0
/** multipart/mixed out (Communication 1.5.2): the JSON, then each content once, streamed as it comes from the database. */
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

export interface SentContent {
  readonly contentType: string;
  /** Lower-case hexadecimal. */
  readonly sha2: string;
  readonly open: () => Promise<Readable>;
}

async function* pieces(json: string, contents: readonly SentContent[], boundary: string) {
  yield `--${boundary}\r\nContent-Type: application/json\r\n\r\n${json}\r\n`;
  for (const { contentType, sha2, open } of contents) {
    // White space in it may be a line end, which would end the headers.
    const type = contentType.replaceAll(/\s+/g, ' ');
    yield `--${boundary}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${sha2}\r\n\r\n`;
    yield* (await open()) as AsyncIterable<Uint8Array>;
    yield '\r\n';
  }
  yield `--${boundary}--\r\n`;
}

/** A reader that leaves stops the reading; a content that cannot be read to its end breaks the answer off, never fakes one. */
export async function sendMultipart(
  response: Response,
  json: string,
  contents: readonly SentContent[],
): Promise<void> {
  // Letters and digits only: some readers put it into a regular expression as it is.
  const boundary = `cairn${randomBytes(16).toString('hex')}`;
  response.setHeader('Content-Type', `multipart/mixed; boundary=${boundary}`);
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  response.flushHeaders();
  try {
    await pipeline(pieces(json, contents, boundary), response);
  } catch (error) {
    response.destroy();
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'))
      throw error;
  }
}
