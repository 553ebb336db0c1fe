// SPDX-License-Identifier: Apache-2.0
/** Many at once, as long as all are good: one that cannot be done must not hold up the others. */
import { isOutage } from '@cairn/store';

export interface Step<T> {
  /** Must be safe to do again. */
  readonly act: (items: readonly T[]) => Promise<void>;
  /** For the one that cannot be done. */
  readonly refuse: (item: T, error: unknown) => Promise<void>;
}

/** When all together fail for what is in them, halves are tried, down to the one at fault. @throws what is the database's fault. */
export async function inHalves<T>(items: readonly T[], { act, refuse }: Step<T>): Promise<void> {
  const [first] = items;
  if (first === undefined) return;
  try {
    await act(items);
  } catch (error) {
    if (isOutage(error)) throw error;
    if (items.length === 1) return refuse(first, error);
    const middle = Math.ceil(items.length / 2);
    await inHalves(items.slice(0, middle), { act, refuse });
    await inHalves(items.slice(middle), { act, refuse });
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
