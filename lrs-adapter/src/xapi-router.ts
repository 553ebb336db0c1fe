// SPDX-License-Identifier: Apache-2.0
/** The xAPI endpoint: one router, one folder a resource. Mounted at /xapi. */
import { randomUUID } from 'node:crypto';
import type { Store } from '@cairn/store';
import express, { type RequestHandler, type Router } from 'express';
import { about } from './receive/about/about.ts';
import { readBody } from './receive/body-text.ts';
import { guard, needsVersion } from './receive/guard.ts';
import { nothingHere, type OnUnexpected, sendProblem } from './receive/problems.ts';
import { getStatements } from './receive/statements/get-statements.ts';
import { postStatements, putStatement } from './receive/statements/store-statements.ts';

export interface XapiRouterOptions {
  readonly store: Store;
  /** Address that others see, without a slash at its end. */
  readonly url: string;
  readonly onUnexpected: OnUnexpected;
}

const versionHeaders: RequestHandler = (_request, response, next) => {
  response.set({ 'X-Experience-API-Version': '1.0.3', 'Cache-Control': 'no-store' });
  if (response.get('X-Request-Id') === undefined) response.set('X-Request-Id', randomUUID());
  next();
};

const consistentThrough =
  (store: Store): RequestHandler =>
  async (_request, response, next) => {
    response.set(
      'X-Experience-API-Consistent-Through',
      new Date(await store.statements.consistentThrough()).toISOString(),
    );
    next();
  };

export function createXapiRouter({ store, url, onUnexpected }: XapiRouterOptions): Router {
  const router = express.Router();
  const writes = [guard(store, 'statements/write'), needsVersion, readBody];
  const reads = [guard(store, 'statements/read'), needsVersion, consistentThrough(store)];
  router.use(versionHeaders);
  router.get('/about', about);
  router.get('/statements', ...reads, getStatements(store, url));
  router.post('/statements', ...writes, postStatements(store));
  router.put('/statements', ...writes, putStatement(store));
  router.use(nothingHere);
  router.use(sendProblem(onUnexpected));
  return router;
}
