// SPDX-License-Identifier: Apache-2.0
/** The administrator's cookie: HttpOnly, SameSite=Strict; what changes something must come from our own pages. */
import { ProblemError } from '@cairn/lrs-adapter';
import type { Store } from '@cairn/store';
import type { Request, Response } from 'express';
import type { AdminCaller } from './caller.ts';

const name = 'cairn-session';
/** Where it is sent along: the API, and the frameworks as CASE. */
const paths = ['/api/v1', '/ims/case'];

export function sessionToken(request: Request): string | null {
  const pairs = (request.headers.cookie ?? '').split(/;\s*/).map((pair) => pair.split('='));
  return pairs.find(([key]) => key === name)?.[1] ?? null;
}

export function setSessionCookie(response: Response, token: string, expiresAt: number, url: string): void {
  for (const path of paths)
    response.cookie(name, token, {
      httpOnly: true,
      sameSite: 'strict',
      secure: url.startsWith('https:'),
      path,
      expires: new Date(expiresAt),
    });
}
export function clearSessionCookie(response: Response): void {
  for (const path of paths) response.clearCookie(name, { path });
}

/** A browser always names the origin of a request that changes something. */
export function assertOwnOrigin(request: Request, url: string): void {
  const { origin } = request.headers;
  const own = [new URL(url).origin, `${request.protocol}://${request.headers.host ?? ''}`];
  if (request.method === 'GET' || origin === undefined || own.includes(origin)) return;
  throw new ProblemError(
    403,
    'ORIGIN',
    'This page may not do that',
    `The request came from a page of ${origin}; only the console's own pages may change something.`,
  );
}

export async function adminOf(store: Store, request: Request, url: string): Promise<AdminCaller | null> {
  const token = sessionToken(request);
  const session = token === null ? null : await store.admins.session(token);
  if (!session) return null;
  assertOwnOrigin(request, url);
  return { kind: 'admin', session, until: session.expiresAt };
}
