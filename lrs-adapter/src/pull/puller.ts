// SPDX-License-Identifier: Apache-2.0
/** Runs every source that is due, until told to stop. Any number may run at once: of each source only one has the lease. */
import { schedule } from 'node-cron';
import { type PullOptions, pullOnce } from './pull-once.ts';

/** Sources that are worked on at once; one after another takes its turn. */
const atOnce = 8;
/** With those that only wait for their remotes: however many of them hang, the others go on. */
const mostAtOnce = 100;
const everySecond = '* * * * * *';

export interface Puller {
  /** Looks for what is due now, and resolves when that has had its turn. For tests. */
  readonly look: () => Promise<void>;
  /** What is under way ends at once; nothing of it is lost. */
  readonly stop: () => Promise<void>;
}

export function startPuller(options: Omit<PullOptions, 'signal'>): Puller {
  const { store, log } = options;
  const stopping = new AbortController();
  const running = new Map<string, Promise<unknown>>();
  const waiting = new Set<string>();

  function begin(id: string): void {
    const onWaiting = (isWaiting: boolean) => (isWaiting ? void waiting.add(id) : void waiting.delete(id));
    const run = pullOnce(id, { ...options, signal: stopping.signal, onWaiting })
      .catch((error: unknown) => log.error({ err: error, source: id }, 'a pull has failed unexpectedly'))
      .finally(() => {
        running.delete(id);
        waiting.delete(id);
      });
    running.set(id, run);
  }
  async function beginDue(): Promise<void> {
    const free = Math.min(atOnce + waiting.size, mostAtOnce) - running.size;
    if (free <= 0 || stopping.signal.aborted) return;
    for (const id of await store.pulls.due(free)) if (!running.has(id) && !stopping.signal.aborted) begin(id);
  }
  let looking: Promise<void> = Promise.resolve();
  const task = schedule(
    everySecond,
    () => {
      looking = beginDue().catch((error: unknown) =>
        log.error({ err: error }, 'what is to be pulled could not be read; it is tried again'),
      );
      return looking;
    },
    { noOverlap: true, suppressMissedWarning: true },
  );
  return {
    look: async () => {
      await beginDue();
      await Promise.all(running.values());
    },
    stop: async () => {
      await task.destroy();
      stopping.abort();
      await looking;
      await Promise.all(running.values());
    },
  };
}
