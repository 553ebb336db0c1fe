// SPDX-License-Identifier: Apache-2.0
/**
 * Portal tokens: short JWTs that a portal's server signs, with its secret (HS256) or with a key that it publishes (RS256, ES256).
 * They name one actor and the rights asked for. The organisation's own provider's tokens come in by `oidc-token.ts`.
 */
import { identifierSchema, rightSchema } from '@cairn/api/contract';
import { schemaFaults } from '@cairn/frameworks';
import { ProblemError } from '@cairn/lrs-adapter';
import type { KnownPortal, Store } from '@cairn/store';
import { actorIdentifier } from '@cairn/xapi';
import { decodeJwt, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { z } from 'zod';
import type { PortalCaller } from './caller.ts';
import { keysAt } from './key-sets.ts';
import { proveByProvider } from './oidc-token.ts';
import { askAgain, clockToleranceSeconds, type Proved, refusalOf, refused } from './token-refusal.ts';

/** At most this old, and at most this long from `iat` to `exp`. */
const longestSeconds = 600;

const claimsSchema = z.object({
  iat: z.number(),
  exp: z.number(),
  sub: z.string().min(1),
  jti: z.string().min(1).max(200),
  cairn: z.object({ actor: identifierSchema, rights: z.array(rightSchema).min(1).max(50) }),
});

/** The most a token may ask for is what its portal was given. */
const isWithin = (granted: readonly string[]) => (asked: string) =>
  granted.includes(asked) || granted.includes(asked.replace(/^(team|observe|person):.*$/, '$1:*'));

function unproved(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw refused(`It is no JWT. ${askAgain}`);
  }
}

/** By the secret in use, and by the one before while that is good. */
async function openedBySecret(known: KnownPortal, token: string, options: JWTVerifyOptions) {
  const now = Date.now();
  const good = known.secrets.filter(({ until }) => until === null || now < until);
  let failed: unknown;
  for (const { secret } of good)
    try {
      return await jwtVerify(token, new TextEncoder().encode(secret), { ...options, algorithms: ['HS256'] });
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      failed = error;
    }
  throw failed;
}

async function openedBy(known: KnownPortal, token: string, options: JWTVerifyOptions): Promise<JWTPayload> {
  const { trust } = known.portal;
  if (trust.kind === 'oidc')
    throw refused(`The portal "${known.portal.id}" signs none itself: its issuer is ${trust.issuer}.`);
  const { payload } =
    trust.kind === 'secret'
      ? await openedBySecret(known, token, options)
      : await jwtVerify(token, keysAt(trust.jwksUrl), { ...options, algorithms: ['RS256', 'ES256'] });
  return payload;
}

async function proveByPortal(known: KnownPortal, audience: string, token: string): Promise<Proved> {
  const { portal } = known;
  const payload = await openedBy(known, token, {
    issuer: portal.id,
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
  if (!cairn.rights.every(isWithin(portal.rights)))
    throw new ProblemError(
      403,
      'RIGHTS',
      'The token asks for more than its portal may',
      `The portal "${portal.id}" was given: ${portal.rights.join(', ')}.`,
    );
  return {
    portal,
    identifier: actorIdentifier(cairn.actor),
    rights: cairn.rights,
    issuedAt: iat * 1000,
    until: exp * 1000,
  };
}

/** @throws {ProblemError} TOKEN (401) for whatever is wrong with it, RIGHTS (403), KEYS_UNREACHABLE (503). */
export async function proveToken(store: Store, audience: string, token: string): Promise<Proved> {
  try {
    const { iss = '', aud } = unproved(token);
    const known = await store.portals.find(iss);
    if (known) return await proveByPortal(known, audience, token);
    const portals = await store.portals.findByIssuer(iss);
    if (portals.length > 0) return await proveByProvider(portals, token, aud);
    throw refused('Its issuer is no portal that is known here.');
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

/** @throws {ProblemError} as `proveToken`. */
export async function verifyPortalToken(
  store: Store,
  audience: string,
  token: string,
): Promise<PortalCaller> {
  const { portal, identifier, rights, issuedAt, until } = await proveToken(store, audience, token);
  store.portals.noteUse(portal.id);
  return {
    kind: 'portal',
    person: identifier === null ? null : await store.people.whoIs(identifier, issuedAt),
    rights,
    contact: portal.contact,
    issuedAt,
    until,
  };
}
