// SPDX-License-Identifier: Apache-2.0
/** `session`: an administrator signs in, and out. */
import type { SessionView, sessionRequestSchema } from '@cairn/api/contract';
import { ProblemError } from '@cairn/lrs-adapter';
import type { Session } from '@cairn/store';
import type { z } from 'zod';
import {
  assertOwnOrigin,
  clearSessionCookie,
  sessionToken,
  setSessionCookie,
} from '../auth/admin-session.ts';
import { callerOf, type Handler } from '../context.ts';

const view = ({ email, expiresAt }: Session): SessionView => ({
  email,
  expiresAt: new Date(expiresAt).toISOString(),
});

export const signIn: Handler = async ({ request, response, body, services: { store, url } }) => {
  assertOwnOrigin(request, url);
  const { email, password } = body as z.infer<typeof sessionRequestSchema>;
  const signedIn = await store.admins.signIn(email, password);
  if (!signedIn)
    throw new ProblemError(
      401,
      'SIGN_IN',
      'Address and password do not fit',
      'Check both. The first administrator is printed when Cairn starts for the first time.',
    );
  setSessionCookie(response, signedIn.token, signedIn.session.expiresAt, url);
  return view(signedIn.session);
};
export const getSession: Handler = async (context) => {
  const caller = callerOf(context);
  if (caller.kind !== 'admin') throw new Error('this operation is for administrators');
  return view(caller.session);
};
export const signOut: Handler = async ({ request, response, services: { store } }) => {
  await store.admins.signOut(sessionToken(request) ?? '');
  clearSessionCookie(response);
  return undefined;
};
