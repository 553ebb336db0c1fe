// SPDX-License-Identifier: Apache-2.0
/** GET /readyz: whether requests can be answered now. Whoever asks wants to know soon: silence is a no. */
import type { Store } from '@cairn/store';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { transactionLifetime } from './transaction-lifetime.ts';

export interface ReadinessOptions {
  readonly store: Pick<Store, 'check' | 'transactionLifetimeSeconds'>;
  readonly log: Pick<Logger, 'warn'>;
  /** After this it is not ready; default 2 s. */
  readonly timeoutMs?: number;
}

async function within<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the database has not answered in ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export function readyz({ store, log, timeoutMs = 2000 }: ReadinessOptions): RequestHandler {
  // One look at a time: while the database is away, who asks every second must not pile up looks.
  let looking: Promise<string | null> | null = null;
  const look = () =>
    (looking ??= store
      .check()
      .then(async () => (await transactionLifetime(store)).fault)
      .finally(() => {
        looking = null;
      }));
  return async (_request, response) => {
    try {
      // Ready all the same: it is felt only after a crash.
      const warning = await within(look(), timeoutMs);
      response
        .type('text/plain')
        .send(warning === null ? 'ready\n' : `ready\nwarning: transactions: ${warning}\n`);
    } catch (error) {
      log.warn({ err: error }, 'not ready');
      response.status(503).type('text/plain').send('not ready\n');
    }
  };
}
