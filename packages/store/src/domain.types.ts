// SPDX-License-Identifier: Apache-2.0
/** Shapes that more than one collection holds on to. Times are ms since the epoch. */
import type { XapiVersion } from '@cairn/xapi';

export interface Source {
  readonly id: string;
  readonly title: string;
  readonly key: string;
  readonly dialect: string;
  readonly scaledRange: '0..1' | '-1..1';
  readonly scopes: readonly string[];
  readonly createdAt: number;
  /** xAPI version of a request that names none; absent: such a request is refused. */
  readonly assumedVersion?: XapiVersion;
}
export interface SourceStore {
  /** Returns the secret once; only its SHA-256 is kept. `credentials` only for CAIRN_FIRST_SOURCE. Error SOURCE_EXISTS. */
  readonly add: (
    source: Omit<Source, 'key' | 'createdAt'>,
    credentials?: { key: string; secret: string },
  ) => Promise<{ source: Source; secret: string }>;
  /** Constant-time; null = refuse. Cached for seconds, so that the hot path does not ask the database. */
  readonly authenticate: (key: string, secret: string) => Promise<Source | null>;
  readonly list: () => Promise<readonly Source[]>;
  readonly find: (id: string) => Promise<Source | null>;
  /** Counts and last statement per source, by index. */
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
  readonly linkedAt: number;
  readonly proof: string;
}
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}
