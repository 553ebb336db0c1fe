// SPDX-License-Identifier: Apache-2.0
/**
 * /ims/case/v1p1: the frameworks in force as 1EdTech CASE 1.1, GET only. Who may: an administrator's session or a portal's token, or
 * anyone where the organisation says so. Frameworks name nobody.
 */
import { uuidPattern } from '@cairn/frameworks';
import type { OnUnexpected } from '@cairn/lrs-adapter';
import type { Store } from '@cairn/store';
import express, { type Request, type RequestHandler, type Router } from 'express';
import { adminOf } from '../api/auth/admin-session.ts';
import { verifyPortalToken } from '../api/auth/portal-token.ts';
import type { PolicyReader } from '../views/policy-reader.ts';
import { type CaseIndex, createCaseIndexes, type ResourceKind, resourceKinds } from './case-index.ts';
import { pageLinks, selectDocuments } from './case-query.ts';
import { CaseRefusal, noSuchResource, onlyGet, sendStatusInfo } from './case-status.ts';

export interface CaseServices {
  readonly store: Store;
  readonly policies: PolicyReader;
  /** Address that others see, without a slash at its end. */
  readonly url: string;
  /** Anyone may read. */
  readonly isPublic: boolean;
  readonly onUnexpected: OnUnexpected;
}

const letIn =
  ({ store, url, isPublic }: CaseServices): RequestHandler =>
  async (request, response, next) => {
    response.set('Cache-Control', isPublic ? 'public, max-age=300' : 'private, no-cache');
    if (isPublic) return next();
    const [, token] = /^Bearer ([\w.=~+/-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
    const caller =
      token === undefined ? await adminOf(store, request, url) : await verifyPortalToken(store, url, token);
    if (!caller)
      throw new CaseRefusal(
        401,
        'unauthorised_request',
        'Send a token that a portal has signed, or sign in.',
      );
    next();
  };

function hrefOf(request: Request, base: string): (offset: number) => string {
  const given = new URL(request.originalUrl, base).searchParams;
  return (offset) => {
    given.set('offset', String(offset));
    return `${base}/CFDocuments?${given.toString()}`;
  };
}

interface Reading {
  readonly url: string;
  /** null: nothing is published yet. */
  readonly current: () => Promise<CaseIndex | null>;
}

const listDocuments =
  ({ url, current }: Reading): RequestHandler =>
  async (request, response) => {
    const index = await current();
    const documents = (index?.documents ?? []) as readonly Readonly<Record<string, unknown>>[];
    const selected = selectDocuments(documents, request.query);
    response.set('X-Total-Count', String(selected.total));
    response.set('Link', pageLinks(selected, hrefOf(request, `${url}/ims/case/v1p1`)));
    response.json({ CFDocuments: selected.documents });
  };

const readOne =
  (kind: ResourceKind, { current }: Reading): RequestHandler<{ identifier: string }> =>
  async ({ params: { identifier } }, response) => {
    if (!uuidPattern.test(identifier))
      throw new CaseRefusal(404, 'invalid_uuid', `"${identifier.slice(0, 100)}" is no UUID that CASE takes.`);
    const found = (await current())?.find(kind, identifier);
    if (!found)
      throw new CaseRefusal(404, 'unknownobject', `There is nothing of this identifier in ${kind}.`);
    response.json(found);
  };

export function createCaseRouter(services: CaseServices): Router {
  const { policies, url, onUnexpected } = services;
  const indexOf = createCaseIndexes(url);
  const current = async () => {
    const policy = await policies.current();
    return policy && indexOf(policy);
  };
  const router = express.Router({ caseSensitive: true });
  router.use(onlyGet, letIn(services));
  router.get('/CFDocuments', listDocuments({ url, current }));
  for (const kind of resourceKinds) router.get(`/${kind}/:identifier`, readOne(kind, { url, current }));
  router.use(noSuchResource);
  router.use(sendStatusInfo(onUnexpected));
  return router;
}
