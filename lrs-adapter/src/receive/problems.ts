// SPDX-License-Identifier: Apache-2.0
/** What is answered when a request is refused: RFC 9457, nothing of the inside. */
import { randomUUID } from 'node:crypto';
import { isOutage } from '@cairn/store';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { maxBodyBytes } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';

export type OnUnexpected = (error: unknown, requestId: string) => void;

/** Errors of the body reader carry a type of their own. */
function toProblem(error: unknown): ProblemError | null {
  if (error instanceof ProblemError) return error;
  const type: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'type') : undefined;
  if (type === 'entity.too.large')
    return new ProblemError(
      413,
      'BODY_TOO_LARGE',
      'The body is too large',
      `At most ${maxBodyBytes} bytes are taken in one request. Send the statements in parts.`,
    );
  if (type === 'encoding.unsupported')
    return new ProblemError(
      415,
      'ENCODING',
      'This encoding is not read here',
      'Send the body plain or with gzip, deflate or br.',
    );
  if (type === 'request.aborted' || type === 'request.size.invalid')
    return new ProblemError(
      400,
      'BODY_INCOMPLETE',
      'The body did not arrive whole',
      'Send the request again.',
    );
  return null;
}

export const nothingHere: RequestHandler = (request) => {
  throw new ProblemError(
    404,
    'RESOURCE_UNKNOWN',
    'No such resource',
    `There is nothing at ${request.method} ${request.baseUrl}${request.path}.`,
  );
};

/** A member of a replica set takes over, and a killed database is back, in about this time. */
const retryAfterSeconds = 5;

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

export const sendProblem =
  (onUnexpected: OnUnexpected): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const requestId = response.get('X-Request-Id') ?? randomUUID();
    const problem = toProblem(error);
    if (!problem) onUnexpected(error, requestId);
    const { status, code, title, message, errors } = problem ?? ourFault(error, request);
    if (status === 503) response.set('Retry-After', String(retryAfterSeconds));
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
        }),
      );
  };
