// SPDX-License-Identifier: Apache-2.0
/** Names of the collections and the shapes in them, as MongoDB holds them. Nothing outside this package and the processor's work queue sees these. */
import type { Binary, Db, Long, MongoClient } from 'mongodb';

export interface Database {
  readonly client: MongoClient;
  readonly db: Db;
}

export interface StatementDocument {
  /** UUID, binary subtype 4. */
  readonly _id: Binary;
  readonly seq: Long;
  /** stored */
  readonly s: Date;
  readonly ts: Date;
  /** Query keys: its own, then those of the statements that it points to. */
  readonly q: readonly (Long | bigint)[];
  /** How many of `q` are its own; absent while all are. */
  readonly o?: number;
  /** The keys of each statement that it is found as, itself among them; absent while all of `q` are its own. */
  readonly t?: readonly { readonly q: readonly (Long | bigint)[] }[];
  /** Voided; absent when not. */
  readonly v?: true;
  readonly ref?: Binary;
  /** Target of a voiding statement. */
  readonly vt?: Binary;
  /** Comparison hash, 16 bytes. */
  readonly h: Binary;
  /** The authority in its text stands; absent when not. */
  readonly a?: true;
  readonly src: string;
  readonly raw: string;
  /** Dropped from quarantine: it is never processed. Absent when not. */
  readonly x?: true;
  /** By which note what was seen in it is counted; absent until it is processed. */
  readonly n?: number;
  /** Inbox: partition 0..15 while not yet processed, absent after. Partial index. */
  readonly p?: number;
}

/** Partitions of inbox and dirty marks; leased to processors. */
export const partitionCount = 16;

export const collections = {
  statements: 'statements',
  sequence: 'sequence',
  writers: 'writers',
  sources: 'sources',
  sourceHealth: 'sourceHealth',
  sourceFigures: 'sourceFigures',
  pulls: 'pulls',
  people: 'people',
  teams: 'teams',
  identityLinks: 'identityLinks',
  identityLocks: 'identityLocks',
  frameworks: 'frameworks',
  roles: 'roles',
  policies: 'policies',
  evidence: 'evidence',
  mastery: 'mastery',
  quarantine: 'quarantine',
  unresolved: 'unresolved',
  activities: 'activities',
  seenTallies: 'seenTallies',
  documents: 'documents',
  attachments: 'attachments',
  attachmentContents: 'attachmentContents',
  definitions: 'definitions',
  portals: 'portals',
  admins: 'admins',
  sessions: 'sessions',
  audit: 'audit',
  leases: 'leases',
  meta: 'meta',
} as const;
