// SPDX-License-Identifier: Apache-2.0
/** Tokens of the organisation's own OpenID Connect provider: they say who somebody is, and nothing of rights. */
import { ProblemError } from '@cairn/lrs-adapter';
import type { ClaimedIdentifier, Portal, PortalTrust } from '@cairn/store';
import { actorIdentifier } from '@cairn/xapi';
import { type JWTPayload, jwtVerify } from 'jose';
import { clockToleranceSeconds, type Proved, refused } from './token-refusal.ts';
import { keysOf } from './key-sets.ts';

type Provider = Extract<PortalTrust, { readonly kind: 'oidc' }>;
type OidcPortal = Portal & { readonly trust: Provider };

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const isOidc = (portal: Portal): portal is OidcPortal => portal.trust.kind === 'oidc';

/** The provider of one organisation may sign for several portals: the audience tells which. */
function portalFor(portals: readonly Portal[], aud: JWTPayload['aud']): OidcPortal {
  const audiences = [aud ?? []].flat();
  const found = portals.filter(isOidc).find(({ trust }) => audiences.includes(trust.audience));
  if (found) return found;
  const known = portals.filter(isOidc).map(({ trust }) => trust.audience);
  throw refused(
    `It was made for "${audiences.join(', ')}". This issuer's tokens are accepted for: ${known.join(', ')}.`,
  );
}

function identifierOf(value: string, as: ClaimedIdentifier): string | null {
  if (as === 'mbox') return actorIdentifier({ mbox: `mailto:${value}` });
  return actorIdentifier({ account: { homePage: as.homePage, name: value } });
}

function named(payload: JWTPayload, { claim, identifier }: Provider): string {
  const value = payload[claim];
  if (typeof value !== 'string' || value === '' || value.length > 500)
    throw refused(
      `Its claim "${claim}", which is to name the person, is missing. The provider must put it into its tokens.`,
    );
  // Whoever can write any address into their own account must not become somebody else by it.
  if (claim === 'email' && payload['email_verified'] === false)
    throw refused('Its provider says that the mail address was not verified.');
  const found = identifierOf(value, identifier);
  if (found === null)
    throw refused(`Its claim "${claim}" holds "${value.slice(0, 80)}", which is no mail address.`);
  return found;
}

/** @throws what `jose` throws, {ProblemError} TOKEN, KEYS_UNREACHABLE, RIGHTS. */
export async function proveByProvider(
  portals: readonly Portal[],
  token: string,
  aud: JWTPayload['aud'],
): Promise<Proved> {
  const portal = portalFor(portals, aud);
  const { issuer, audience } = portal.trust;
  const { payload } = await jwtVerify(token, keysOf(issuer), {
    algorithms,
    issuer,
    audience,
    clockTolerance: clockToleranceSeconds,
    requiredClaims: ['exp', 'iat'],
  });
  if (!portal.rights.includes('self'))
    throw new ProblemError(
      403,
      'RIGHTS',
      'This portal lets nobody see themselves',
      `An administrator can make the portal "${portal.id}" anew with the right "self".`,
    );
  return {
    portal,
    identifier: named(payload, portal.trust),
    rights: ['self'],
    issuedAt: (payload.iat ?? 0) * 1000,
    until: (payload.exp ?? 0) * 1000,
  };
}
