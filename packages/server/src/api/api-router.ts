// SPDX-License-Identifier: Apache-2.0
/** /api/v1: each operation of the contract behind its guard. */
import { noQuerySchema } from '@cairn/api/contract';
import { type Operation, type OperationId, operations } from '@cairn/api/operations';
import { nothingHere, ProblemError, sendProblem, wrongMethod } from '@cairn/lrs-adapter';
import { schemaFaults } from '@cairn/frameworks';
import { StoreError } from '@cairn/store';
import cors from 'cors';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { z } from 'zod';
import { adminOf } from './auth/admin-session.ts';
import type { Caller } from './auth/caller.ts';
import { verifyPortalToken } from './auth/portal-token.ts';
import { readJsonBody, readUpload } from '../http/json-body.ts';
import type { ApiServices } from './context.ts';
import { handlers } from './handlers.ts';

/** Guesses at a password from one address in a quarter of an hour. */
const signInTries = 10;

async function findCaller({ store, url }: ApiServices, request: Request): Promise<Caller | null> {
  const [, token] = /^Bearer ([\w.=~+/-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return token === undefined ? adminOf(store, request, url) : verifyPortalToken(store, url, token);
}

/** @throws {ProblemError} SIGNED_OUT, ADMIN_ONLY. */
function assertMay(access: Operation['access'], caller: Caller | null): void {
  if (!caller)
    throw new ProblemError(
      401,
      'SIGNED_OUT',
      'Nobody is signed in',
      access === 'admin'
        ? 'Sign in as an administrator.'
        : "Send a token that the portal's server has signed.",
    );
  if (access === 'admin' && caller.kind !== 'admin')
    throw new ProblemError(403, 'ADMIN_ONLY', 'Only for administrators', 'A portal token reads people only.');
}

function parsed(schema: z.ZodType | undefined, value: unknown, part: 'query' | 'body'): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ProblemError(
    400,
    part === 'query' ? 'QUERY' : 'BODY',
    part === 'query' ? 'The query is not as it must be' : 'The body is not as it must be',
    'Mend what `errors` lists. Nothing was changed.',
    schemaFaults(result.error),
  );
}

const callers = new WeakMap<Request, Caller>();

const letIn =
  ({ access }: Operation, services: ApiServices): RequestHandler =>
  async (request, response, next) => {
    if (access === 'anyone') return next();
    const caller = await findCaller(services, request);
    // Whoever is refused from here on is told whom to ask.
    if (caller?.kind === 'portal') response.locals['contact'] = caller.contact;
    if (caller) callers.set(request, caller);
    assertMay(access, caller);
    next();
  };

const handle =
  (id: OperationId, operation: Operation, services: ApiServices): RequestHandler =>
  async (request, response) => {
    const value = await handlers[id]({
      services,
      request,
      response,
      caller: callers.get(request) ?? null,
      params: request.params as Record<string, string>,
      query: parsed(operation.query ?? noQuerySchema, request.query, 'query'),
      body: parsed(operation.body, request.body, 'body'),
    });
    if (response.headersSent) return;
    response.status(operation.status);
    if (operation.response) response.json(value);
    else response.end();
  };

const missing = new Set([
  'SOURCE_UNKNOWN',
  'CREDENTIAL_UNKNOWN',
  'PULL_UNKNOWN',
  'POLICY_UNKNOWN',
  'PORTAL_UNKNOWN',
  'IDENTIFIER_UNKNOWN',
]);
const conflicts = new Set([
  'SOURCE_EXISTS',
  'SOURCE_BUILT_IN',
  'PORTAL_EXISTS',
  'PORTAL_REVOKED',
  'PORTAL_WITHOUT_SECRET',
  'IDENTIFIER_TAKEN',
  'PUBLISH_IN_PROGRESS',
  'POLICY_TOO_LARGE',
]);

/** RFC 9110: a 401 names the scheme to come again with; RFC 6750: what was wrong with the token that came. */
const challenge = ({ headers }: Request) =>
  headers.authorization === undefined
    ? 'Bearer realm="Cairn"'
    : 'Bearer realm="Cairn", error="invalid_token"';

/** What the store refuses, as a problem. */
const translate: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (error instanceof ProblemError && error.status === 401)
    response.set('WWW-Authenticate', challenge(request));
  if (error instanceof StoreError && conflicts.has(error.code))
    return next(new ProblemError(409, error.code, 'This cannot be done as things are', error.message));
  if (error instanceof StoreError && missing.has(error.code))
    return next(new ProblemError(404, error.code, 'Not there', error.message));
  next(error);
};

const tooManyTries = rateLimit({
  windowMs: 15 * 60_000,
  limit: signInTries,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  skipSuccessfulRequests: true,
  handler: () => {
    throw new ProblemError(429, 'TOO_MANY', 'Too many tries', 'Wait a quarter of an hour, then try again.');
  },
});

/** Portals' pages may read; cookies are never sent along. */
const allowPortals = ({ store }: ApiServices) =>
  cors({
    origin: (origin, answer) => {
      // "null" is every page that has no origin of its own: a sandbox, a file.
      if (origin === undefined || origin === 'null') return answer(null, false);
      store.portals.allowsOrigin(origin).then(
        (isAllowed) => answer(null, isAllowed),
        (error: unknown) => answer(error instanceof Error ? error : new Error(String(error))),
      );
    },
    methods: ['GET'],
    allowedHeaders: ['Authorization'],
    exposedHeaders: ['X-Request-Id'],
    maxAge: 600,
  });

const all = Object.entries<Operation>(operations);
/** As Express writes it. */
const pathOf = ({ path }: Operation) => path.replace(/\{(\w+)\}/g, ':$1');

/** Who asks for what is there by a method that it has not is told which it has; an address may be of several paths. */
function refuseOtherMethods(router: Router): void {
  const found = new WeakMap<Request, Set<string>>();
  for (const [, operation] of all)
    router.all(pathOf(operation), (request, _response, next) => {
      found.set(request, (found.get(request) ?? new Set()).add(operation.method));
      next();
    });
  router.use((request, response, next) => {
    const methods = found.get(request);
    if (methods) return wrongMethod([...methods])(request, response, next);
    next();
  });
}

export function createApiRouter(services: ApiServices): Router {
  const router = express.Router({ caseSensitive: true });
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.use(allowPortals(services));
  for (const [id, operation] of all) {
    // Who may not call has no body of theirs read.
    const before = [
      ...(id === 'signIn' ? [tooManyTries] : []),
      letIn(operation, services),
      ...(operation.body ? readJsonBody : operation.upload ? [readUpload] : []),
    ];
    router[operation.method](pathOf(operation), ...before, handle(id as OperationId, operation, services));
  }
  refuseOtherMethods(router);
  router.use(nothingHere);
  router.use(translate);
  router.use(sendProblem(services.onUnexpected));
  return router;
}
