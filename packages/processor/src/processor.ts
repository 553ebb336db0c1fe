// SPDX-License-Identifier: Apache-2.0
/**
 * Drains the inbox, builds a published version, folds what is dirty, until told to stop. Any number may run at once:
 * every step is repeatable, and a fold writes only on the revision that it read. They share the work by partitions.
 */
import { setTimeout } from 'node:timers/promises';
import type { Store } from '@cairn/store';
import type { Log } from './log.ts';
import { createRounds } from './rounds.ts';

/** The change stream wakes at once; this is for what needs no write: time passing, and a stream that broke. */
const lookEveryMs = 2000;
/** News that comes while there is nothing to do is gathered for so long: senders tell of every commit. */
const gatherMs = 25;

export interface ProcessorOptions {
  readonly store: Store;
  readonly log: Log;
  /** How long what only an earlier version showed is kept for who still reads it; default 30 s. */
  readonly pruneAfterMs?: number;
}
export interface Processor {
  /** Resolves when there is nothing to do at this moment, for this one or others. For tests and for the command line. */
  readonly idle: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Whether anything waits, for whichever processor. */
async function isAnythingLeft(store: Store): Promise<boolean> {
  if ((await store.inbox.waiting(1)).length > 0 || store.inbox.held() > 0) return true;
  const [links, isDirty, building, asked, isCounting] = await Promise.all([
    store.people.unmarked(1),
    store.mastery.isDirty(),
    store.policies.building(),
    store.replay.find(),
    store.seen.isCounting(),
  ]);
  if (isDirty || isCounting) return true;
  return links.length > 0 || building !== null || (asked !== null && asked.finishedAt === null);
}

export function startProcessor({ store, log, pruneAfterMs = 30_000 }: ProcessorOptions): Processor {
  const { round, leave } = createRounds({ store, log, pruneAfterMs });
  const stopping = new AbortController();
  let wake: () => void = () => undefined;

  let last: Promise<unknown> = Promise.resolve();
  /** One at a time in this process. */
  function work(): Promise<boolean> {
    const next = last.then(round, round);
    last = next.catch(() => undefined);
    return next;
  }

  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = globalThis.setTimeout(resolve, lookEveryMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  let hasNews = false;
  const onNews = () => {
    hasNews = true;
    wake();
  };
  const stopWatching = store.inbox.watch(onNews);

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      hasNews = false;
      const isBusy = await work().catch((error: unknown) => {
        log.error({ err: error }, 'processing failed; it is tried again');
        return false;
      });
      if (isBusy || stopping.signal.aborted) continue;
      if (hasNews) await setTimeout(gatherMs);
      else await pause();
    }
  }
  const running = run();

  return {
    idle: async () => {
      for (;;) {
        while (await work());
        if (!(await isAnythingLeft(store))) return;
        await setTimeout(gatherMs);
      }
    },
    stop: async () => {
      stopping.abort();
      wake();
      await Promise.all([running, stopWatching()]);
      await last;
      await leave().catch(() => undefined);
    },
  };
}
