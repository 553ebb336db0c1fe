// SPDX-License-Identifier: Apache-2.0
/** The JSON that came with a request: UTF-8 or refused, wrong JSON with its place. The bytes are read by nobody before us. */
import { ProblemError } from '@cairn/lrs-adapter';
import { jsonErrorPlace } from '@cairn/xapi';
import express, { type RequestHandler } from 'express';

const maxBytes = 8 * 1024 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true });

function refuseOtherTypes(contentType: string | undefined): void {
  const [type, ...parameters] = (contentType ?? 'none').split(';').map((part) => part.trim().toLowerCase());
  if (type !== 'application/json')
    throw new ProblemError(
      415,
      'CONTENT_TYPE',
      'JSON is needed',
      `The content type is "${type}". Send application/json.`,
    );
  const charset = parameters.find((one) => one.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !['utf-8', 'utf8', '"utf-8"'].includes(charset))
    throw new ProblemError(415, 'CHARSET', 'This charset is not read here', 'Send JSON in UTF-8.');
}

function textOf(bytes: Buffer): string {
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

const parseJson: RequestHandler = (request, _response, next) => {
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0)
    throw new ProblemError(400, 'BODY_EMPTY', 'The body is empty', 'Send a JSON object.');
  refuseOtherTypes(request.headers['content-type']);
  const text = textOf(bytes);
  try {
    request.body = JSON.parse(text) as unknown;
  } catch {
    throw new ProblemError(
      400,
      'JSON',
      'The body is no valid JSON',
      `It goes wrong at ${jsonErrorPlace(text)}. Nothing was changed.`,
    );
  }
  next();
};

export const readJsonBody: readonly RequestHandler[] = [
  express.raw({ type: () => true, limit: maxBytes }),
  parseJson,
];

/** A file as it is; what it is, is seen from itself. */
const maxUploadBytes = 128 * 1024 * 1024;
export const readUpload: RequestHandler = express.raw({ type: () => true, limit: maxUploadBytes });
