// SPDX-License-Identifier: Apache-2.0
/** What is kept of pulling from a remote LRS. Times are ms since the epoch; those of the remote are by its clock. */
import type { HealthReason } from './source-health.ts';
import type { PullSettings } from './pull-settings.ts';

/** A walk through the remote's pages that is not at its end. */
export interface PullWalk {
  /** Address of the next page. */
  readonly more: string;
  /** When it was given; it is good for a day. */
  readonly at: number;
  /** The earliest Consistent-Through of its answers; null: none was sent. */
  readonly consistentThrough: number | null;
  /** The latest place in the order that it has seen. */
  readonly seenTo: number | null;
  /** The remote has kept to the order so far; otherwise the cursor waits for the end. */
  readonly isOrdered: boolean;
  /** It looks again at what lies before the cursor. */
  readonly reconciles: boolean;
  /** In a row, up to here, with nothing in them that was new; missing in those begun before this was counted. */
  readonly idlePages?: number;
}

/** One query of a source, with a cursor of its own. A filter of several verbs is several. */
export interface PullStream {
  readonly verb: string | null;
  readonly activity: string | null;
  /** All before it that the remote had is stored here; it only rises. null: nothing yet. */
  readonly cursor: number | null;
  /** What the remote last said of itself; it may have gone back. */
  readonly consistentThrough: number | null;
  readonly walk: PullWalk | null;
  readonly reconciledAt: number | null;
  /** When it last came to the end. */
  readonly caughtUpAt: number | null;
}
export interface PullCounts {
  readonly stored: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly quarantined: number;
  /** Of `stored`: found by a reconciliation, where no overlap would have. */
  readonly late: number;
  readonly pages: number;
  readonly bytes: number;
}
/** The way from the beginning to the present; ends when the end has been reached once. */
export interface Backfill {
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Where the first statement lay, and the present when it began; by the remote's order. */
  readonly from: number | null;
  readonly to: number | null;
  readonly through: number | null;
  readonly statements: number;
}
export interface PullProgress {
  readonly streams: readonly PullStream[];
  readonly counts: PullCounts;
  readonly backfill: Backfill;
  /** The remote's clock minus ours, ms; null: it has never told. For figures only. */
  readonly skewMs: number | null;
  readonly lastSuccessAt: number | null;
  readonly lastError: (HealthReason & { readonly at: number }) | null;
  /** In a row, with nothing good between. */
  readonly failures: number;
  /** How long it last waited for news; null: not yet. */
  readonly quietMs: number | null;
  /** Statements asked for at once, where the remote's were too large for the whole page. */
  readonly pageSize: number | null;
}

export interface Pull extends PullProgress {
  readonly sourceId: string;
  readonly settings: PullSettings;
  /** Rises with every change of what is asked for; a runner that began before ends without a trace. */
  readonly revision: number;
  /** Refused by the remote, until an operator has mended it; null: goes on. */
  readonly stoppedAt: number | null;
  readonly nextAt: number;
  readonly isRunning: boolean;
}
export interface PullSecrets {
  /** Value of the header Authorization; null: none is sent. */
  readonly authorization: string | null;
  /** Address of a proxy, perhaps with a password in it. */
  readonly proxy: string | null;
}
/** Who has a lease on a source; nobody else may write its progress. */
export interface PullLease {
  readonly sourceId: string;
  readonly owner: string;
  readonly revision: number;
}

type Named<T> = { readonly [K in keyof T]?: T[K] | undefined };
export interface PullStore {
  /**
   * Makes a source pull, or changes how. What is left out stays, or is as usual. Another query or beginning begins anew; a stop
   * ends. @throws {StoreError} SOURCE_UNKNOWN, PULL_ENDPOINT when there is none yet, SECRET_KEY
   */
  readonly configure: (
    sourceId: string,
    settings: Named<PullSettings>,
    secrets?: Named<PullSecrets>,
  ) => Promise<Pull>;
  readonly find: (sourceId: string) => Promise<Pull | null>;
  readonly list: () => Promise<readonly Pull[]>;
  /** @throws {StoreError} SECRET_KEY */
  readonly secrets: (sourceId: string) => Promise<PullSecrets>;
  /** Pulls no more; what is stored stays. @throws {StoreError} PULL_UNKNOWN */
  readonly remove: (sourceId: string) => Promise<void>;
  /** As soon as a runner looks. A stop ends. `since`: from there on anew; null: from the beginning. @throws {StoreError} PULL_UNKNOWN */
  readonly ask: (sourceId: string, since?: { readonly since: string | null }) => Promise<Pull>;
  /** Sources that are due, neither paused nor stopped nor run by anyone: the longest waiting first. */
  readonly due: (limit: number) => Promise<readonly string[]>;
  /** The one runner of a source, by the database's clock. `isDue`: only if it is; null: somebody else has it, or it rests. */
  readonly take: (
    sourceId: string,
    owner: string,
    lease: { readonly ms: number; readonly onlyDue: boolean },
  ) => Promise<Pull | null>;
  /** false: lost, or what is asked for has changed. */
  readonly renew: (lease: PullLease, ms: number) => Promise<boolean>;
  /** Durable when it resolves; the lease goes on. false: lost, and nothing is written. */
  readonly save: (lease: PullLease, progress: PullProgress, ms: number) => Promise<boolean>;
  /** Writes and lets go. `afterMs`: until it is due again. */
  readonly finish: (
    lease: PullLease,
    progress: PullProgress,
    end: { readonly afterMs: number; readonly isStopped: boolean },
  ) => Promise<void>;
}
