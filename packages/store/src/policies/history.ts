// SPDX-License-Identifier: Apache-2.0
/** What is told of a version: who published it, when, what it changed, and how far it is. */
import type { RuleOff } from '@cairn/engine';
import type { PolicyDocument, RuleChanges } from './policy-document.ts';

/** Times are ms since the epoch. */
export interface PolicyRecord {
  readonly version: string;
  readonly state: 'building' | 'current' | 'past' | 'cancelled';
  readonly publishedAt: number;
  readonly publishedBy: string;
  /** In recorded time; null: it never was, or is not yet. */
  readonly inForceAt: number | null;
  readonly cancelledAt: number | null;
  readonly cancelledBy: string | null;
  /** Whose content it brings back. */
  readonly rolledBackTo: string | null;
  /** Rule ids, by content; null in versions of before. */
  readonly changes: RuleChanges | null;
  /** Rules switched off in it. */
  readonly off: readonly RuleOff[];
  /** null unless it is being built. */
  readonly build: {
    readonly startedAt: number;
    readonly read: number;
    /** null: not counted yet. */
    readonly total: number | null;
  } | null;
}

/** What is told of the text, which is large, stands beside it. */
export const withoutText = { policy: 0, digests: 0, carried: 0, plan: 0 } as const;

type Untold = Omit<PolicyDocument, keyof typeof withoutText>;
const ms = (date: Date | undefined) => date?.getTime() ?? null;

function stateOf({ _id, replayedTo, inForceAt }: Untold, current: string | null) {
  if (replayedTo !== undefined) return 'building';
  if (_id === current) return 'current';
  return inForceAt === undefined ? 'cancelled' : 'past';
}

export function toRecord(document: Untold, current: string | null): PolicyRecord {
  const state = stateOf(document, current);
  const { build } = document;
  return {
    version: document._id,
    state,
    publishedAt: document.publishedAt.getTime(),
    publishedBy: document.publishedBy ?? '',
    inForceAt: ms(document.inForceAt),
    cancelledAt: ms(document.cancelledAt),
    cancelledBy: document.cancelledBy ?? null,
    rolledBackTo: document.rolledBackTo ?? null,
    changes: document.changes ?? null,
    off: document.off ?? [],
    build:
      state === 'building' && build
        ? { startedAt: build.startedAt.getTime(), read: build.read, total: build.total }
        : null,
  };
}
