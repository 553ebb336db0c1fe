// SPDX-License-Identifier: Apache-2.0
/** What is answered when a request is refused: RFC 9457, nothing of the inside. */
import { randomUUID } from 'node:crypto';
import { isOutage, StoreError } from '@cairn/store';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { ProblemError } from '../problem-error.ts';
import { noteRefused } from './measuring.ts';

export type OnUnexpected = (error: unknown, requestId: string) => void;

export const bodyTooLarge = (limit: unknown) =>
  new ProblemError(
    413,
    'BODY_TOO_LARGE',
    'The body is too large',
    `At most ${String(limit)} bytes are taken in one request. Send it in parts.`,
  );
export const notWhole = () =>
  new ProblemError(400, 'BODY_INCOMPLETE', 'The body did not arrive whole', 'Send the request again.');
export const brokenEncoding = () =>
  new ProblemError(
    400,
    'ENCODING_BROKEN',
    'The body cannot be unpacked',
    'It is not what its Content-Encoding says. Send it plain, or packed as the header says.',
  );

export const unknownEncoding = () =>
  new ProblemError(
    415,
    'ENCODING',
    'This encoding is not read here',
    'Send the body plain or with gzip, deflate or br.',
  );

/** Errors of the body reader carry a type of their own. */
const byType: Readonly<Record<string, (error: object) => ProblemError>> = {
  'entity.too.large': (error) => bodyTooLarge(Reflect.get(error, 'limit')),
  'encoding.unsupported': unknownEncoding,
  'charset.unsupported': () =>
    new ProblemError(415, 'CHARSET', 'This charset is not read here', 'Send text in UTF-8.'),
  'request.aborted': notWhole,
  'request.size.invalid': notWhole,
};

/** zlib's errors have a number, but no call of the system behind it. */
const isOfUnpacking = (error: object) => 'errno' in error && !('syscall' in error);

/** Nothing of what was refused is kept: a sender that is told so sends it again when there is room. */
const quarantineFull = ({ message }: StoreError) =>
  new ProblemError(
    503,
    'QUARANTINE_FULL',
    'The quarantine of this source is full',
    `${message} What of this request could be stored is stored. Send the whole of it again later.`,
  );

/** What the sender or an operator can mend; null: it was not their doing. */
function toProblem(error: unknown): ProblemError | null {
  if (error instanceof ProblemError) return error;
  if (error instanceof StoreError && error.code === 'QUARANTINE_FULL') return quarantineFull(error);
  if (!(error instanceof Error)) return null;
  const status: unknown = Reflect.get(error, 'status');
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  const known = byType[String(Reflect.get(error, 'type'))];
  if (known) return known(error);
  if (isOfUnpacking(error)) return brokenEncoding();
  if (error instanceof URIError)
    return new ProblemError(
      400,
      'PATH',
      'The address cannot be read',
      'A % in its path is not followed by the two digits of a byte of UTF-8 text. Encode the path again.',
    );
  return new ProblemError(status, 'REQUEST', 'The request is refused', 'It is not as it must be.');
}

/** A member of a replica set takes over, and a killed database is back, in about this time. */
const retryAfterSeconds = 5;
/** Somebody has to look at what waits. */
const retryFullAfterSeconds = 60;

/** What has been written when a write breaks off is not known: it may have been stored, and only its answer lost. */
function ourFault(error: unknown, { method }: Request): ProblemError {
  const whatNow = ['GET', 'HEAD'].includes(method)
    ? 'Ask again in a moment.'
    : 'It is not known whether anything of this request was stored. Send it again with the same ids: what is stored already is not stored twice.';
  const ifItGoesOn = 'If it goes on, give the operator the instance.';
  return isOutage(error)
    ? new ProblemError(503, 'DATABASE_AWAY', 'The database does not answer', `${whatNow} ${ifItGoesOn}`)
    : new ProblemError(
        500,
        'INTERNAL',
        'Something went wrong here',
        `It is not your doing. ${whatNow} ${ifItGoesOn}`,
      );
}

export const nothingHere: RequestHandler = (request) => {
  throw new ProblemError(
    404,
    'RESOURCE_UNKNOWN',
    'No such resource',
    `There is nothing at ${request.method} ${request.baseUrl}${request.path}.`,
  );
};

/** `methods`: those that the resource has. */
export const wrongMethod = (methods: readonly string[]): RequestHandler => {
  const allowed = methods.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  return (request, response) => {
    response.setHeader('Allow', allowed.join(', '));
    throw new ProblemError(
      405,
      'METHOD',
      'This resource has no such method',
      `${request.baseUrl}${request.path} takes ${allowed.join(', ')}, not ${request.method}.`,
    );
  };
};

/** `response.locals.contact`: whom the reader can ask, where a handler before knew it. */
export const sendProblem =
  (onUnexpected: OnUnexpected): ErrorRequestHandler =>
  (error: unknown, request, response, _next) => {
    const requestId = response.get('X-Request-Id') ?? randomUUID();
    const problem = toProblem(error);
    if (problem) noteRefused(response, problem);
    else onUnexpected(error, requestId);
    if (response.headersSent) {
      // Half an answer must not look like a whole one.
      response.destroy();
      return;
    }
    const { status, code, title, message, errors } = problem ?? ourFault(error, request);
    if (status === 503 && !response.hasHeader('Retry-After'))
      response.set(
        'Retry-After',
        String(code === 'QUARANTINE_FULL' ? retryFullAfterSeconds : retryAfterSeconds),
      );
    const contact: unknown = response.locals['contact'];
    response
      .status(status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: `urn:cairn:problem:${code.toLowerCase().replaceAll('_', '-')}`,
          title,
          status,
          detail: message,
          instance: requestId,
          code,
          ...(errors.length > 0 ? { errors } : {}),
          ...(typeof contact === 'string' ? { contact } : {}),
        }),
      );
  };
