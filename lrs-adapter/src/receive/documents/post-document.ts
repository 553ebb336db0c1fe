// SPDX-License-Identifier: Apache-2.0
/**
 * POST to a document: merged into what is there (Communication 2.2), however many do so at once. Those of this process wait for
 * each other, so that they do not undo each other's work; other processes may be in the way of a write, which is tried again.
 */
import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type {
  DocumentCondition,
  DocumentContent,
  DocumentKey,
  DocumentStore,
  KeptDocument,
} from '@cairn/store';
import { holds, preconditionFailed } from './conditions.ts';
import type { InTurn } from './in-turn.ts';
import type { Merging } from './merge-json.ts';

/** Shorter than the patience of senders: some give up after 30 s. */
const patienceMs = 15_000;
const [firstPauseMs, longestPauseMs] = [4, 128];

/** What a POST makes of the stored document; large ones in another thread. */
export type Merge = (merging: Merging) => Promise<DocumentContent>;
interface Posting {
  readonly find: (key: DocumentKey) => Promise<KeptDocument | null>;
  readonly save: DocumentStore['save'];
  readonly merge: Merge;
}

export interface Post {
  readonly key: DocumentKey;
  readonly sent: DocumentContent;
  readonly condition: DocumentCondition;
}

async function mergeOnce({ find, save, merge }: Posting, { key, sent, condition }: Post): Promise<boolean> {
  const stored = await find(key);
  if (!holds(condition, stored?.etag ?? null)) throw preconditionFailed();
  // Somebody may change it between the reading and the writing: then what they wrote is merged into.
  const unchanged = stored
    ? ({ must: 'be-one-of', etags: [stored.etag] } as const)
    : ({ must: 'be-absent' } as const);
  return save(key, await merge({ stored, sent }), unchanged);
}

async function mergeUntil(posting: Posting, post: Post, until: number): Promise<boolean> {
  for (let pauseMs = firstPauseMs; performance.now() < until;) {
    if (await mergeOnce(posting, post)) return true;
    // Of two processes that have clashed, one comes first the next time.
    await setTimeout(randomInt(1, pauseMs));
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
  return false;
}

/** Durable when it resolves; false: others have changed it all the time, and nothing was stored. @throws {ProblemError} */
export async function postDocument(
  { inTurn, ...posting }: Posting & { readonly inTurn: InTurn },
  post: Post,
): Promise<boolean> {
  const until = performance.now() + patienceMs;
  return inTurn(JSON.stringify(post.key), () => mergeUntil(posting, post, until));
}
