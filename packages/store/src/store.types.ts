// SPDX-License-Identifier: Apache-2.0
import type * as domain from './domain.types.ts';
import type { StatementStore } from './statements.types.ts';

/** Everything that Cairn keeps, by collection. Opened by `openStore`; closed once, by whoever opened it. */
export interface Store {
  readonly statements: StatementStore;
  readonly sources: domain.SourceStore;
  readonly people: domain.PeopleStore;
  readonly policies: domain.PolicyStore;
  readonly evidence: domain.EvidenceStore;
  readonly mastery: domain.MasteryStore;
  readonly quarantine: domain.QuarantineStore;
  readonly activities: domain.ActivityStore;
  readonly unresolved: domain.UnresolvedStore;
  readonly portals: domain.PortalStore;
  readonly admins: domain.AdminStore;
  readonly audit: domain.AuditStore;
  /** The database's clock, ms since the epoch. */
  readonly now: () => Promise<number>;
  /** Reachable, and schema version and indexes as this program needs them; throws with the reason otherwise. */
  readonly check: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface StoreOptions {
  readonly uri: string;
  /** Database name; default: the URI's, else "cairn". */
  readonly database?: string;
  /** 32 bytes, seals portal secrets. */
  readonly secretKey?: Uint8Array;
}
