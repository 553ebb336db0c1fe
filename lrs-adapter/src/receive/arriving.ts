// SPDX-License-Identifier: Apache-2.0
/** A body that holds much memory has to keep coming: in every stretch of time a part of what it holds, else it is given up. */
import { largeBodyBytes } from '../limits.ts';

export interface Slowest {
  readonly stretchMs: number;
  /** 0..1 of what is held. */
  readonly share: number;
}
export interface Arrived {
  /** So far. */
  readonly bytes: number;
  /** At least as many. */
  readonly held: number;
}

/**
 * Returns what ends the watch. `isStrict`: however little it holds.
 * @param onSlow is called once at most.
 */
export function watchArrival(
  { stretchMs, share }: Slowest,
  { arrived, isStrict }: { readonly arrived: () => Arrived; readonly isStrict: boolean },
  onSlow: () => void,
): () => void {
  let before = 0;
  const timer = setInterval(() => {
    const { bytes, held } = arrived();
    const isSlow = bytes - before < held * share || bytes === before;
    before = bytes;
    if (!isSlow || (held <= largeBodyBytes && !isStrict)) return;
    clearInterval(timer);
    onSlow();
  }, stretchMs).unref();
  return () => clearInterval(timer);
}
