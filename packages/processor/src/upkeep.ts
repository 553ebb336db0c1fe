// SPDX-License-Identifier: Apache-2.0
/** What changes by itself when its moment comes, and what nobody reads any more. */
import type { Store } from '@cairn/store';
import type { PoliciesAlive } from './policies-alive.ts';

const lookEveryMs = 500;

export interface Upkeep {
  /** Marks what is due; clears away what only versions of before showed, when those who read it have had time. */
  readonly look: (alive: PoliciesAlive) => Promise<void>;
  /** A version is not being built any more. */
  readonly ended: (version: string) => Promise<void>;
}

export function createUpkeep(store: Store, pruneAfterMs: number): Upkeep {
  let lookedAt = -Infinity;
  let pruned: string | null = null;
  return {
    look: async ({ current, since }) => {
      if (performance.now() - lookedAt < lookEveryMs) return;
      lookedAt = performance.now();
      const now = await store.now();
      await store.mastery.markDue(now);
      if (!current || since === null || pruned === current.policy.version || now - since < pruneAfterMs)
        return;
      await store.mastery.prune(current);
      pruned = current.policy.version;
    },
    ended: async (version) => {
      if ((await store.policies.record(version))?.state === 'cancelled')
        await store.mastery.dropVersion(version);
    },
  };
}
