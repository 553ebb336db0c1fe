// SPDX-License-Identifier: Apache-2.0
/** GET /readyz: whether requests can be answered now. Whoever asks wants to know soon: silence is a no. */
import type { Store } from '@cairn/store';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

export interface ReadinessOptions {
  readonly store: Pick<Store, 'check'>;
  readonly log: Pick<Logger, 'warn'>;
  /** After this it is not ready; default 2 s. */
  readonly timeoutMs?: number;
}

const within = async (promise: Promise<void>, timeoutMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the database has not answered in ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  await Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

export function readyz({ store, log, timeoutMs = 2000 }: ReadinessOptions): RequestHandler {
  // One look at a time: while the database is away, who asks every second must not pile up looks.
  let looking: Promise<void> | null = null;
  const look = () =>
    (looking ??= store.check().finally(() => {
      looking = null;
    }));
  return async (_request, response) => {
    try {
      await within(look(), timeoutMs);
      response.type('text/plain').send('ready\n');
    } catch (error) {
      log.warn({ err: error }, 'not ready');
      response.status(503).type('text/plain').send('not ready\n');
    }
  };
}
