// SPDX-License-Identifier: Apache-2.0
/**
 * X-Experience-API-Consistent-Through on every answer of the Statements resource, refusals too (Communication 2.1.3). A reader
 * is told what holds at its request; many share one question to the database. For a writer what held a moment ago is enough,
 * since what was true stays so: the hot path does not wait.
 */
import type { Store } from '@cairn/store';
import type { RequestHandler } from 'express';

/** Older than this, a writer asks too. */
const staleMs = 1000;

interface Shared {
  readonly last: () => number;
  /** Resolves when a question has been answered that was put after the call. */
  readonly renew: () => Promise<void>;
  readonly ageMs: () => number;
}

function share(ask: () => Promise<number>): Shared {
  // Nothing is promised before the first answer of the database.
  let known = 0;
  let askedAt = -Infinity;
  let current: Promise<void> | null = null;
  let queued: Promise<void> | null = null;

  async function answer(): Promise<void> {
    const at = performance.now();
    try {
      known = Math.max(known, await ask());
      askedAt = at;
    } catch {
      // Who cannot be told the newest is told what is known; the request itself finds out what is wrong.
    } finally {
      current = null;
    }
  }
  return {
    last: () => known,
    ageMs: () => performance.now() - askedAt,
    renew: () => {
      if (!current) return (current = answer());
      return (queued ??= current.then(() => {
        queued = null;
        return (current = answer());
      }));
    },
  };
}

export function consistentThrough(store: Store): RequestHandler {
  const time = share(store.statements.consistentThrough);
  return async (request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead || time.ageMs() > staleMs) await time.renew();
    response.setHeader('X-Experience-API-Consistent-Through', new Date(time.last()).toISOString());
    next();
  };
}
