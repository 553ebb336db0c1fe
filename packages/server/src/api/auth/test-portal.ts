// SPDX-License-Identifier: Apache-2.0
/** Is a portal set up so that its pages will work? Each thing looked at, and in plain words what is wrong. */
import { type KnownPortal, type Store, StoreError } from '@cairn/store';
import { discoverKeys } from './key-sets.ts';
import { proveToken } from './portal-token.ts';

export interface PortalCheck {
  readonly check: string;
  readonly isGood: boolean;
  readonly detail: string;
}

const patienceMs = 5000;

async function readKeys(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs), redirect: 'error' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const told = (await response.json()) as { readonly keys?: readonly unknown[] } | null;
  const count = Array.isArray(told?.keys) ? told.keys.length : 0;
  if (count === 0) throw new Error(`${url} publishes no key`);
  return `${count} at ${url}`;
}

async function proofOf({ portal: { trust }, secrets }: KnownPortal): Promise<string> {
  if (trust.kind === 'secret') {
    const [, former] = secrets;
    const isFormerGood = typeof former?.until === 'number' && former.until > Date.now();
    const until = isFormerGood
      ? `; the one before is good until ${new Date(former.until).toISOString()}`
      : '';
    return `a secret, which can be opened${until}`;
  }
  return readKeys(trust.kind === 'keys' ? trust.jwksUrl : await discoverKeys(trust.issuer));
}

async function checked(check: string, look: () => Promise<string> | string): Promise<PortalCheck> {
  try {
    return { check, isGood: true, detail: await look() };
  } catch (error) {
    return { check, isGood: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function readToken(store: Store, audience: string, id: string, token: string): Promise<string> {
  const { portal, identifier, rights, until } = await proveToken(store, audience, token);
  if (portal.id !== id) throw new Error(`It is a token of the portal "${portal.id}".`);
  const person = identifier === null ? null : await store.people.whoIs(identifier, Date.now());
  if (!person)
    throw new Error(
      `It is genuine, but nobody is known by ${identifier ?? 'what it names'}. Give somebody that identifier with "cairn people import".`,
    );
  return `it speaks for ${person.name} (${person.id}), may read ${rights.join(', ')}, until ${new Date(until).toISOString()}`;
}

/** @param token one of its tokens, to be read. @throws {StoreError} PORTAL_UNKNOWN, SECRET_KEY. */
export async function testPortal(
  store: Store,
  {
    id,
    audience,
    token,
  }: { readonly id: string; readonly audience: string; readonly token?: string | undefined },
): Promise<readonly PortalCheck[]> {
  const known = await store.portals.get(id);
  if (!known) throw new StoreError('PORTAL_UNKNOWN', `There is no portal "${id}". See "cairn portal list".`);
  const { portal } = known;
  const checks = [
    checked('in force', () => {
      if (portal.revokedAt === null) return 'not revoked';
      throw new Error('It is revoked for good. Make another one.');
    }),
    checked('proof', () => proofOf(known)),
    checked('pages', () => {
      if (portal.origins.length > 0) return portal.origins.join(', ');
      throw new Error(
        'No origin is allowed, so no browser lets a page of its read. Make it anew with --origin.',
      );
    }),
    ...(token === undefined ? [] : [checked('token', () => readToken(store, audience, id, token))]),
  ];
  return Promise.all(checks);
}
