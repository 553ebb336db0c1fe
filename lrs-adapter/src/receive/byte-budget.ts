// SPDX-License-Identifier: Apache-2.0
/** How many bytes of bodies this process holds at a time; what does not fit is not read. */
import { largeBodyBytes } from '../limits.ts';

export interface BudgetBytes {
  readonly small: number;
  readonly large: number;
}
/** What one request holds. */
export interface Hold {
  /** False: it does not fit, and what is held stays as it was. */
  readonly growTo: (bytes: number) => boolean;
  readonly release: () => void;
}

/** Small and large bodies have a share each: a body goes to the other one when it grows over `largeBodyBytes`. */
export function createByteBudget(total: BudgetBytes): () => Hold {
  const free = { ...total };
  return () => {
    let [share, held]: [keyof BudgetBytes, number] = ['small', 0];
    const give = () => void (free[share] += held);
    return {
      growTo: (bytes) => {
        const next = bytes > largeBodyBytes ? 'large' : 'small';
        const room = free[next] + (next === share ? held : 0);
        if (bytes > room) return false;
        give();
        [share, held] = [next, bytes];
        free[share] -= held;
        return true;
      },
      release: () => {
        give();
        held = 0;
      },
    };
  };
}
