// SPDX-License-Identifier: Apache-2.0
/** One round of the work: what falls to this processor of inbox and dirty marks, and, for the first of all, what one does alone. */
import type { Share, Store } from '@cairn/store';
import { build, type Noted } from './build.ts';
import { drain, type DrainContext, manyAtOnce, markNewLinks } from './drain.ts';
import { foldDirty } from './fold.ts';
import { createSources } from './known-sources.ts';
import type { Log } from './log.ts';
import { createPolicyReader, type PoliciesAlive } from './policies-alive.ts';
import { replay } from './replay.ts';
import { ignoreOtherPublication, switchOff } from './rules-off.ts';
import { createShare } from './share.ts';
import { createUpkeep } from './upkeep.ts';

const foldsAtOnce = 1000;
/** While more waits than is taken at once, what is marked or noted is gathered for so long: there will be more of the same. */
const gatherMarksMs = 1500;
const gatherSeenMs = 3000;
export interface RoundOptions {
  readonly store: Store;
  readonly log: Log;
  /** How long what only an earlier version showed is kept for who still reads it. */
  readonly pruneAfterMs: number;
}

/** The same content as the next version: its evidence is made of all statements, as this engine makes it. */
async function renew(
  { store, log }: Pick<RoundOptions, 'store' | 'log'>,
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

export interface Rounds {
  /** Whether there was anything to do. */
  readonly round: () => Promise<boolean>;
  /** Gives up the share. */
  readonly leave: () => Promise<void>;
}

export function createRounds({ store, log, pruneAfterMs }: RoundOptions): Rounds {
  const context: DrainContext = {
    store,
    log,
    sources: createSources(store),
    policies: createPolicyReader(store),
  };
  const share = createShare(store);
  const upkeep = createUpkeep(store, pruneAfterMs);

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
  let countedAt = -Infinity;
  const isGathering = (since: number, ms: number) => isBehind && performance.now() - since < ms;
  async function countSeen(): Promise<number> {
    countedAt = performance.now();
    return store.seen.count();
  }
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
        isGathering(foldedAt, gatherMarksMs) ? 0 : fold(alive, own),
        own.isFirst ? alone(alive, known).then(Number) : 0,
        own.isFirst ? markNewLinks(context, alive) : 0,
        own.isFirst && !isGathering(countedAt, gatherSeenMs) ? countSeen() : 0,
        own.isFirst && !isBehind ? store.definitions.teachOlder().then(Number) : 0,
      ].map((task) => Promise.resolve(task)),
    );
    const [drained = 0, , built = 0] = counts;
    share.count(drained);
    const isReading = built > 0 && known?.replayedAt === null;
    const wasBehind = isBehind;
    isBehind = drained >= manyAtOnce || isReading;
    return wasBehind || counts.some((count) => count > 0);
  }
  return { round, leave: share.leave };
}
