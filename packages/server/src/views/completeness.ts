// SPDX-License-Identifier: Apache-2.0
/**
 * Whether what was recorded by a moment is all there to be told. Until then an answer may be early; from then on it stays the same
 * for good: nothing is dated before a moment that has passed.
 */
import { setTimeout } from 'node:timers/promises';
import type { IdentityLink, Store } from '@cairn/store';
import { queryKey } from '@cairn/xapi';

/** For what is under way as one asks: a commit, a statement that has just come. */
const patienceMs = 2000;
const lookEveryMs = 25;

async function isSettled({ statements, inbox }: Store, known: number): Promise<boolean> {
  if ((await statements.consistentThrough()) < known) return false;
  return !(await inbox.isWaitingSince(known));
}

/** What speaks of a person in any place. */
const keysOf = (links: readonly IdentityLink[]) =>
  [...new Set(links.map(({ identifier }) => identifier))].flatMap((identifier) => [
    queryKey('agent', identifier),
    queryKey('related-agent', identifier),
  ]);

/** Waits a little for it. `known`: ms since the epoch; of what has not come yet nothing is known. */
export async function isComplete(
  store: Store,
  links: readonly IdentityLink[],
  known: number,
): Promise<boolean> {
  const until = performance.now() + patienceMs;
  if (known > (await store.now()) + patienceMs) return false;
  while (!(await isSettled(store, known))) {
    if (performance.now() > until) return false;
    await setTimeout(lookEveryMs);
  }
  return !(await store.inbox.isHeldBack(keysOf(links), known));
}
