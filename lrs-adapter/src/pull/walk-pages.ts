// SPDX-License-Identifier: Apache-2.0
/** One stream's pages, from where it was left to the end of what the remote has. Requests, and writes nothing. */
import type { Pull, PullStream } from '@cairn/store';
import { beginWalk, isWalkGood, shallReconcile, sinceOf, type Walked } from './cursor.ts';
import { PullError } from './pull-error.ts';
import { nextAddress, type Page } from './read-answer.ts';
import type { Remote } from './remote.ts';

/** Of larger pages, with their attachments, there is one at a time in memory. */
export const smallBytes = 4 * 1024 * 1024;

export interface WalkedPage {
  readonly page: Page;
  readonly next: string | null;
  /** What was seen before it; only of the first of a walk or of a run, later ones go on from what the reader knows. */
  readonly walked: Walked | null;
}

/** Where attachments are asked for each alone, statements without them: even the longest fit into one answer. */
const fewAtOnce = 20;

/** Remotes forget the address of a page; what they then say differs. */
const isForgotten = (error: unknown): boolean =>
  error instanceof PullError &&
  error.status !== null &&
  error.status >= 400 &&
  error.status < 500 &&
  ![401, 403, 408, 413, 429].includes(error.status);

async function goOn(remote: Remote, stream: PullStream, now: number): Promise<WalkedPage | null> {
  if (!stream.walk || !isWalkGood(stream, now)) return null;
  const { more, at: _at, ...walked } = stream.walk;
  try {
    const page = await remote.more(more);
    return { page, next: nextAddress(page), walked };
  } catch (error) {
    if (isForgotten(error)) return null;
    throw error;
  }
}

async function begin(
  remote: Remote,
  stream: PullStream,
  { settings, pageSize }: Pull,
  now: number,
): Promise<WalkedPage> {
  const reconciles = shallReconcile(stream, settings, now);
  const page = await remote.page({
    verb: stream.verb,
    activity: stream.activity,
    since: sinceOf(stream, settings, reconciles),
    limit: pageSize === 0 ? Math.min(settings.pageSize, fewAtOnce) : (pageSize ?? settings.pageSize),
    // Each alone, where even one was too large with its neighbours'.
    attachments: settings.attachments && pageSize !== 0,
  });
  return { page, next: nextAddress(page), walked: beginWalk(reconciles) };
}

/** By itself such a remote leads round for ever; it is given time to be mended. */
const repeatsWaitMs = 10 * 60_000;

export const morePagesRepeat = (why: string): PullError =>
  new PullError(
    'MORE_REPEATS',
    `The remote's pages do not come to an end: ${why}. It is asked again later.`,
    {
      remedy: 'anew',
      waitMs: repeatsWaitMs,
    },
  );

/** `now`: ours, ms. @throws {PullError} */
export async function* walkPages(
  remote: Remote,
  stream: PullStream,
  { pull, now }: { readonly pull: Pull; readonly now: number },
): AsyncGenerator<WalkedPage> {
  let at = (await goOn(remote, stream, now)) ?? (await begin(remote, stream, pull, now));
  const named = new Set<string>();
  for (;;) {
    const asked = at.next;
    const isAgain = asked !== null && named.has(asked);
    // The remote works on the next page while this one is stored. How that ends is judged when its turn comes, if it does.
    const following = asked === null || isAgain || at.page.bytes > smallBytes ? null : remote.more(asked);
    following?.catch(() => undefined);
    yield at;
    if (asked === null) return;
    if (isAgain) throw morePagesRepeat('one of them is named a second time');
    named.add(asked);
    const page = await (following ?? remote.more(asked));
    at = { page, next: nextAddress(page), walked: null };
  }
}
