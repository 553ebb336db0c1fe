// SPDX-License-Identifier: Apache-2.0
/** What the adapter hands over and what readers get back. The text is exactly as received; the rest is extracted once, before. */

export interface PreparedStatement {
  /** Lower-case UUID. */
  readonly id: string;
  /** Exact JSON text of this one statement. */
  readonly text: string;
  /** ms since the epoch; null when none was sent (then it is `stored`). */
  readonly timestamp: number | null;
  /** 16 bytes, comparison hash (xAPI 1.0.3 Data 2.3.1). */
  readonly contentHash: Uint8Array;
  /** Signed 64-bit keys, see `queryKeys` of @cairn/xapi. */
  readonly queryKeys: readonly bigint[];
  /** Target when the object is a StatementRef. */
  readonly refId?: string;
  /** Target when it is a voiding statement. */
  readonly voids?: string;
  /** The authority in its text stands: its source is trusted to say so. */
  readonly hasOwnAuthority?: boolean;
  /** Its id was made of what the event is. What is stored under it is the same event, whatever else a resend says otherwise. */
  readonly hasDerivedId?: boolean;
  /** What is stored under its id with another timestamp is another statement: its source is set so (beyond Data 2.3.1). */
  readonly countsTimestamp?: boolean;
  readonly sourceId: string;
}

export interface StoredStatement {
  readonly id: string;
  readonly seq: bigint;
  /** ms since the epoch. */
  readonly stored: number;
  readonly timestamp: number;
  readonly sourceId: string;
  readonly text: string;
  readonly voided: boolean;
  /** The authority in its text stands; otherwise it is that of the source. */
  readonly hasOwnAuthority: boolean;
}

export type AppendOutcome =
  | { readonly kind: 'stored'; /** In order of the batch. */ readonly duplicates: readonly string[] }
  | {
      readonly kind: 'conflict';
      /** Ids held with other content; nothing of the batch was stored. */ readonly ids: readonly string[];
    }
  | { readonly kind: 'void-refused'; readonly ids: readonly string[]; readonly reason: string };

export interface StatementQuery {
  /** All must be present, in the statement or in one that it leads to. */
  readonly keys?: readonly bigint[];
  /** Of each group at least one must be present, there too. */
  readonly anyOf?: readonly (readonly bigint[])[];
  readonly since?: number;
  readonly until?: number;
  readonly ascending?: boolean;
  readonly limit: number;
  /** Exclusive: continue after this seq. */
  readonly after?: bigint;
  readonly sourceId?: string;
  /** Voided ones too; only for what must see everything. */
  readonly withVoided?: boolean;
}

export interface StatementStore {
  /**
   * Durable (majority, journalled) when it resolves; all or nothing; concurrent calls share one group commit.
   * Same id with the same content is a duplicate, with other content a conflict.
   */
  readonly append: (batch: readonly PreparedStatement[]) => Promise<AppendOutcome>;
  readonly find: (id: string) => Promise<StoredStatement | null>;
  readonly findMany: (ids: readonly string[]) => Promise<readonly StoredStatement[]>;
  /** Streams; voided ones are left out. */
  readonly query: (query: StatementQuery) => AsyncIterable<StoredStatement>;
  /** How many there are, voided ones included; without a condition about. */
  readonly count: (query: Pick<StatementQuery, 'anyOf' | 'after'>) => Promise<number>;
  /** Own order: the next seq to be given out, and the one below which all is there for good. */
  readonly order: () => Promise<{ readonly next: bigint; readonly horizon: bigint }>;
  /** `stored` below which nothing will appear any more. ms since the epoch. */
  readonly consistentThrough: () => Promise<number>;
}
