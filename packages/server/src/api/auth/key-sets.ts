// SPDX-License-Identifier: Apache-2.0
/**
 * Public keys that others publish, read over HTTP and kept: an unknown key makes them be read again, so that who rotates theirs
 * tells nobody. OpenID Connect Discovery 1.0 §4 says where a provider's are.
 */
import { keyAddressSchema } from '@cairn/api/contract';
import { ProblemError } from '@cairn/lrs-adapter';
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

const patienceMs = 5000;
/** How long a set is good without being read again, and how soon it is read again for a key that is not in it. */
const [keptMs, coolDownMs] = [600_000, 10_000];

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: keyAddressSchema });

export class KeysUnreachable extends ProblemError {
  constructor(where: string, why: string) {
    super(
      503,
      'KEYS_UNREACHABLE',
      'The keys that prove this token cannot be read',
      `${where}: ${why}. Try again; if it stays so, an administrator finds out with "cairn portal test".`,
    );
  }
}

const whyOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
};
const isUnreachable = (error: unknown) =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  !(error instanceof errors.JOSEError) ||
  error.code === 'ERR_JOSE_GENERIC';

function remote(url: string): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(url), {
    timeoutDuration: patienceMs,
    cacheMaxAge: keptMs,
    cooldownDuration: coolDownMs,
  });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      throw isUnreachable(error) ? new KeysUnreachable(url, whyOf(error)) : error;
    }
  };
}

/** Where this provider publishes its keys. @throws {KeysUnreachable} */
export async function discoverKeys(issuer: string): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  let told: unknown;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(patienceMs), redirect: 'error' });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    told = await response.json();
  } catch (error) {
    throw new KeysUnreachable(address, whyOf(error));
  }
  const found = discoverySchema.safeParse(told);
  if (!found.success)
    throw new KeysUnreachable(
      address,
      'it is no OpenID Connect discovery document with its keys at an https address',
    );
  if (found.data.issuer !== issuer)
    throw new KeysUnreachable(
      address,
      `it calls itself "${found.data.issuer}", and the portal was given "${issuer}"; they must be alike to the letter`,
    );
  return found.data.jwks_uri;
}

const sets = new Map<string, JWTVerifyGetKey>();
/** The keys at an address. One set an address in the process: administrators name them, so they are few. */
export function keysAt(url: string): JWTVerifyGetKey {
  const keys = sets.get(url) ?? remote(url);
  sets.set(url, keys);
  return keys;
}

const discovered = new Map<string, Promise<string>>();
/** The keys of an OpenID Connect provider; where they are is asked again when they are not there. */
export const keysOf =
  (issuer: string): JWTVerifyGetKey =>
  async (header, token) => {
    const address = discovered.get(issuer) ?? discoverKeys(issuer);
    discovered.set(issuer, address);
    try {
      return await keysAt(await address)(header, token);
    } catch (error) {
      if (error instanceof KeysUnreachable) discovered.delete(issuer);
      throw error;
    }
  };
