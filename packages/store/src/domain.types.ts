// SPDX-License-Identifier: Apache-2.0
/** Shapes that more than one collection holds on to. Times are ms since the epoch. */
import type { SourceSettings } from './source-settings.ts';

/** One key of a source; its secret is known to the sender alone. */
export interface SourceCredential {
  readonly key: string;
  readonly createdAt: number;
  /** To the minute. */
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
  /** Not good any more after this; null: until it is revoked. */
  readonly expiresAt: number | null;
}
export interface Source {
  readonly id: string;
  readonly title: string;
  /** The kind of sender that its settings were made for. */
  readonly preset: string;
  readonly dialect: string;
  readonly scaledRange: '0..1' | '-1..1';
  /** Of the standard (1.0.3 Communication 4.2). */
  readonly scopes: readonly string[];
  readonly settings: SourceSettings;
  /** The newest last. */
  readonly credentials: readonly SourceCredential[];
  /** null: it may send. */
  readonly pausedAt: number | null;
  readonly createdAt: number;
}
export interface NewSource extends Pick<Source, 'id' | 'title' | 'dialect' | 'scaledRange' | 'scopes'> {
  /** Default: generic. */
  readonly preset?: string;
  /** What is left out is as strict as the standard. */
  readonly settings?: Partial<SourceSettings>;
}

type Named<T> = { readonly [K in keyof T]?: T[K] | undefined };
export type SourceChanges = Named<Pick<Source, 'title' | 'dialect' | 'scaledRange' | 'scopes'>> & {
  readonly settings?: Named<SourceSettings> | undefined;
};

/** What is shown once, when a credential is made. */
export interface IssuedCredential {
  readonly source: Source;
  readonly key: string;
  readonly secret: string;
}
/** A credential that ends by itself, with scopes of its own: for a probe. */
export interface ShortCredential {
  readonly scopes: readonly string[];
  readonly livesMs: number;
}

export interface SourceStore {
  /** Only the SHA-256 of the secret is kept. `given` only for CAIRN_FIRST_SOURCE. @throws {StoreError} SOURCE_EXISTS */
  readonly add: (
    source: NewSource,
    given?: { readonly key: string; readonly secret: string },
  ) => Promise<IssuedCredential>;
  /**
   * Constant-time; null = refuse. Cached for seconds, so that the hot path does not ask the database: what is revoked or paused is
   * so in every process after `cacheMs` at the latest.
   */
  readonly authenticate: (key: string, secret: string) => Promise<Source | null>;
  readonly list: () => Promise<readonly Source[]>;
  readonly find: (id: string) => Promise<Source | null>;
  /** One more credential; those before go on until they are revoked. @throws {StoreError} SOURCE_UNKNOWN */
  readonly rotate: (id: string, short?: ShortCredential) => Promise<IssuedCredential>;
  /** @throws {StoreError} SOURCE_UNKNOWN, CREDENTIAL_UNKNOWN */
  readonly revoke: (id: string, key: string) => Promise<Source>;
  /** @throws {StoreError} SOURCE_UNKNOWN */
  readonly setPaused: (id: string, isPaused: boolean) => Promise<Source>;
  /** Changes what is named, the rest stays. @throws {StoreError} SOURCE_UNKNOWN */
  readonly configure: (id: string, changes: SourceChanges) => Promise<Source>;
  /** Counts and last statement per source, by index; probes are not counted. */
  readonly activity: () => Promise<
    ReadonlyMap<string, { readonly statements: number; readonly lastStatementAt: number | null }>
  >;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
  readonly roleIds: readonly string[];
}
export interface IdentityLink {
  readonly identifier: string;
  readonly personId: string;
  /** The link holds for statements that occurred in [from, to). */
  readonly from: number | null;
  readonly to: number | null;
  /** In recorded time; it stands from then on, until it is ended. */
  readonly linkedAt: number;
  readonly unlinkedAt: number | null;
  readonly proof: string;
}
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}
