// SPDX-License-Identifier: Apache-2.0
/** Who may come in, and to what. Deny by default. */
import type { Source, Store } from '@cairn/store';
import type { Request, RequestHandler, Response } from 'express';
import { ProblemError } from '../problem-error.ts';

/** The standard's scopes (1.0.3 Communication 4.2). */
export type Scope =
  | 'statements/write'
  | 'statements/read/mine'
  | 'statements/read'
  | 'state'
  | 'define'
  | 'profile'
  | 'all/read'
  | 'all';

const sources = new WeakMap<Request, Source>();

/** The source of a request whose credentials were good; undefined before that is known. */
export const knownSourceOf = (request: Request): Source | undefined => sources.get(request);

/** The source behind a request that the guard let in. */
export function sourceOf(request: Request): Source {
  const source = sources.get(request);
  if (!source) throw new Error('this route has no guard');
  return source;
}

/** A source with one of these scopes? */
export const may = (source: Source, scopes: readonly Scope[]): boolean =>
  scopes.some((scope) => source.scopes.includes(scope));

/** `statements/read/mine` alone: the source whose statements alone may be seen; else undefined. */
export const onlyOwn = (source: Source): string | undefined =>
  may(source, ['statements/read', 'all/read', 'all']) ? undefined : source.id;

function refuse(response: Response): never {
  response.set('WWW-Authenticate', 'Basic realm="xAPI", charset="UTF-8"');
  throw new ProblemError(
    401,
    'CREDENTIALS',
    'Credentials are needed',
    'Send the key and secret of a source by HTTP Basic authentication.',
  );
}

/** A sender waits and tries again, where anything else would make it drop what it has or stop. */
const retryAfterSeconds = 60;
function wait(response: Response, { id }: Source): never {
  response.set('Retry-After', String(retryAfterSeconds));
  throw new ProblemError(
    503,
    'SOURCE_PAUSED',
    'This source is paused',
    `An administrator has paused the source "${id}". Keep what you have, and try again later.`,
  );
}

/** `scopes`: one of them is enough. */
export function guard(store: Store, scopes: readonly Scope[]): RequestHandler {
  return async (request, response, next) => {
    const [, encoded] =
      /^Basic ([A-Za-z0-9+/=_-]+)$/i.exec(request.headers.authorization ?? '') ?? refuse(response);
    const pair = Buffer.from(encoded ?? '', 'base64').toString('utf8');
    const colon = pair.indexOf(':');
    const source =
      colon < 0 ? null : await store.sources.authenticate(pair.slice(0, colon), pair.slice(colon + 1));
    if (!source) return refuse(response);
    sources.set(request, source);
    if (source.pausedAt !== null) return wait(response, source);
    if (!may(source, scopes))
      throw new ProblemError(
        403,
        'SCOPE',
        'This source may not do that',
        `The source "${source.id}" lacks the right ${scopes[0]}. An administrator can give it.`,
      );
    next();
  };
}
