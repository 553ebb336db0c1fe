// SPDX-License-Identifier: Apache-2.0
/** Keys and secrets of sources. A secret is random (192 bits), shown once, and kept as its SHA-256 alone. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Binary } from 'mongodb';
import type { ShortCredential, SourceCredential } from './domain.types.ts';

export interface CredentialDocument {
  readonly key: string;
  readonly secretHash: Binary;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly expiresAt: Date | null;
  /** Instead of the source's. */
  readonly scopes?: readonly string[];
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();
/** Compared with for a key that nobody has, so that the answer takes as long. */
const nobody = hashOf(randomBytes(24).toString('base64url'));

export function isRightSecret(secret: string, credential: CredentialDocument | undefined): boolean {
  return (
    timingSafeEqual(hashOf(secret), credential?.secretHash.value() ?? nobody) && credential !== undefined
  );
}

export const isGoodAt = ({ revokedAt, expiresAt }: CredentialDocument, now: number): boolean =>
  revokedAt === null && (expiresAt === null || now < expiresAt.getTime());

export function makeCredential(options: {
  readonly given?: { readonly key: string; readonly secret: string } | undefined;
  readonly short?: ShortCredential | undefined;
}): { readonly document: CredentialDocument; readonly secret: string } {
  const { given, short } = options;
  const secret = given?.secret ?? randomBytes(24).toString('base64url');
  const createdAt = new Date();
  return {
    secret,
    document: {
      key: given?.key ?? randomBytes(9).toString('base64url'),
      secretHash: new Binary(hashOf(secret)),
      createdAt,
      lastUsedAt: null,
      revokedAt: null,
      expiresAt: short ? new Date(createdAt.getTime() + short.livesMs) : null,
      ...(short ? { scopes: short.scopes } : {}),
    },
  };
}

const msOf = (date: Date | null) => date?.getTime() ?? null;
export const toCredential = ({
  key,
  createdAt,
  lastUsedAt,
  revokedAt,
  expiresAt,
}: CredentialDocument): SourceCredential => ({
  key,
  createdAt: createdAt.getTime(),
  lastUsedAt: msOf(lastUsedAt),
  revokedAt: msOf(revokedAt),
  expiresAt: msOf(expiresAt),
});
