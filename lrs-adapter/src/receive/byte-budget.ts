// SPDX-License-Identifier: Apache-2.0
/** How many bytes of bodies this process holds at a time, together and of one sender; what does not fit is not read. */
import { largeBodyBytes, shareOfOne } from '../limits.ts';

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

/** Bytes held of one share: all together, and of each sender that holds any. */
interface Held {
  all: number;
  readonly byWho: Map<string, number>;
}
const nothingHeld = (): Held => ({ all: 0, byWho: new Map() });

function add(held: Held, who: string, bytes: number): void {
  held.all += bytes;
  const own = (held.byWho.get(who) ?? 0) + bytes;
  if (own === 0) held.byWho.delete(who);
  else held.byWho.set(who, own);
}

/**
 * Small and large bodies have a share each: a body goes to the other one when it grows over `largeBodyBytes`. `who`: nobody holds
 * more than `shareOfOne` of either.
 */
export function createByteBudget(total: BudgetBytes): (who: string) => Hold {
  const held = { small: nothingHeld(), large: nothingHeld() };
  return (who) => {
    let [share, own]: [keyof BudgetBytes, number] = ['small', 0];
    return {
      growTo: (bytes) => {
        const next = bytes > largeBodyBytes ? 'large' : 'small';
        const more = bytes - (next === share ? own : 0);
        const { all, byWho } = held[next];
        if (all + more > total[next] || (byWho.get(who) ?? 0) + more > total[next] * shareOfOne) return false;
        add(held[share], who, -own);
        [share, own] = [next, bytes];
        add(held[share], who, own);
        return true;
      },
      release: () => {
        add(held[share], who, -own);
        own = 0;
      },
    };
  };
}
