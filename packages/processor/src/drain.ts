// SPDX-License-Identifier: Apache-2.0
/** Takes what waits in the inbox, and the links that wait to be marked. Flow: inbox → [here] → evidence, dirty marks. */
import type { Share, Store, StoredStatement } from '@cairn/store';
import type { Log } from './log.ts';
import { derive, markLinked, type Reading } from './derive.ts';
import { inHalves, messageOf } from './in-halves.ts';
import { areStillAlive, type PoliciesAlive, type PolicyReader } from './policies-alive.ts';
import { noteFailed } from './rules-off.ts';

const batch = 1000;
/** Taken in one round: there is more than can be done at once. */
export const manyAtOnce = batch;
const linksAtOnce = 500;

export interface DrainContext extends Pick<Reading, 'store' | 'sources'> {
  readonly log: Log;
  readonly policies: PolicyReader;
}

const toQuarantine = (store: Store) => (statement: StoredStatement, error: unknown) =>
  store.inbox.quarantine(statement, { code: 'PROCESSING_FAILED', message: messageOf(error) });

/** Returns how many were taken. */
async function drainSome(
  { store, sources, policies, log }: DrainContext,
  alive: PoliciesAlive,
  parts: readonly number[],
): Promise<number> {
  if (parts.length === 0) return 0;
  // Before anything is published too: what has been seen is what a mapping is made from. The first version reads all of it.
  const waiting = await store.inbox.waiting(batch, parts);
  if (waiting.length === 0) return 0;
  const policiesOf = await policies.of(alive, waiting);
  await inHalves(waiting, {
    act: async (statements) => {
      const reading = { store, sources, policiesOf, alive: alive.all };
      const { seen, refused, failed } = await derive(reading, statements);
      if (!(await areStillAlive(store, alive))) return;
      await noteFailed(store, failed);
      for (const { statement, code, message } of refused)
        await store.inbox.quarantine(statement, { code, message });
      const held = seen.length === 0 ? 0 : await store.inbox.done(seen);
      if (held > 0) log.warn({ statements: held }, 'held by another transaction; they are counted later');
    },
    refuse: toQuarantine(store),
  });
  return waiting.length;
}

/** Two at once: while one waits for the database the other has the processor. */
export async function drain(
  context: DrainContext,
  alive: PoliciesAlive,
  { parts }: Pick<Share, 'parts'>,
): Promise<number> {
  const middle = Math.ceil(parts.length / 2);
  const halves = [parts.slice(0, middle), parts.slice(middle)];
  const taken = await Promise.all(halves.map((some) => drainSome(context, alive, some)));
  return taken.reduce((sum, n) => sum + n, 0);
}

/** Returns how many were marked. */
export async function markNewLinks(
  { store, log }: Pick<DrainContext, 'store' | 'log'>,
  alive: PoliciesAlive,
): Promise<number> {
  const links = await store.people.unmarked(linksAtOnce);
  let failed = 0;
  await inHalves(links, {
    act: async (some) => {
      await markLinked(store, some, alive.all);
      if (await areStillAlive(store, alive)) await store.people.marked(some);
    },
    refuse: async (_link, err) => {
      failed += 1;
      log.error({ err }, 'what stands on an identity could not be marked; it is tried again');
    },
  });
  return links.length - failed;
}
