// SPDX-License-Identifier: Apache-2.0
/** Work on one thing waits its turn; nobody waits for work on another. */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function createInTurn(): InTurn {
  /** Of each key the end of what came last; never rejects. */
  const ends = new Map<string, Promise<void>>();
  return async (key, work) => {
    const result = (ends.get(key) ?? Promise.resolve()).then(work);
    const end = result.then(
      () => undefined,
      () => undefined,
    );
    ends.set(key, end);
    try {
      return await result;
    } finally {
      if (ends.get(key) === end) ends.delete(key);
    }
  };
}
