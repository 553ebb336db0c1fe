// SPDX-License-Identifier: Apache-2.0
/** Waits for what processors do, and shows how far it is. Ctrl-C ends the waiting alone. */
import { setTimeout } from 'node:timers/promises';
import type { Store } from '@cairn/store';
import { createProgressBar, type Progress } from '../progress-bar.ts';

const lookEveryMs = 200;
/** A processor tells of itself each second. */
const patienceMs = 6000;

export interface Look<T> {
  readonly state: T;
  /** null: it is over. */
  readonly progress: Progress | null;
}
export interface WaitedFor<T> {
  readonly state: T;
  /** Nobody processes: it goes on when somebody does. */
  readonly isForsaken: boolean;
}

/** Resolves with the last look: it is over, the waiting was ended, or nobody is there to do it. */
export async function waitForProcessors<T>(
  { processors }: Pick<Store, 'processors'>,
  look: () => Promise<Look<T>>,
): Promise<WaitedFor<T>> {
  const bar = createProgressBar();
  const told = new AbortController();
  const stop = () => told.abort();
  process.once('SIGINT', stop);
  const began = performance.now();
  try {
    for (;;) {
      const { state, progress } = await look();
      if (!progress || told.signal.aborted) return { state, isForsaken: false };
      bar.show(progress);
      if (performance.now() - began > patienceMs && (await processors.alive()).count === 0)
        return { state, isForsaken: true };
      await setTimeout(lookEveryMs);
    }
  } finally {
    process.off('SIGINT', stop);
    bar.end();
  }
}
