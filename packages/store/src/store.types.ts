// SPDX-License-Identifier: Apache-2.0
import type { AdminStore } from './admins.ts';
import type { AttachmentStore } from './attachments.ts';
import type { DefinitionStore } from './definitions.ts';
import type { DocumentStore } from './documents.ts';
import type { SourceStore } from './domain.types.ts';
import type { EvidenceStore } from './evidence.ts';
import type { Inbox } from './inbox.ts';
import type { MasteryStore } from './mastery.ts';
import type { PeopleStore } from './people.ts';
import type { PolicyStore } from './policies.ts';
import type { PortalStore } from './portals.types.ts';
import type { PullStore } from './pulls.types.ts';
import type { ProcessorRegister } from './processors.ts';
import type { QuarantineStore } from './quarantine.ts';
import type { ReplayStore } from './replay.ts';
import type { SourceFiguresStore } from './source-figures.ts';
import type { SourceHealthStore } from './source-health.ts';
import type { SeenStore } from './seen.ts';
import type { Candidates } from './statements/candidates.ts';
import type { StatementStore } from './statements.types.ts';

/** Everything that Cairn keeps, by collection. Opened by `openStore`; closed once, by whoever opened it. */
export interface Store {
  readonly statements: StatementStore;
  readonly candidates: Candidates;
  readonly documents: DocumentStore;
  readonly attachments: AttachmentStore;
  readonly definitions: DefinitionStore;
  readonly sources: SourceStore;
  readonly sourceHealth: SourceHealthStore;
  readonly sourceFigures: SourceFiguresStore;
  readonly pulls: PullStore;
  readonly inbox: Inbox;
  readonly quarantine: QuarantineStore;
  readonly people: PeopleStore;
  readonly policies: PolicyStore;
  readonly evidence: EvidenceStore;
  readonly mastery: MasteryStore;
  readonly processors: ProcessorRegister;
  readonly replay: ReplayStore;
  readonly seen: SeenStore;
  readonly portals: PortalStore;
  readonly admins: AdminStore;
  /** The database's clock, ms since the epoch. */
  readonly now: () => Promise<number>;
  /** Longest life of a transaction of this server; null when it may not be asked. */
  readonly transactionLifetimeSeconds: () => Promise<number | null>;
  /** Schema version and indexes are as this program needs them; throws with the reason otherwise. */
  readonly check: () => Promise<void>;
  /** Waits for writes under way. */
  readonly close: () => Promise<void>;
}

export interface StoreOptions {
  readonly uri: string;
  /** Database name; default: the URI's, else "cairn". */
  readonly database?: string;
  /** CAIRN_SECRET_KEY: seals what must be used again. Needed for portals and pulls only. */
  readonly secretKey?: string | undefined;
  /** How long an operation waits for the database to be there; default 10 s, in which a replica set has chosen another primary. */
  readonly serverSelectionTimeoutMs?: number | undefined;
}
