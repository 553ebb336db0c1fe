// SPDX-License-Identifier: Apache-2.0
/** How far a source is, after a page and after a run. Pure. */
import type { Backfill, Pull, PullCounts, PullProgress, PullStream } from '@cairn/store';
import { placeOf } from './cursor.ts';
import type { Page } from './read-answer.ts';

export const progressOf = ({
  streams,
  counts,
  backfill,
  skewMs,
  lastSuccessAt,
  lastError,
  failures,
  quietMs,
  pageSize,
}: Pull): PullProgress => ({
  streams,
  counts,
  backfill,
  skewMs,
  lastSuccessAt,
  lastError,
  failures,
  quietMs,
  pageSize,
});

const add = (a: PullCounts, b: PullCounts): PullCounts => ({
  stored: a.stored + b.stored,
  duplicates: a.duplicates + b.duplicates,
  conflicts: a.conflicts + b.conflicts,
  quarantined: a.quarantined + b.quarantined,
  late: a.late + b.late,
  pages: a.pages + b.pages,
  bytes: a.bytes + b.bytes,
});

function backfillAfter(
  before: Backfill,
  streams: readonly PullStream[],
  { page, pull, now }: { readonly page: Page; readonly pull: Pull; readonly now: number },
): Backfill {
  if (before.endedAt !== null) return before;
  const places = page.statements.flatMap((one) => placeOf(one, pull.settings) ?? []);
  const first = Math.min(before.from ?? Infinity, ...places);
  const open = streams.filter(({ caughtUpAt }) => caughtUpAt === null);
  const through = Math.min(...open.map(({ cursor }) => cursor ?? -Infinity));
  return {
    ...before,
    from: Number.isFinite(first) ? first : null,
    to: before.to ?? page.consistentThrough ?? page.date,
    through: Number.isFinite(through) ? through : before.through,
    statements: before.statements + page.statements.length,
    endedAt: open.length === 0 ? now : null,
  };
}

/** After a page of the stream at `index` is stored. */
export function progressAfterPage(
  before: PullProgress,
  {
    index,
    stream,
    counts,
  }: { readonly index: number; readonly stream: PullStream; readonly counts: PullCounts },
  seen: { readonly page: Page; readonly pull: Pull; readonly now: number },
): PullProgress {
  const { page, now } = seen;
  const streams = before.streams.map((one, i) => (i === index ? stream : one));
  return {
    ...before,
    streams,
    counts: add(before.counts, counts),
    backfill: backfillAfter(before.backfill, streams, seen),
    skewMs: page.date === null ? before.skewMs : page.date - now,
    lastSuccessAt: now,
    failures: 0,
    // At the end of all pages the large ones are behind.
    pageSize: stream.walk === null ? null : before.pageSize,
  };
}

/** Pages that lead nowhere: the next run asks from the cursor. */
export const beginAnew = (before: PullProgress): PullProgress => ({
  ...before,
  streams: before.streams.map((one) => ({ ...one, walk: null })),
});

/** An answer was too large: half as many at once, and at last each attachment alone (0). Only a question can ask for fewer. */
export function askForLess({ settings }: Pull, before: PullProgress): PullProgress {
  const size = before.pageSize ?? settings.pageSize;
  return { ...beginAnew(before), pageSize: Math.floor(size / 2) };
}

/** Share done (0..1) and ms left of the way from the beginning, taking it that statements lie evenly in time; null: not to be told. */
export function backfillEstimate(
  { from, to, through, startedAt, endedAt }: Backfill,
  now: number,
): { readonly share: number | null; readonly leftMs: number | null } {
  if (endedAt !== null) return { share: 1, leftMs: 0 };
  if (from === null || to === null || through === null || to <= from) return { share: null, leftMs: null };
  const share = Math.min(Math.max((through - from) / (to - from), 0), 1);
  return {
    share,
    leftMs: share < 0.001 ? null : Math.round((Math.max(0, now - startedAt) / share) * (1 - share)),
  };
}
