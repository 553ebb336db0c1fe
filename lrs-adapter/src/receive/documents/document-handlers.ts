// SPDX-License-Identifier: Apache-2.0
/** What state and both profiles have in common (Communication 2.2): a document under an id, with ETag and merge. */
import type { DocumentContent, DocumentKey, DocumentOwner, DocumentStore, KeptDocument } from '@cairn/store';
import type { VersionRules } from '@cairn/xapi';
import type { Request, RequestHandler, Response } from 'express';
import { documentsBudgetBytes, largeBodyBytes, retryAfterSeconds } from '../../limits.ts';
import { ProblemError } from '../../problem-error.ts';
import type { ThreadPool } from '../../threads/thread-pool.ts';
import { sendJson } from '../answers.ts';
import { bodyBytes } from '../body-text.ts';
import { createByteBudget, type Hold } from '../byte-budget.ts';
import { sourceOf } from '../guard.ts';
import { rulesOf } from '../speaking.ts';
import { checkDocumentSize } from './check-document-size.ts';
import { conditionOf, preconditionFailed } from './conditions.ts';
import { createInTurn } from './in-turn.ts';
import { mergeDocuments } from './merge-json.ts';
import { type Merge, postDocument } from './post-document.ts';

export type Asked =
  | { readonly kind: 'one'; readonly key: DocumentKey }
  | {
      readonly kind: 'all';
      readonly owner: DocumentOwner;
      readonly registration?: string | undefined;
      readonly since?: number | undefined;
    };

/** One of the three resources: how its parameters are read. */
export interface DocumentResource {
  readonly toGet: (request: Request) => Asked;
  readonly toChange: (request: Request) => DocumentKey;
  readonly toRemove: (request: Request) => Asked;
  /** What a PUT without precondition onto a stored document needs: be refused or go through. */
  readonly isProtected: (rules: VersionRules) => boolean;
  /** A PUT without precondition is refused even when nothing is stored. */
  readonly needsPrecondition: (rules: VersionRules) => boolean;
}

/** What the handlers of a resource share. */
export interface DocumentServices {
  readonly documents: DocumentStore;
  readonly threads: ThreadPool;
  /** Memory for large documents, of a source by its id. */
  readonly openHold: (who: string) => Hold;
}
/** One for all resources of a process. */
export const createDocumentsBudget = () =>
  createByteBudget({ small: documentsBudgetBytes, large: documentsBudgetBytes });

/** Reads no large document before there is room for it; that is free again when the answer is out. @throws {ProblemError} 429 */
function finder({ documents, openHold }: DocumentServices, request: Request, response: Response) {
  const hold = openHold(sourceOf(request).id);
  response.once('close', hold.release);
  return (key: DocumentKey) =>
    documents.find(key, (bytes) => {
      if (hold.growTo(bytes)) return;
      response.set('Retry-After', String(retryAfterSeconds.budget));
      throw new ProblemError(
        429,
        'DOCUMENTS_TOO_LARGE',
        'Too many large documents at once',
        'Other requests fill the memory that there is for large documents, or your own fill the part of it that is for one source. Nothing was changed. Send it again when Retry-After says.',
      );
    });
}

function contentOf(request: Request): DocumentContent {
  const bytes = bodyBytes(request);
  checkDocumentSize(bytes);
  return { contentType: request.get('Content-Type') ?? 'application/octet-stream', bytes };
}

function send(request: Request, document: KeptDocument): void {
  const { res: response } = request;
  if (!response) return;
  response.setHeader('ETag', `"${document.etag}"`);
  response.setHeader('Last-Modified', new Date(document.updated).toUTCString());
  response.setHeader('Content-Type', document.contentType);
  response.setHeader('Content-Length', document.bytes.length);
  response.end(document.bytes);
}

const get =
  (services: DocumentServices, { toGet }: DocumentResource): RequestHandler =>
  async (request, response) => {
    const asked = toGet(request);
    if (asked.kind === 'all') {
      const ids: string[] = [];
      let last: number | null = null;
      for await (const { id, updated } of services.documents.ids(asked.owner, asked)) {
        ids.push(id);
        last = updated;
      }
      // Of the one that was changed last (Communication 2.2).
      if (last !== null) response.setHeader('Last-Modified', new Date(last).toUTCString());
      return sendJson(response, JSON.stringify(ids));
    }
    const found = await finder(services, request, response)(asked.key);
    if (!found)
      throw new ProblemError(
        404,
        'DOCUMENT_UNKNOWN',
        'No such document',
        `There is no document "${asked.key.id}" under these parameters. Leave the id out to get the ids that there are.`,
      );
    send(request, found);
  };

const alreadyThere = () =>
  new ProblemError(
    409,
    'DOCUMENT_EXISTS',
    'There is a document already',
    'It was not changed, since the request does not say that it knows of it. Get it, and send its ETag as If-Match to replace it, or If-None-Match: * to add one only where none is.',
  );

const put =
  (services: DocumentServices, resource: DocumentResource): RequestHandler =>
  async (request, response) => {
    const { documents } = services;
    const key = resource.toChange(request);
    const content = contentOf(request);
    const condition = conditionOf(request);
    const rules = rulesOf(request);
    const isBare = condition.must === 'be-anything';
    if (isBare && resource.needsPrecondition(rules)) {
      if (await finder(services, request, response)(key)) throw alreadyThere();
      throw new ProblemError(
        400,
        'PRECONDITION_MISSING',
        'A precondition is needed',
        'Send If-None-Match: * to add the document, or If-Match with its ETag to replace it (Communication 3.1).',
      );
    }
    const isGuarded = isBare && resource.isProtected(rules);
    const isSaved = await documents.save(key, content, isGuarded ? { must: 'be-absent' } : condition);
    if (!isSaved) throw isGuarded ? alreadyThere() : preconditionFailed();
    response.status(204).end();
  };

/** Large ones in a thread: this one has others to answer. */
const mergeWith =
  (threads: ThreadPool): Merge =>
  async (merging) =>
    merging.sent.bytes.length + (merging.stored?.bytes.length ?? 0) > largeBodyBytes
      ? threads.run('merge', merging)
      : mergeDocuments(merging);

const post = (services: DocumentServices, { toChange }: DocumentResource): RequestHandler => {
  const posting = {
    save: services.documents.save,
    merge: mergeWith(services.threads),
    inTurn: createInTurn(),
  };
  return async (request, response) => {
    const find = finder(services, request, response);
    const asked = { key: toChange(request), sent: contentOf(request), condition: conditionOf(request) };
    if (await postDocument({ ...posting, find }, asked)) {
      response.status(204).end();
      return;
    }
    response.set('Retry-After', '1');
    throw new ProblemError(
      503,
      'DOCUMENT_BUSY',
      'The document changes too fast',
      'Others change this document all the time, and nothing of yours was stored. Send it again in a second.',
    );
  };
};

const remove =
  ({ documents }: DocumentServices, { toRemove }: DocumentResource): RequestHandler =>
  async (request, response) => {
    const asked = toRemove(request);
    if (asked.kind === 'all') await documents.removeAll(asked.owner, asked.registration);
    else if (!(await documents.remove(asked.key, conditionOf(request)))) throw preconditionFailed();
    response.status(204).end();
  };

export const documentHandlers = (
  services: DocumentServices,
  resource: DocumentResource,
): Readonly<Record<'get' | 'put' | 'post' | 'delete', RequestHandler>> => ({
  get: get(services, resource),
  put: put(services, resource),
  post: post(services, resource),
  delete: remove(services, resource),
});
