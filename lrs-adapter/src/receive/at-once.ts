// SPDX-License-Identifier: Apache-2.0
/** Requests of one source under way at the same time, as each process counts them: told before anything of a body is read. */
import type { RequestHandler } from 'express';
import { retryAfterSeconds } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';
import { sourceOf } from './guard.ts';

export function limitAtOnce(): RequestHandler {
  const underWay = new Map<string, number>();
  return (request, response, next) => {
    const { id, settings } = sourceOf(request);
    const others = underWay.get(id) ?? 0;
    if (others >= settings.requestsAtOnce) {
      response.set('Retry-After', String(retryAfterSeconds.atOnce));
      throw new ProblemError(
        429,
        'TOO_MANY_AT_ONCE',
        'Too many requests at once',
        `The source "${id}" may have ${settings.requestsAtOnce} requests under way at the same time. Wait for the answers to those, or let the administrator raise requestsAtOnce.`,
      );
    }
    underWay.set(id, others + 1);
    response.once('close', () => {
      const left = (underWay.get(id) ?? 1) - 1;
      if (left === 0) underWay.delete(id);
      else underWay.set(id, left);
    });
    next();
  };
}
