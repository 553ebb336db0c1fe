// SPDX-License-Identifier: Apache-2.0
/**
 * Drains the inbox, builds a published version, folds what is dirty, until told to stop. Any number may run at once:
 * every step is repeatable, and a fold writes only on the revision that it read.
 */
import type { Store } from '@cairn/store';
import type { Logger } from 'pino';
import { derive } from './derive.ts';
import { foldDirty } from './fold.ts';
import { createPolicyReader, type PoliciesAlive } from './policies-alive.ts';

const batch = 500;
/** The change stream wakes at once; this is for what needs no write: time passing, and a stream that broke. */
const lookEveryMs = 2000;

export interface Processor {
  /** Resolves when there is nothing to do at this moment. For tests and for the command line. */
  readonly idle: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function drain(store: Store, { all }: PoliciesAlive): Promise<number> {
  // Without a policy there is nothing to read by; what has come waits.
  const waiting = all.length === 0 ? [] : await store.inbox.waiting(batch);
  if (waiting.length === 0) return 0;
  const refused = await derive(store, waiting, all);
  for (const { statement, code, message } of refused)
    await store.inbox.quarantine(statement, { code, message });
  const isRefused = new Set(refused.map(({ statement }) => statement.id));
  await store.inbox.done(waiting.flatMap(({ id }) => (isRefused.has(id) ? [] : [id])));
  return waiting.length;
}

/** One step of building a version: the next statements of the store; at their end, the switch. Returns whether there was anything to do. */
async function build(store: Store, { building }: PoliciesAlive): Promise<boolean> {
  if (!building) return false;
  const { policy, replayedTo, compiled } = building;
  const statements = [];
  for await (const statement of store.statements.query({
    limit: batch,
    ascending: true,
    after: replayedTo,
    withVoided: true,
  }))
    statements.push(statement);
  const last = statements.at(-1);
  if (last) {
    for (const { statement, ...reason } of await derive(store, statements, [compiled]))
      await store.inbox.quarantine(statement, reason);
    await store.policies.setReplayed(policy.version, last.seq);
    return true;
  }
  if (await store.mastery.isDirty(policy.version)) return false;
  await store.policies.switchTo(policy.version);
  return true;
}

export function startProcessor({ store, log }: { readonly store: Store; readonly log: Logger }): Processor {
  const readPolicies = createPolicyReader(store);
  const stopping = new AbortController();
  let wake: () => void = () => undefined;

  /** One round; whether there was anything to do. */
  async function work(): Promise<boolean> {
    const policies = await readPolicies();
    await store.mastery.markDue(await store.now());
    const drained = await drain(store, policies);
    const folded = await foldDirty(store, policies.all, batch);
    const isBuilt = await build(store, policies);
    return drained > 0 || folded > 0 || isBuilt;
  }

  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, lookEveryMs);
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
      if (!isBusy && !hasNews && !stopping.signal.aborted) await pause();
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
