// SPDX-License-Identifier: Apache-2.0
/** Portals as the others see them. */

/** How the one who signs an OIDC provider's tokens names a person: which xAPI identifier the claim's value makes. */
export type ClaimedIdentifier = 'mbox' | { readonly homePage: string };

/** What proves that a token is a portal's. */
export type PortalTrust =
  /** Its server signs with a secret that both know (HS256). */
  | { readonly kind: 'secret' }
  /** Its server signs with a key whose public part is published at this address as a JWK set (RS256, ES256). */
  | { readonly kind: 'keys'; readonly jwksUrl: string }
  /** The organisation's OpenID Connect provider signs; its keys are found by discovery. */
  | {
      readonly kind: 'oidc';
      readonly issuer: string;
      readonly audience: string;
      /** Names the person. */
      readonly claim: string;
      readonly identifier: ClaimedIdentifier;
    };

export interface Portal {
  readonly id: string;
  readonly title: string;
  /** Origins of its pages: "https://intranet.example.org". */
  readonly origins: readonly string[];
  /** Whom people turn to: a mail address or a web address; null = not given. */
  readonly contact: string | null;
  /** The most that its tokens may ask for: "self", "team:ID", "observe:ID", with * for any team. */
  readonly rights: readonly string[];
  readonly trust: PortalTrust;
  readonly createdAt: number;
  /** To the minute. */
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}
export interface PortalSecret {
  readonly secret: string;
  /** ms since the epoch; null: the one in use. */
  readonly until: number | null;
}
export interface KnownPortal {
  readonly portal: Portal;
  /** The one in use, and the one before while it is good. Empty where keys prove it. */
  readonly secrets: readonly PortalSecret[];
}
export type NewPortal = Omit<Portal, 'createdAt' | 'lastUsedAt' | 'revokedAt' | 'trust'>;

export interface PortalStore {
  /** One that signs with a secret, which is returned this once. `secret` only to set up a portal whose secret is known elsewhere. @throws {StoreError} PORTAL_EXISTS, SECRET_KEY. */
  readonly add: (
    portal: NewPortal,
    secret?: string,
  ) => Promise<{ readonly portal: Portal; readonly secret: string }>;
  /** One whose tokens published keys prove. @throws {StoreError} PORTAL_EXISTS. */
  readonly addWithKeys: (
    portal: NewPortal,
    trust: Exclude<PortalTrust, { readonly kind: 'secret' }>,
  ) => Promise<Portal>;
  readonly list: () => Promise<readonly Portal[]>;
  /** As it is now, revoked ones too. */
  readonly get: (id: string) => Promise<KnownPortal | null>;
  /** Not the revoked ones. Cached for seconds. */
  readonly find: (id: string) => Promise<KnownPortal | null>;
  /** Those whose tokens this OIDC provider signs. Cached for seconds. */
  readonly findByIssuer: (issuer: string) => Promise<readonly Portal[]>;
  /** Whether any portal has pages there. Cached for seconds. */
  readonly allowsOrigin: (origin: string) => Promise<boolean>;
  /** Not waited for; at most once a minute. */
  readonly noteUse: (id: string) => void;
  /** A new secret; the one before stays good for so long. @throws {StoreError} PORTAL_UNKNOWN, PORTAL_REVOKED, PORTAL_WITHOUT_SECRET. */
  readonly rotate: (
    id: string,
    formerLivesMs: number,
  ) => Promise<{ readonly portal: Portal; readonly secret: string; readonly formerUntil: number }>;
  /** For good. @throws {StoreError} PORTAL_UNKNOWN, PORTAL_REVOKED. */
  readonly revoke: (id: string) => Promise<Portal>;
}
