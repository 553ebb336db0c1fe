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
import { ProblemError } from '../../problem-error.ts';
import { mediaType } from '../body-text.ts';
import { checkDocumentSize } from './check-document-size.ts';
import { holds, preconditionFailed } from './conditions.ts';
import type { InTurn } from './in-turn.ts';
import { membersOf, mergedJson } from './merge-json.ts';

/** Shorter than the patience of senders: some give up after 30 s. */
const patienceMs = 15_000;
const [firstPauseMs, longestPauseMs] = [4, 128];

/** What a POST makes of the stored document. */
function mergeInto(stored: KeptDocument | null, sent: DocumentContent): DocumentContent {
  if (!stored) return sent;
  if (
    mediaType(stored.contentType) !== 'application/json' ||
    mediaType(sent.contentType) !== 'application/json'
  )
    throw new ProblemError(
      400,
      'NOT_MERGEABLE',
      'This cannot be merged',
      'POST merges when both the stored document and yours are application/json. Nothing was changed. Replace it by PUT instead.',
    );
  const bytes = mergedJson(
    membersOf(stored.bytes, 'the stored document'),
    membersOf(sent.bytes, 'the document that you sent'),
  );
  checkDocumentSize(bytes);
  return { contentType: sent.contentType, bytes };
}

export interface Post {
  readonly key: DocumentKey;
  readonly sent: DocumentContent;
  readonly condition: DocumentCondition;
}

async function mergeOnce(documents: DocumentStore, { key, sent, condition }: Post): Promise<boolean> {
  const stored = await documents.find(key);
  if (!holds(condition, stored?.etag ?? null)) throw preconditionFailed();
  // Somebody may change it between the reading and the writing: then what they wrote is merged into.
  const unchanged = stored
    ? ({ must: 'be-one-of', etags: [stored.etag] } as const)
    : ({ must: 'be-absent' } as const);
  return documents.save(key, mergeInto(stored, sent), unchanged);
}

async function mergeUntil(documents: DocumentStore, post: Post, until: number): Promise<boolean> {
  for (let pauseMs = firstPauseMs; performance.now() < until;) {
    if (await mergeOnce(documents, post)) return true;
    // Of two processes that have clashed, one comes first the next time.
    await setTimeout(randomInt(1, pauseMs));
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
  return false;
}

/** Durable when it resolves; false: others have changed it all the time, and nothing was stored. @throws {ProblemError} */
export async function postDocument(
  { documents, inTurn }: { readonly documents: DocumentStore; readonly inTurn: InTurn },
  post: Post,
): Promise<boolean> {
  if (mediaType(post.sent.contentType) === 'application/json')
    membersOf(post.sent.bytes, 'the document that you sent');
  const until = performance.now() + patienceMs;
  return inTurn(JSON.stringify(post.key), () => mergeUntil(documents, post, until));
}
