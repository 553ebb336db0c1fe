// SPDX-License-Identifier: Apache-2.0
/** Requests per second by source, as each process counts them: a bucket that fills steadily and holds a second's worth. */
import type { Source } from '@cairn/store';
import type { RequestHandler } from 'express';
import { retryAfterSeconds } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';
import { sourceOf } from './guard.ts';

interface Bucket {
  readonly left: number;
  /** ms of a clock that only goes forward. */
  readonly at: number;
}

/** Returns whether one more request of the source may come in at `now` (ms). */
export function createRate(): (source: Pick<Source, 'id' | 'settings'>, now: number) => boolean {
  const buckets = new Map<string, Bucket>();
  return ({ id, settings: { requestsPerSecond: most } }, now) => {
    const { left, at } = buckets.get(id) ?? { left: most, at: now };
    const filled = Math.min(most, left + ((now - at) / 1000) * most);
    const isLet = filled >= 1;
    buckets.set(id, { left: isLet ? filled - 1 : filled, at: now });
    return isLet;
  };
}

export function limitRate(): RequestHandler {
  const lets = createRate();
  return (request, response, next) => {
    const source = sourceOf(request);
    if (lets(source, performance.now())) return next();
    response.set('Retry-After', String(retryAfterSeconds.rate));
    throw new ProblemError(
      429,
      'TOO_MANY_REQUESTS',
      'Too many requests',
      `The source "${source.id}" may send ${source.settings.requestsPerSecond} requests a second. Send more statements in each, or let the administrator raise requestsPerSecond.`,
    );
  };
}
