// SPDX-License-Identifier: Apache-2.0
/** What falls to this processor of the work of all, looked at again each second; and how fast it is, told with it. */
import { randomUUID } from 'node:crypto';
import type { Share, Store } from '@cairn/store';

const renewMs = 1000;
/** Weight of the latest look in the rate that is told. */
const latest = 0.3;

export interface OwnShare {
  readonly read: () => Promise<Share>;
  /** So many statements were processed. */
  readonly count: (statements: number) => void;
  readonly leave: () => Promise<void>;
}

export function createShare({ processors }: Pick<Store, 'processors'>): OwnShare {
  const id = randomUUID();
  let share: Share | null = null;
  let renewedAt = 0;
  let counted = 0;
  let rate = 0;
  return {
    read: async () => {
      const elapsed = performance.now() - renewedAt;
      if (share && elapsed < renewMs) return share;
      if (share) rate += latest * ((counted * 1000) / elapsed - rate);
      counted = 0;
      renewedAt = performance.now();
      share = await processors.renew(id, Math.round(rate));
      return share;
    },
    count: (statements) => {
      counted += statements;
    },
    leave: () => processors.leave(id),
  };
}
