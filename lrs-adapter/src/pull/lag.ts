// SPDX-License-Identifier: Apache-2.0
/** How far behind a pull is. Pure. For figures and alarms only; no cursor is made of it. */
import type { Pull } from '@cairn/store';

/** The lowest of its streams, ms by the remote's clock; null: one has none yet. */
export const cursorOfPull = ({ streams }: Pick<Pull, 'streams'>): number | null =>
  streams.reduce<number | null>(
    (low, { cursor }) => (low === null || cursor === null ? null : Math.min(low, cursor)),
    Number.MAX_SAFE_INTEGER,
  );

/** ms since all that the remote had was here; on the way, between the remote's now and the cursor. null: nothing has been read yet. */
export function pullLagMs({ streams, skewMs }: Pick<Pull, 'streams' | 'skewMs'>, now: number): number | null {
  const lags = streams.map(({ caughtUpAt, walk, cursor }) => {
    if (caughtUpAt !== null && walk === null) return now - caughtUpAt;
    return cursor === null ? null : now + (skewMs ?? 0) - cursor;
  });
  return lags.reduce<number | null>(
    (most, lag) => (most === null || lag === null ? null : Math.max(most, lag)),
    0,
  );
}
