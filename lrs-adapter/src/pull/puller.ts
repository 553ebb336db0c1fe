// SPDX-License-Identifier: Apache-2.0
/** Runs every source that is due, until told to stop. Any number may run at once: of each source only one has the lease. */
import { schedule } from 'node-cron';
import { type PullOptions, pullOnce } from './pull-once.ts';

/** Sources at once; one after another takes its turn. */
const atOnce = 8;
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

  function begin(id: string): void {
    const run = pullOnce(id, { ...options, signal: stopping.signal })
      .catch((error: unknown) => log.error({ err: error, source: id }, 'a pull has failed unexpectedly'))
      .finally(() => running.delete(id));
    running.set(id, run);
  }
  async function beginDue(): Promise<void> {
    const free = atOnce - running.size;
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
