// SPDX-License-Identifier: Apache-2.0
/**
 * Drains the inbox, builds a published version, folds what is dirty, until told to stop. Any number may run at once:
 * every step is repeatable, and a fold writes only on the revision that it read.
 */
import { setTimeout } from 'node:timers/promises';
import { type Store, type StoredStatement, StoreError } from '@cairn/store';
import type { Logger } from 'pino';
import { derive, markLinked } from './derive.ts';
import { foldDirty } from './fold.ts';
import { inHalves, messageOf } from './in-halves.ts';
import { createPolicyReader, type PoliciesAlive } from './policies-alive.ts';

const batch = 500;
/** Of statements that are read again for a new version: they are held and parsed at once. */
const mostCharacters = 4 << 20;
/** The change stream wakes at once; this is for what needs no write: time passing, and a stream that broke. */
const lookEveryMs = 2000;
/** News that comes while there is nothing to do is gathered for so long: senders tell of every commit. */
const gatherMs = 25;

interface Context {
  readonly store: Store;
  readonly log: Logger;
}
export interface Processor {
  /** Resolves when there is nothing to do at this moment. For tests and for the command line. */
  readonly idle: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Whether the versions alive are still those that something was done by. What was done by others is done again: a statement may
 * lose its flag, and a link its mark, only under all that a version being built will not read by itself.
 */
async function areStillAlive(store: Store, { all, outdated }: PoliciesAlive): Promise<boolean> {
  const known = new Set([...all.map(({ policy }) => policy.version), outdated?.version]);
  return (await store.policies.versionsAlive()).every((version) => known.has(version));
}

/** The same content as the next version: its evidence is made of all statements, as this engine makes it. */
async function renew({ store, log }: Context, { outdated, building }: PoliciesAlive): Promise<boolean> {
  if (!outdated || building) return false;
  const { version, publishedAt: _publishedAt, ...content } = outdated;
  log.info({ version }, 'the version in force was published by an older Cairn; it is built anew');
  await store.policies.publish(content).catch((error: unknown) => {
    // Another processor was first.
    if (!(error instanceof StoreError) || error.code !== 'PUBLISH_IN_PROGRESS') throw error;
  });
  return true;
}

const toQuarantine = (store: Store) => (statement: StoredStatement, error: unknown) =>
  store.inbox.quarantine(statement, { code: 'PROCESSING_FAILED', message: messageOf(error) });

async function drain({ store, log }: Context, policies: PoliciesAlive): Promise<number> {
  // Before anything is published too: what has been seen is what a mapping is made from. The first version reads all of it.
  const waiting = await store.inbox.waiting(batch);
  await inHalves(waiting, {
    act: async (statements) => {
      const { seen, refused } = await derive(store, statements, policies.all);
      if (!(await areStillAlive(store, policies))) return;
      for (const { statement, code, message } of refused)
        await store.inbox.quarantine(statement, { code, message });
      const held = seen.length === 0 ? 0 : await store.inbox.done(seen);
      if (held > 0) log.warn({ statements: held }, 'held by another transaction; they are counted later');
    },
    refuse: toQuarantine(store),
  });
  return waiting.length;
}

async function markNewLinks({ store, log }: Context, policies: PoliciesAlive): Promise<number> {
  const links = await store.people.unmarked(batch);
  let failed = 0;
  await inHalves(links, {
    act: async (some) => {
      await markLinked(store, some, policies.all);
      if (await areStillAlive(store, policies)) await store.people.marked(some);
    },
    refuse: async (_link, err) => {
      failed += 1;
      log.error({ err }, 'what stands on an identity could not be marked; it is tried again');
    },
  });
  return links.length - failed;
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
  let characters = 0;
  for await (const statement of store.statements.query({
    limit: batch,
    ascending: true,
    after: replayedTo,
    withVoided: true,
  })) {
    // What came after the version was known to all is read by it as it comes.
    if (statement.seq >= noted.until || characters >= mostCharacters) break;
    statements.push(statement);
    characters += statement.text.length;
  }
  const last = statements.at(-1);
  if (last) {
    await inHalves(statements, {
      act: async (some) => {
        const { refused } = await derive(store, some, [compiled]);
        for (const { statement, ...reason } of refused) await store.inbox.quarantine(statement, reason);
      },
      refuse: toQuarantine(store),
    });
    await store.policies.setReplayed(policy.version, last.seq);
    return true;
  }
  if (horizon < noted.until) return false;
  noted.replayedAt ??= await store.now();
  // Under a stream without pause there is always something to fold: what the replay has marked must be done, no more.
  if (await store.mastery.isDirtySince(policy.version, noted.replayedAt)) return true;
  await store.policies.switchTo(policy.version);
  return true;
}

export function startProcessor(context: Context): Processor {
  const { store, log } = context;
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
    const drained = await drain(context, policies);
    const linked = await markNewLinks(context, policies);
    const folded = await foldDirty(context, policies.all, batch);
    const isBuilt = await build(store, policies, known);
    const isRenewed = await renew(context, policies);
    return drained > 0 || linked > 0 || folded > 0 || isBuilt || isRenewed;
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
      while ((await work()) || store.inbox.held() > 0);
    },
    stop: async () => {
      stopping.abort();
      wake();
      await Promise.all([running, stopWatching()]);
    },
  };
}
