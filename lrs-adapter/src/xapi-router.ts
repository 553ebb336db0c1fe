// SPDX-License-Identifier: Apache-2.0
/** The xAPI endpoint: one router, one folder a resource, one table that says who may do what. Mounted at /xapi. */
import { randomUUID } from 'node:crypto';
import type { Store } from '@cairn/store';
import type { XapiVersion } from '@cairn/xapi';
import cors from 'cors';
import express, { type RequestHandler, type Router } from 'express';
import { createPreparing } from './ingest/prepare-large.ts';
import { budgetBytes } from './limits.ts';
import { about } from './receive/about/about.ts';
import { getActivity } from './receive/activities/get-activity.ts';
import { activityProfileResource } from './receive/activity-profile/activity-profile.ts';
import { agentProfileResource } from './receive/agent-profile/agent-profile.ts';
import { getPerson } from './receive/agents/get-person.ts';
import { alternateSyntax } from './receive/alternate-syntax.ts';
import type { Slowest } from './receive/arriving.ts';
import { limitAtOnce } from './receive/at-once.ts';
import { type BudgetBytes, createByteBudget } from './receive/byte-budget.ts';
import { createDocumentsBudget, documentHandlers } from './receive/documents/document-handlers.ts';
import { guard, type Scope } from './receive/guard.ts';
import { measureRequests, type OnMeasured } from './receive/measuring.ts';
import { limitRate } from './receive/rate.ts';
import { readBody } from './receive/read-body.ts';
import { nothingHere, type OnUnexpected, sendProblem, wrongMethod } from './receive/problems.ts';
import { nameVersion, needsVersion } from './receive/speaking.ts';
import { stateResource } from './receive/state/state.ts';
import { getStatements } from './receive/statements/get-statements.ts';
import { consistentThrough } from './receive/statements/horizon.ts';
import { postStatements, putStatement } from './receive/statements/store-statements.ts';
import { createThreadPool } from './threads/thread-pool.ts';

export interface XapiRouterOptions {
  readonly store: Store;
  /** Address that others see, without a slash at its end. */
  readonly url: string;
  readonly onUnexpected: OnUnexpected;
  /** Told of every request that brings statements, once it is answered. */
  readonly onMeasured?: OnMeasured | undefined;
  /** The version named to a sender that has named none yet. */
  readonly usualVersion?: XapiVersion;
  /** What all bodies together may hold of this process's memory; default: `limits.ts`. */
  readonly budget?: BudgetBytes;
  /** How slowly a body may come; default: `limits.ts`. */
  readonly slowest?: Slowest;
}

/** A source needs one of these scopes (1.0.3 Communication 4.2). */
const scopes = {
  writeStatements: ['statements/write', 'all'],
  readStatements: ['statements/read', 'statements/read/mine', 'all/read', 'all'],
  readState: ['state', 'all/read', 'all'],
  writeState: ['state', 'all'],
  readProfiles: ['profile', 'all/read', 'all'],
  writeProfiles: ['profile', 'all'],
} as const satisfies Readonly<Record<string, readonly Scope[]>>;

type Method = 'get' | 'put' | 'post' | 'delete';
type Resource = Readonly<Partial<Record<Method, readonly [readonly Scope[], RequestHandler]>>>;

/** Every resource but /about, which is for anyone. HEAD goes wherever GET does. */
const resources = (store: Store, url: string): Readonly<Record<string, Resource>> => {
  const threads = createThreadPool();
  const services = { documents: store.documents, threads, openHold: createDocumentsBudget() };
  const documents = (resource: typeof stateResource, read: readonly Scope[], write: readonly Scope[]) => {
    const handle = documentHandlers(services, resource);
    return {
      get: [read, handle.get],
      put: [write, handle.put],
      post: [write, handle.post],
      delete: [write, handle.delete],
    } as const;
  };
  const intake = { store, url, prepare: createPreparing(threads) };
  return {
    '/statements': {
      get: [scopes.readStatements, getStatements(store, url)],
      post: [scopes.writeStatements, postStatements(intake)],
      put: [scopes.writeStatements, putStatement(intake)],
    },
    '/activities': { get: [scopes.readStatements, getActivity(store)] },
    '/agents': { get: [scopes.readStatements, getPerson(store)] },
    '/activities/state': documents(stateResource, scopes.readState, scopes.writeState),
    '/activities/profile': documents(activityProfileResource, scopes.readProfiles, scopes.writeProfiles),
    '/agents/profile': documents(agentProfileResource, scopes.readProfiles, scopes.writeProfiles),
  };
};

const strictHeaders = Object.entries({
  'Cache-Control': 'no-store',
  // Documents have the type that their sender gave them: none may run as a page of ours.
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'same-site',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
});

const everyAnswer: RequestHandler = (_request, response, next) => {
  for (const [name, value] of strictHeaders) response.setHeader(name, value);
  if (response.get('X-Request-Id') === undefined) response.setHeader('X-Request-Id', randomUUID());
  next();
};

/** Content in browsers sends from pages of anywhere. It brings its credentials itself; no cookie counts here. */
const shareWithPages: RequestHandler = cors({
  origin: '*',
  methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
  exposedHeaders: [
    'ETag',
    'Last-Modified',
    'Retry-After',
    'X-Experience-API-Version',
    'X-Experience-API-Consistent-Through',
    'X-Request-Id',
  ],
  maxAge: 86_400,
});
const onlyFromPages: RequestHandler = (request, response, next) =>
  request.headers.origin === undefined ? next() : shareWithPages(request, response, next);

export function createXapiRouter(options: XapiRouterOptions): Router {
  const { store, url, onUnexpected, usualVersion = '1.0.3', budget = budgetBytes, slowest } = options;
  const router = express.Router({ caseSensitive: true });
  const version = needsVersion(usualVersion);
  const [rate, atOnce] = [limitRate(), limitAtOnce()];
  const read = readBody(createByteBudget(budget), slowest);
  router.use(everyAnswer, nameVersion(usualVersion), onlyFromPages);
  router.use(
    '/statements',
    measureRequests(store, options.onMeasured ?? (() => undefined)),
    consistentThrough(store),
  );
  router.use(alternateSyntax);
  router
    .route('/about')
    .get(about)
    .all(wrongMethod(['get']));
  for (const [path, resource] of Object.entries(resources(store, url))) {
    const route = router.route(path);
    const methods = Object.keys(resource) as Method[];
    for (const method of methods) {
      const [needed, handle] = resource[method] ?? [];
      if (!needed || !handle) continue;
      const body = method === 'put' || method === 'post' ? [read] : [];
      route[method](guard(store, needed), rate, atOnce, version, ...body, handle);
    }
    route.all(wrongMethod(methods));
  }
  router.use(nothingHere);
  router.use(sendProblem(onUnexpected));
  return router;
}
