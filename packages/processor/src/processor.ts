// SPDX-License-Identifier: Apache-2.0
/**
 * Drains the inbox, builds a published version, folds what is dirty, until told to stop. Any number may run at once:
 * every step is repeatable, and a fold writes only on the revision that it read. They share the work by partitions.
 */
import { setTimeout } from 'node:timers/promises';
import type { Share, Store } from '@cairn/store';
import type { Log } from './log.ts';
import { build, type Noted } from './build.ts';
import { drain, type DrainContext, manyAtOnce, markNewLinks } from './drain.ts';
import { foldDirty } from './fold.ts';
import { createSources } from './known-sources.ts';
import { createPolicyReader, type PoliciesAlive } from './policies-alive.ts';
import { replay } from './replay.ts';
import { ignoreOtherPublication, switchOff } from './rules-off.ts';
import { createShare } from './share.ts';
import { createUpkeep } from './upkeep.ts';

const foldsAtOnce = 1000;
/** While more waits than is taken at once, what is marked is gathered for so long: it will be marked again. */
const foldEveryMs = 500;
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

/** The same content as the next version: its evidence is made of all statements, as this engine makes it. */
async function renew(
  { store, log }: Pick<ProcessorOptions, 'store' | 'log'>,
  { outdated, building }: PoliciesAlive,
): Promise<boolean> {
  if (!outdated || building) return false;
  const { version, publishedAt: _publishedAt, ...content } = outdated;
  log.info({ version }, 'the version in force was published by an older Cairn; it is built anew');
  await store.policies.publish(content).catch(ignoreOtherPublication);
  return true;
}

/** Waits for all, so that nothing of one round goes on beside the next. @throws what the first that failed has thrown. */
async function together<T>(tasks: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(tasks);
  return Promise.all(tasks);
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
  const context: DrainContext = {
    store,
    log,
    sources: createSources(store),
    policies: createPolicyReader(store),
  };
  const share = createShare(store);
  const upkeep = createUpkeep(store, pruneAfterMs);
  const stopping = new AbortController();
  let wake: () => void = () => undefined;

  let noted: Noted | null = null;
  async function note({ building }: PoliciesAlive): Promise<Noted | null> {
    if (building && noted?.version !== building.version) {
      const { next } = await store.statements.order();
      noted = { version: building.version, until: next, replayedAt: null };
    }
    if (building) return noted;
    if (noted) await upkeep.ended(noted.version);
    noted = null;
    return null;
  }

  /** What one of all does. */
  async function alone(alive: PoliciesAlive, known: Noted | null): Promise<boolean> {
    await upkeep.look(alive);
    return (
      (await build(context, alive, known)) ||
      (await renew(context, alive)) ||
      (await switchOff(context, alive)) ||
      (await replay(context, alive))
    );
  }

  let isBehind = false;
  let foldedAt = -Infinity;
  async function fold(alive: PoliciesAlive, { parts }: Share): Promise<number> {
    const folded = await foldDirty(context, alive.all, { limit: foldsAtOnce, parts });
    // All that was marked is folded; else there is more to do at once.
    if (folded < foldsAtOnce) foldedAt = performance.now();
    return folded;
  }
  /** One round; whether there was anything to do. */
  async function round(): Promise<boolean> {
    const own = await share.read();
    const alive = await context.policies.alive();
    const known = await note(alive);
    const counts = await together(
      [
        drain(context, alive, own),
        isBehind && performance.now() - foldedAt < foldEveryMs ? 0 : fold(alive, own),
        own.isFirst ? alone(alive, known).then(Number) : 0,
        own.isFirst ? markNewLinks(context, alive) : 0,
        own.isFirst ? store.seen.count() : 0,
      ].map((task) => Promise.resolve(task)),
    );
    const [drained = 0, , built = 0] = counts;
    share.count(drained);
    const isReading = built > 0 && known?.replayedAt === null;
    const wasBehind = isBehind;
    isBehind = drained >= manyAtOnce || isReading;
    return wasBehind || counts.some((count) => count > 0);
  }
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
      await share.leave().catch(() => undefined);
    },
  };
}
