// SPDX-License-Identifier: Apache-2.0
/** Who may come in, and with which version of the standard. Deny by default. */
import type { Source, Store } from '@cairn/store';
import type { Request, RequestHandler, Response } from 'express';
import { ProblemError } from '../problem-error.ts';

const sources = new WeakMap<Request, Source>();

/** The source behind a request that the guard let in. */
export function sourceOf(request: Request): Source {
  const source = sources.get(request);
  if (!source) throw new Error('this route has no guard');
  return source;
}

function refuse(response: Response): never {
  response.set('WWW-Authenticate', 'Basic realm="xAPI", charset="UTF-8"');
  throw new ProblemError(
    401,
    'CREDENTIALS',
    'Credentials are needed',
    'Send the key and secret of a source by HTTP Basic authentication.',
  );
}

export function guard(store: Store, scope: 'statements/write' | 'statements/read'): RequestHandler {
  return async (request, response, next) => {
    const [, encoded] =
      /^Basic ([A-Za-z0-9+/=_-]+)$/i.exec(request.headers.authorization ?? '') ?? refuse(response);
    const pair = Buffer.from(encoded ?? '', 'base64').toString('utf8');
    const colon = pair.indexOf(':');
    const source =
      colon < 0 ? null : await store.sources.authenticate(pair.slice(0, colon), pair.slice(colon + 1));
    if (!source) return refuse(response);
    if (!source.scopes.includes('all') && !source.scopes.includes(scope))
      throw new ProblemError(
        403,
        'SCOPE',
        'This source may not do that',
        `The source "${source.id}" lacks the right ${scope}. An administrator can give it.`,
      );
    sources.set(request, source);
    next();
  };
}

/** Strict by default, as the standard wants it (Communication 3.3). */
export const needsVersion: RequestHandler = (request, _response, next) => {
  const version = request.headers['x-experience-api-version'];
  if (typeof version !== 'string')
    throw new ProblemError(
      400,
      'VERSION_MISSING',
      'The version header is missing',
      'Send the header X-Experience-API-Version: 1.0.3.',
    );
  if (!/^1\.0(\.\d+)?$/.test(version))
    throw new ProblemError(
      400,
      'VERSION',
      'This version is not spoken here',
      `X-Experience-API-Version is "${version}"; 1.0.3 is spoken here.`,
    );
  next();
};
