// SPDX-License-Identifier: Apache-2.0
/** What is asked on every request is read from the database every few seconds at most. */

/** How long a process goes on with what it has read. */
export const cacheMs = 5000;
const mostKept = 10_000;

export interface Cached<T> {
  readonly get: (key: string) => Promise<T | null>;
  readonly forget: () => void;
}

/** Only what exists is remembered: a flood of wrong keys must not fill the memory. */
export function cached<T>(read: (key: string) => Promise<T | null>): Cached<T> {
  const kept = new Map<string, { readonly value: T; readonly until: number }>();
  return {
    get: async (key) => {
      const known = kept.get(key);
      if (known && known.until > performance.now()) return known.value;
      const value = await read(key);
      if (kept.size >= mostKept) kept.clear();
      if (value !== null) kept.set(key, { value, until: performance.now() + cacheMs });
      else kept.delete(key);
      return value;
    },
    forget: () => kept.clear(),
  };
}
