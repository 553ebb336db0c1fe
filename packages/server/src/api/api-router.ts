// SPDX-License-Identifier: Apache-2.0
/** /api/v1: each operation of the contract behind its guard. */
import { type Operation, type OperationId, operations } from '@cairn/api/operations';
import { nothingHere, ProblemError, sendProblem } from '@cairn/lrs-adapter';
import { StoreError } from '@cairn/store';
import cors from 'cors';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { z } from 'zod';
import { adminOf } from './auth/admin-session.ts';
import type { Caller } from './auth/caller.ts';
import { verifyPortalToken } from './auth/portal-token.ts';
import type { ApiServices } from './context.ts';
import { handlers } from './handlers.ts';

const largestBody = '8mb';
/** Guesses at a password from one address in a quarter of an hour. */
const signInTries = 10;

async function findCaller({ store, url }: ApiServices, request: Request): Promise<Caller | null> {
  const [, token] = /^Bearer ([\w.=~+/-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return token === undefined ? adminOf(store, request, url) : verifyPortalToken(store, url, token);
}

async function guard(services: ApiServices, { access }: Operation, request: Request): Promise<Caller | null> {
  if (access === 'anyone') return null;
  const caller = await findCaller(services, request);
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
  return caller;
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
    result.error.issues.map(({ path, code, message }) => ({
      pointer: path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
      code: code.toUpperCase(),
      message,
    })),
  );
}

const handle =
  (id: OperationId, operation: Operation, services: ApiServices): RequestHandler =>
  async (request, response) => {
    const caller = await guard(services, operation, request);
    const value = await handlers[id]({
      services,
      request,
      response,
      caller,
      params: request.params as Record<string, string>,
      query: parsed(operation.query, request.query, 'query'),
      body: parsed(operation.body, request.body, 'body'),
    });
    if (response.headersSent) return;
    response.status(operation.status);
    if (operation.response) response.json(value);
    else response.end();
  };

const missing = new Set(['SOURCE_UNKNOWN', 'CREDENTIAL_UNKNOWN', 'PULL_UNKNOWN']);
const conflicts = new Set(['SOURCE_EXISTS', 'PORTAL_EXISTS', 'IDENTIFIER_TAKEN', 'PUBLISH_IN_PROGRESS']);

/** What the store and the body reader refuse, as a problem. */
const translate: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  if (error instanceof StoreError && conflicts.has(error.code))
    return next(new ProblemError(409, error.code, 'This cannot be done as things are', error.message));
  if (error instanceof StoreError && missing.has(error.code))
    return next(new ProblemError(404, error.code, 'Not there', error.message));
  const type: unknown = error instanceof Error ? Reflect.get(error, 'type') : undefined;
  if (type === 'entity.parse.failed')
    return next(
      new ProblemError(400, 'JSON', 'The body is no valid JSON', error instanceof Error ? error.message : ''),
    );
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
      if (origin === undefined) return answer(null, false);
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

export function createApiRouter(services: ApiServices): Router {
  const router = express.Router({ caseSensitive: true });
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.use(allowPortals(services));
  const readJson = express.json({ limit: largestBody });
  for (const [id, operation] of Object.entries<Operation>(operations)) {
    const path = operation.path.replace(/\{(\w+)\}/g, ':$1');
    const before = [...(id === 'signIn' ? [tooManyTries] : []), ...(operation.body ? [readJson] : [])];
    router[operation.method](path, ...before, handle(id as OperationId, operation, services));
  }
  router.use(nothingHere);
  router.use(translate);
  router.use(sendProblem(services.onUnexpected));
  return router;
}
