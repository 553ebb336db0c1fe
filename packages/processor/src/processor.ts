// SPDX-License-Identifier: Apache-2.0
/**
 * Drains the inbox, builds a published version, folds what is dirty, until told to stop. Any number may run at once:
 * every step is repeatable, and a fold writes only on the revision that it read.
 */
import { setTimeout } from 'node:timers/promises';
import type { CompiledPolicy } from '@cairn/engine';
import type { Store } from '@cairn/store';
import type { Logger } from 'pino';
import { derive, markLinked } from './derive.ts';
import { foldDirty } from './fold.ts';
import { createPolicyReader, type PoliciesAlive } from './policies-alive.ts';

const batch = 500;
/** The change stream wakes at once; this is for what needs no write: time passing, and a stream that broke. */
const lookEveryMs = 2000;
/** News that comes while there is nothing to do is gathered for so long: senders tell of every commit. */
const gatherMs = 25;

export interface Processor {
  /** Resolves when there is nothing to do at this moment. For tests and for the command line. */
  readonly idle: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Whether the versions alive are still those that something was done by. What was done by others is done again: a statement may
 * lose its flag, and a link its mark, only under all that a version being built will not read by itself.
 */
async function areStillAlive(store: Store, policies: readonly CompiledPolicy[]): Promise<boolean> {
  const alive = await store.policies.versionsAlive();
  return alive.every((version) => policies.some(({ policy }) => policy.version === version));
}

async function drain(store: Store, { all }: PoliciesAlive): Promise<number> {
  // Without a policy there is nothing to read by; what has come waits.
  const waiting = all.length === 0 ? [] : await store.inbox.waiting(batch);
  if (waiting.length === 0) return 0;
  const { seen, refused } = await derive(store, waiting, all);
  if (!(await areStillAlive(store, all))) return waiting.length;
  for (const { statement, code, message } of refused)
    await store.inbox.quarantine(statement, { code, message });
  if (seen.length > 0) await store.inbox.done(seen);
  return waiting.length;
}

async function markNewLinks(store: Store, { all }: PoliciesAlive): Promise<number> {
  const links = await store.people.unmarked(batch);
  if (links.length === 0) return 0;
  await markLinked(store, links, all);
  if (await areStillAlive(store, all)) await store.people.marked(links);
  return links.length;
}

/** What this processor remembers of the version being built. */
interface Noted {
  readonly version: string;
  /** The end of what was stored before the version was first seen here. */
  readonly until: bigint;
  /** When all of that had been read (ms). */
  replayedAt: number | null;
}

/** One step of building a version: the next statements of the store; at their end, the switch. Returns whether there was anything to do. */
async function build(store: Store, { building }: PoliciesAlive, noted: Noted | null): Promise<boolean> {
  if (!building || !noted) return false;
  const { policy, replayedTo, compiled } = building;
  const { horizon } = await store.statements.order();
  const statements = [];
  for await (const statement of store.statements.query({
    limit: batch,
    ascending: true,
    after: replayedTo,
    withVoided: true,
  }))
    // What came after the version was known to all is read by it as it comes.
    if (statement.seq < noted.until) statements.push(statement);
  const last = statements.at(-1);
  if (last) {
    const { refused } = await derive(store, statements, [compiled]);
    for (const { statement, ...reason } of refused) await store.inbox.quarantine(statement, reason);
    await store.policies.setReplayed(policy.version, last.seq);
    return true;
  }
  if (horizon < noted.until) return false;
  noted.replayedAt ??= await store.now();
  // Under a stream without pause there is always something to fold: what the replay has marked must be done, no more.
  if (await store.mastery.isDirtySince(policy.version, noted.replayedAt)) return false;
  await store.policies.switchTo(policy.version);
  return true;
}

export function startProcessor({ store, log }: { readonly store: Store; readonly log: Logger }): Processor {
  const readPolicies = createPolicyReader(store);
  const stopping = new AbortController();
  let wake: () => void = () => undefined;

  let noted: Noted | null = null;
  async function note({ building }: PoliciesAlive): Promise<Noted | null> {
    if (!building) return null;
    if (noted?.version !== building.policy.version) {
      const { next } = await store.statements.order();
      noted = { version: building.policy.version, until: next, replayedAt: null };
    }
    return noted;
  }

  /** One round; whether there was anything to do. */
  async function work(): Promise<boolean> {
    const policies = await readPolicies();
    await store.mastery.markDue(await store.now());
    const known = await note(policies);
    const drained = await drain(store, policies);
    const linked = await markNewLinks(store, policies);
    const folded = await foldDirty(store, policies.all, batch);
    const isBuilt = await build(store, policies, known);
    return drained > 0 || linked > 0 || folded > 0 || isBuilt;
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
      while (await work());
    },
    stop: async () => {
      stopping.abort();
      wake();
      await Promise.all([running, stopWatching()]);
    },
  };
}
