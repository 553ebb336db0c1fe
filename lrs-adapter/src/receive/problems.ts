// SPDX-License-Identifier: Apache-2.0
/** What is answered when a request is refused: RFC 9457, nothing of the inside. */
import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { maxBodyBytes } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';
import { noteRefused } from './measuring.ts';

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
      `At most ${String(Reflect.get(error as object, 'limit') ?? maxBodyBytes)} bytes are taken in one request. Send it in parts.`,
    );
  if (type === 'encoding.unsupported')
    return new ProblemError(
      415,
      'ENCODING',
      'This encoding is not read here',
      'Send the body plain or with gzip, deflate or br.',
    );
  // Only bytes that are not of the Content-Encoding come here without a type.
  if (type === undefined && Reflect.get(Object(error) as object, 'expose') === true)
    return new ProblemError(
      400,
      'BODY_UNREADABLE',
      'The body cannot be unpacked',
      'Its bytes are not in the Content-Encoding that the header says. Send the body plain, or packed as it says.',
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

export const sendProblem =
  (onUnexpected: OnUnexpected): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    const requestId = response.get('X-Request-Id') ?? randomUUID();
    const problem = toProblem(error);
    if (problem) noteRefused(response, problem);
    else onUnexpected(error, requestId);
    if (response.headersSent) {
      // Half an answer must not look like a whole one.
      response.destroy();
      return;
    }
    const { status, code, title, message, errors } =
      problem ??
      new ProblemError(
        500,
        'INTERNAL',
        'Something went wrong here',
        'It is not your doing, and nothing of this request was stored. Try again; if it goes on, give the operator the instance.',
      );
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
