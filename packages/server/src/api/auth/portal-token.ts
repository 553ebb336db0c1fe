// SPDX-License-Identifier: Apache-2.0
/** Portal tokens: short JWTs that a portal's server signs with its secret (HS256). They name one actor and the rights asked for. */
import { identifierSchema, rightSchema } from '@cairn/api/contract';
import { schemaFaults } from '@cairn/frameworks';
import { ProblemError } from '@cairn/lrs-adapter';
import type { Store } from '@cairn/store';
import { actorIdentifier } from '@cairn/xapi';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { PortalCaller } from './caller.ts';

/** At most this old, and at most this long from `iat` to `exp`. */
const longestSeconds = 600;
const clockToleranceSeconds = 30;

const claimsSchema = z.object({
  iat: z.number(),
  exp: z.number(),
  sub: z.string().min(1),
  jti: z.string().min(1).max(200),
  cairn: z.object({ actor: identifierSchema, rights: z.array(rightSchema).min(1).max(50) }),
});

const refused = (detail: string) => new ProblemError(401, 'TOKEN', 'The token is not accepted', detail);
const askAgain = "Ask the portal's server for a new one.";

function refusalOf(error: unknown): ProblemError | null {
  if (error instanceof ProblemError) return error;
  if (error instanceof errors.JWTExpired) return refused(`It has expired. ${askAgain}`);
  if (error instanceof errors.JWTClaimValidationFailed)
    return refused(`Its claim "${error.claim}" is not as it must be. ${askAgain}`);
  if (error instanceof errors.JOSEError)
    return refused(`It was not signed with this portal's secret, or was changed. ${askAgain}`);
  return null;
}

/** The most a token may ask for is what its portal was given. */
const isWithin = (granted: readonly string[]) => (asked: string) =>
  granted.includes(asked) ||
  ['team', 'observe'].some((right) => asked.startsWith(`${right}:`) && granted.includes(`${right}:*`));

function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    throw refused(`It is no JWT. ${askAgain}`);
  }
}

async function verify(store: Store, audience: string, token: string): Promise<PortalCaller> {
  const found = await store.portals.find(issuerOf(token));
  if (!found) throw refused('Its issuer is no portal that is known here.');
  const { payload } = await jwtVerify(token, new TextEncoder().encode(found.secret), {
    algorithms: ['HS256'],
    issuer: found.portal.id,
    audience,
    maxTokenAge: longestSeconds,
    clockTolerance: clockToleranceSeconds,
  });
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) {
    const [fault] = schemaFaults(claims.error);
    const claim = fault?.pointer.slice(1).replaceAll('/', '.') ?? '';
    throw refused(`Its claim "${claim}" is missing or wrong. ${fault?.message ?? ''}`);
  }
  const { iat, exp, cairn } = claims.data;
  if (exp - iat > longestSeconds) throw refused('It is valid for more than ten minutes.');
  if (!cairn.rights.every(isWithin(found.portal.rights)))
    throw new ProblemError(
      403,
      'RIGHTS',
      'The token asks for more than its portal may',
      `The portal "${found.portal.id}" was given: ${found.portal.rights.join(', ')}.`,
    );
  const identifier = actorIdentifier(cairn.actor);
  return {
    kind: 'portal',
    person: identifier === null ? null : await store.people.whoIs(identifier, iat * 1000),
    rights: cairn.rights,
    contact: found.portal.contact,
    until: exp * 1000,
  };
}

/** @throws {ProblemError} TOKEN (401) for whatever is wrong with it, RIGHTS (403). */
export async function verifyPortalToken(
  store: Store,
  audience: string,
  token: string,
): Promise<PortalCaller> {
  try {
    return await verify(store, audience, token);
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}
