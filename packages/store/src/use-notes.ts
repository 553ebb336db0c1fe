// SPDX-License-Identifier: Apache-2.0
/** When something was last used, for the operator's eyes: written once a minute at most, not waited for, no harm when it fails. */

const noteUseMs = 60_000;

export interface UseNotes {
  readonly note: (id: string, now: number) => void;
  readonly idle: () => Promise<void>;
}

export function createUseNotes(write: (id: string, at: Date) => Promise<unknown>): UseNotes {
  const noted = new Map<string, number>();
  const noting = new Set<Promise<unknown>>();
  return {
    note: (id, now) => {
      if ((noted.get(id) ?? 0) > now - noteUseMs) return;
      noted.set(id, now);
      const work = write(id, new Date(now))
        .catch(() => undefined)
        .finally(() => noting.delete(work));
      noting.add(work);
    },
    idle: async () => {
      await Promise.all(noting);
    },
  };
}
