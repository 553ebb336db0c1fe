// SPDX-License-Identifier: Apache-2.0
/**
 * Ports of the domain collections: what server, processor and command line ask of the store. One implementation file a collection.
 * Times are ms since the epoch (database clock where the store sets them).
 */
import type { Evidence, LinkedEvidence, MasteryTimeline, Policy } from '@cairn/engine';
import type { Framework, RoleProfile } from '@cairn/frameworks';

export interface Source {
  readonly id: string;
  readonly title: string;
  readonly key: string;
  readonly dialect: string;
  readonly scaledRange: '0..1' | '-1..1';
  readonly scopes: readonly string[];
  readonly createdAt: number;
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

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
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
export interface PersonImport extends Person {
  readonly identifiers: readonly {
    readonly identifier: string;
    readonly from: number | null;
    readonly to: number | null;
  }[];
}
export interface PeopleStore {
  /** Upsert; new links mark dirty what their identifiers have evidence for, and clear `unresolved`. Idempotent. An identifier that is somebody else's at the same time: error IDENTIFIER_TAKEN, nothing changed. */
  readonly import: (batch: {
    readonly teams: readonly Team[];
    readonly people: readonly PersonImport[];
    readonly proof: string;
  }) => Promise<{ readonly people: number; readonly links: number }>;
  readonly find: (id: string) => Promise<Person | null>;
  readonly list: (page: {
    readonly after?: string;
    readonly limit: number;
    readonly search?: string;
    readonly teamId?: string;
  }) => Promise<readonly Person[]>;
  /** Person of an identifier as of a moment. */
  readonly byIdentifier: (identifier: string, at: number) => Promise<Person | null>;
  readonly linksOf: (identifiers: readonly string[]) => Promise<readonly IdentityLink[]>;
  readonly linksOfPerson: (personId: string) => Promise<readonly IdentityLink[]>;
  /** Is `teamId` the person's team or above it? */
  readonly inTeam: (personId: string, teamId: string) => Promise<boolean>;
}

export interface PolicyStore {
  readonly putFramework: (framework: Framework) => Promise<void>;
  readonly putRole: (role: RoleProfile) => Promise<void>;
  readonly frameworks: () => Promise<readonly Framework[]>;
  readonly roles: () => Promise<readonly RoleProfile[]>;
  /** The pointer, read once a request (cached, invalidated by change stream or a second's age). null before the first publication. */
  readonly current: () => Promise<Policy | null>;
  readonly find: (version: string) => Promise<Policy | null>;
  /** The one being built beside the current one, if any. */
  readonly building: () => Promise<Policy | null>;
  /** Writes the next version as `building`; the processor replays and then switches the pointer. Error PUBLISH_IN_PROGRESS. */
  readonly publish: (draft: Omit<Policy, 'version' | 'publishedAt'>) => Promise<Policy>;
  readonly switchTo: (version: string) => Promise<void>;
  readonly list: () => Promise<
    readonly { readonly policy: Policy; readonly state: 'building' | 'current' | 'past' }[]
  >;
}

export interface MasteryDocument {
  readonly policyVersion: string;
  readonly personId: string;
  readonly competencyId: string;
  readonly rev: number;
  readonly timeline: MasteryTimeline;
  readonly changedAt: number;
}
export interface MasteryStore {
  readonly ofPerson: (policyVersion: string, personId: string) => Promise<readonly MasteryDocument[]>;
  readonly find: (
    policyVersion: string,
    personId: string,
    competencyId: string,
  ) => Promise<MasteryDocument | null>;
  /** Calls back for every fold whose visible result changed, within milliseconds of the write (change stream). Returns a stop function. */
  readonly watch: (
    onChange: (change: {
      readonly personId: string;
      readonly competencyId: string;
      readonly policyVersion: string;
      readonly changedAt: number;
    }) => void,
  ) => Promise<() => Promise<void>>;
}

export interface EvidenceStore {
  /** All evidence of a person for a competency, through the identity links, in event order. Withdrawn included. */
  readonly ofPerson: (
    personId: string,
    competencyId: string,
    ruleDigests: readonly string[],
  ) => Promise<readonly LinkedEvidence[]>;
  /** Of all competencies, for `known` questions. */
  readonly allOfPerson: (
    personId: string,
    ruleDigests: readonly string[],
  ) => Promise<readonly LinkedEvidence[]>;
  readonly countByActivity: () => Promise<ReadonlyMap<string, number>>;
  readonly find: (id: string) => Promise<Evidence | null>;
}

export interface QuarantineEntry {
  readonly statementId: string;
  readonly sourceId: string;
  readonly code: string;
  readonly message: string;
  readonly since: number;
  readonly attempts: number;
}
export interface QuarantineStore {
  readonly list: (page: {
    readonly after?: string;
    readonly limit: number;
  }) => Promise<readonly QuarantineEntry[]>;
  readonly countBySource: () => Promise<ReadonlyMap<string, number>>;
  /** Puts the statements back into the inbox. Returns how many. */
  readonly retry: (statementIds: readonly string[]) => Promise<number>;
}

export interface SeenActivity {
  readonly id: string;
  readonly name: Readonly<Record<string, string>> | null;
  readonly type: string | null;
  readonly kinds: readonly string[];
  readonly statements: number;
  /** Pieces of evidence that statements about it gave under the current policy; 0 = unmapped. */
  readonly evidence: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly sources: readonly string[];
}
export interface ActivityStore {
  readonly list: (page: {
    readonly after?: string;
    readonly limit: number;
    readonly unmappedOnly?: boolean;
    readonly search?: string;
  }) => Promise<readonly SeenActivity[]>;
}

export interface UnresolvedIdentifier {
  readonly identifier: string;
  readonly names: readonly string[];
  readonly statements: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly sources: readonly string[];
}
export interface UnresolvedStore {
  readonly list: (page: {
    readonly after?: string;
    readonly limit: number;
  }) => Promise<readonly UnresolvedIdentifier[]>;
}

export interface Portal {
  readonly id: string;
  readonly title: string;
  readonly origins: readonly string[];
  readonly contact: string | null;
  /** The most that its tokens may ask for. */
  readonly rights: readonly string[];
  readonly createdAt: number;
}
export interface PortalStore {
  /** Returns the secret once; kept sealed (AES-256-GCM under CAIRN_SECRET_KEY). Error PORTAL_EXISTS. */
  readonly add: (portal: Omit<Portal, 'createdAt'>) => Promise<{ portal: Portal; secret: string }>;
  /** Unsealed, to check a signature; null = unknown portal. Cached for seconds. */
  readonly secretOf: (id: string) => Promise<Uint8Array | null>;
  readonly find: (id: string) => Promise<Portal | null>;
  readonly list: () => Promise<readonly Portal[]>;
  /** Origins of all portals, for CORS. Cached for seconds. */
  readonly origins: () => Promise<ReadonlySet<string>>;
}

export interface AdminStore {
  /** argon2id. Error ADMIN_EXISTS. */
  readonly add: (email: string, password: string) => Promise<void>;
  readonly count: () => Promise<number>;
  /** Same time for an unknown e-mail as for a wrong password. null = refuse. Session token is random, only its hash is kept. */
  readonly signIn: (
    email: string,
    password: string,
  ) => Promise<{ readonly token: string; readonly expiresAt: number } | null>;
  readonly session: (token: string) => Promise<{ readonly email: string; readonly expiresAt: number } | null>;
  readonly signOut: (token: string) => Promise<void>;
}
export interface AuditStore {
  readonly note: (entry: {
    readonly who: string;
    readonly action: string;
    readonly what: string;
    readonly requestId?: string;
  }) => Promise<void>;
}
