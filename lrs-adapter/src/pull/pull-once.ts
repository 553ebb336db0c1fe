// SPDX-License-Identifier: Apache-2.0
/**
 * One run of one source: take the lease, walk through pages, and for each store first its statements, then the cursor. Killed at
 * any moment it loses nothing: the next run asks from the last cursor that was written, and what comes again is a duplicate.
 */
import { randomUUID } from 'node:crypto';
import {
  type HealthReason,
  type Pull,
  type PullLease,
  type PullProgress,
  type PullSecrets,
  type Source,
  type Store,
  StoreError,
} from '@cairn/store';
import type { Logger } from 'pino';
import { countOutcomes } from '../ingest/count-outcomes.ts';
import { afterPage, isEndless, type Walked } from './cursor.ts';
import { askForLess, beginAnew, progressAfterPage, progressOf } from './progress.ts';
import { PullError, type Remedy } from './pull-error.ts';
import { createRemote, type Remote } from './remote.ts';
import { untilNext } from './schedule.ts';
import { type Known, type StoredPage, storePage } from './store-page.ts';
import { backoff, quiet } from './waiting.ts';
import { withoutSecrets } from './without-secrets.ts';
import { morePagesRepeat, smallBytes, type WalkedPage, walkPages } from './walk-pages.ts';

export interface PullOptions {
  readonly store: Store;
  /** Address of this Cairn that others see, without a slash at its end. */
  readonly url: string;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Ends a run at once; what it has not written comes again. */
  readonly signal: AbortSignal;
  /** false: also when it rests or was stopped. */
  readonly onlyDue?: boolean;
  /** A runner that is silent for so long has lost its source to another. */
  readonly leaseMs?: number;
  /** After so long a run makes room for other sources; it is due again at once. */
  readonly sliceMs?: number;
  /** Before each further try to get a missing attachment. */
  readonly waitsMs?: readonly number[];
  readonly onProgress?: (progress: PullProgress) => void;
  /** Told while a run does nothing but wait for its remote. */
  readonly onWaiting?: (isWaiting: boolean) => void;
}
/**
 * `rests`: not due, or somebody else is at it · `done`: at the end · `sliced`: there is more · `lost`: paused, asked for otherwise,
 * or the lease has gone · `stopped`: until an operator has mended it.
 */
export type RunEnd =
  | { readonly kind: 'rests' | 'done' | 'sliced' | 'lost' }
  | { readonly kind: 'failed' | 'stopped'; readonly reason: HealthReason; readonly waitMs: number | null };

const usual = { leaseMs: 30_000, sliceMs: 20_000, waitsMs: [0, 2000, 5000] } as const;

/** Reading and checking one page goes on while the database writes another. */
const pagesAtOnce = 3;

interface Run {
  readonly options: PullOptions;
  readonly pull: Pull;
  readonly source: Source;
  readonly remote: Remote;
  readonly lease: PullLease;
  readonly signal: AbortSignal;
  readonly until: number;
  progress: PullProgress;
  /** The remote wants no request before (ms). */
  restsMs: number;
  news: StoredPage['news'];
}

/** A page that is being stored, and what became of it. */
interface Storing {
  readonly step: WalkedPage;
  readonly stored: Promise<StoredPage>;
}

/** Begins at once. */
function beginStoring(run: Run, step: WalkedPage, known: Known): Storing {
  const { options, pull } = run;
  const stored = storePage(step.page, known, {
    ...options,
    ...run,
    waitsMs: options.waitsMs ?? usual.waitsMs,
    onConflict: (id) =>
      options.log.warn({ source: pull.sourceId, statement: id }, 'another statement is stored under this id'),
  });
  // Judged when its turn comes.
  stored.catch(() => undefined);
  return { step, stored };
}

const isPaused = async (store: Store, id: string) => (await store.sources.find(id))?.pausedAt !== null;

/** The page's statements, then the cursor. null: the source is not ours any more. */
async function commit(
  run: Run,
  index: number,
  { storing, walked }: { readonly storing: Storing; readonly walked: Walked },
): Promise<Walked | null> {
  const { options, pull, lease } = run;
  const { store } = options;
  const { page, next } = storing.step;
  const { counts, news } = await storing.stored;
  run.news = { taken: run.news.taken + news.taken, refusal: run.news.refusal ?? news.refusal };
  const stream = run.progress.streams[index];
  if (!stream) throw new Error('a stream has gone');
  const now = Date.now();
  const seen = { ...page, next, hasNews: counts.stored > 0 };
  const after = afterPage({ stream, walked }, seen, { rules: pull.settings, now });
  const done = { index, stream: after.stream, counts };
  run.progress = progressAfterPage(run.progress, done, { page, pull, now });
  options.onProgress?.(run.progress);
  const [isOurs, hasPause] = await Promise.all([
    store.pulls.save(lease, run.progress, options.leaseMs ?? usual.leaseMs),
    isPaused(store, pull.sourceId),
  ]);
  if (!isOurs || hasPause) return null;
  if (next !== null && isEndless(after.walked)) throw morePagesRepeat('many in a row bring nothing new');
  return after.walked;
}

/** Stores several pages at once, and commits each as soon as it and all before it are stored. */
async function walkStream(run: Run, index: number): Promise<'end' | 'sliced' | 'lost'> {
  const { pull, remote } = run;
  const stream = run.progress.streams[index];
  if (!stream) return 'end';
  const begun = { pull: { ...pull, ...run.progress }, now: Date.now() };
  /** After each page, once it is committed; null: lost. */
  const commits: Promise<Walked | null>[] = [];
  const stores: Promise<unknown>[] = [];
  let lateBefore: number | null = null;
  try {
    for await (const step of walkPages(remote, stream, begun)) {
      if (step.walked?.reconciles === true && stream.cursor !== null)
        lateBefore = stream.cursor - pull.settings.overlapSeconds * 1000;
      const storing = beginStoring(run, step, { lateBefore, seenTo: stream.cursor });
      stores.push(storing.stored);
      const before = commits.at(-1) ?? Promise.resolve(step.walked);
      const committed = before.then((walked) => walked && commit(run, index, { storing, walked }));
      committed.catch(() => undefined);
      commits.push(committed);
      const isOver = performance.now() > run.until;
      const mostWaiting = isOver || step.page.bytes > smallBytes ? 0 : pagesAtOnce - 1;
      const oldest = commits.at(-1 - mostWaiting);
      if (oldest && (await oldest) === null) return 'lost';
      if (isOver && step.next !== null) return 'sliced';
    }
    return (await commits.at(-1)) === null ? 'lost' : 'end';
  } finally {
    // When a request has failed, what came before it is stored all the same, and need not come again.
    await Promise.allSettled([...stores, ...commits]);
  }
}

async function walkAll(run: Run): Promise<RunEnd> {
  for (const index of run.progress.streams.keys()) {
    const end = await walkStream(run, index);
    if (end !== 'end') return { kind: end };
  }
  return { kind: 'done' };
}

const progressTo = (remedy: Remedy, progress: PullProgress): PullProgress =>
  remedy === 'anew' ? beginAnew(progress) : progress;

/** An answer was too large, and fewer can be asked for: nothing has failed, there is more. */
function asksForLess(run: Pick<Run, 'pull' | 'progress'>, error: unknown): boolean {
  const canBeLess = (run.progress.pageSize ?? run.pull.settings.pageSize) > 0;
  if (!(error instanceof PullError && error.remedy === 'smaller' && canBeLess)) return false;
  run.progress = askForLess(run.pull, run.progress);
  return true;
}

function failed(run: Pick<Run, 'pull' | 'progress'>, error: unknown, secrets: PullSecrets | null): RunEnd {
  if (asksForLess(run, error)) return { kind: 'sliced' };
  const isKnown = error instanceof PullError;
  // Said by its own code: an operator has to make room, and until then the cursor stays where it is.
  const isFull = error instanceof StoreError && error.code === 'QUARANTINE_FULL';
  const message = error instanceof Error ? error.message : String(error);
  const reason = {
    code: isKnown || isFull ? error.code : 'PULL_FAILED',
    message: secrets ? withoutSecrets(message, secrets) : message,
  };
  run.progress = {
    ...progressTo(isKnown ? error.remedy : 'retry', run.progress),
    lastError: { ...reason, at: Date.now() },
    failures: run.progress.failures + 1,
  };
  return {
    kind: isKnown && error.remedy === 'stop' ? 'stopped' : 'failed',
    reason,
    waitMs: isKnown ? error.waitMs : null,
  };
}

/** ms until the source is due again. */
function afterMs(end: RunEnd, run: Pick<Run, 'pull' | 'progress' | 'restsMs'>): number {
  const { settings } = run.pull;
  if (end.kind === 'failed')
    return Math.max(run.restsMs, backoff(run.progress.failures - 1, end.waitMs, Math.random()));
  if (end.kind !== 'done') return run.restsMs;
  const scheduled = untilNext(settings.schedule);
  const wished = settings.follows ? Math.min(scheduled, run.progress.quietMs ?? scheduled) : scheduled;
  return Math.max(run.restsMs, wished);
}

/** Keeps the lease while a request takes long; ends the run when it is lost. */
function keepLease(store: Store, lease: PullLease, leaseMs: number, lost: AbortController) {
  const timer = setInterval(() => {
    store.pulls.renew(lease, leaseMs).then(
      (isOurs) => (isOurs ? undefined : lost.abort()),
      // The database is away; it will be said when a page cannot be stored.
      () => undefined,
    );
  }, leaseMs / 3);
  return () => clearInterval(timer);
}

async function walk(run: Omit<Run, 'remote'>): Promise<RunEnd> {
  const { options, pull, signal } = run;
  let remote: Remote | null = null;
  let secrets: PullSecrets | null = null;
  try {
    secrets = await options.store.pulls.secrets(pull.sourceId);
    remote = createRemote({ settings: pull.settings, secrets, signal, onWaiting: options.onWaiting });
    const whole: Run = Object.assign(run, { remote });
    const storedBefore = run.progress.counts.stored;
    const end = await walkAll(whole);
    if (end.kind === 'done')
      run.progress = {
        ...run.progress,
        quietMs: quiet(pull.quietMs, run.progress.counts.stored > storedBefore),
      };
    return end;
  } catch (error) {
    return signal.aborted ? { kind: 'lost' } : failed(run, error, secrets);
  } finally {
    run.restsMs = remote?.restsMs() ?? 0;
    await remote?.close();
  }
}

function tell({ store, log }: PullOptions, { pull, news }: Pick<Run, 'pull' | 'news'>, end: RunEnd): void {
  const { sourceId, failures } = pull;
  // Where nothing was new, nothing is known of how its statements fare; only that it answers again.
  if (end.kind === 'done' || end.kind === 'sliced')
    if (news.taken > 0 || news.refusal !== null || failures > 0)
      store.sourceHealth.note(sourceId, news.taken > 0 ? null : news.refusal);
  if (end.kind !== 'failed' && end.kind !== 'stopped') return;
  store.sourceHealth.note(sourceId, end.reason);
  const { code } = end.reason;
  store.sourceFigures.note(sourceId, 'pull', { bytes: 0, seconds: null, code, ...countOutcomes([]) });
  const about = { source: sourceId, ...end.reason };
  if (end.kind === 'stopped')
    log.error(about, 'a remote refuses; its source has stopped until it is resumed');
  else log.warn({ ...about, failures: failures + 1 }, 'a pull has failed; it is tried again');
}

export async function pullOnce(sourceId: string, options: PullOptions): Promise<RunEnd> {
  const { store, onlyDue = true, leaseMs = usual.leaseMs, sliceMs = usual.sliceMs } = options;
  const owner = randomUUID();
  const pull = await store.pulls.take(sourceId, owner, { ms: leaseMs, onlyDue });
  if (!pull) return { kind: 'rests' };
  const lease = { sourceId, owner, revision: pull.revision };
  const lost = new AbortController();
  const letGo = keepLease(store, lease, leaseMs, lost);
  const run = {
    options,
    pull,
    lease,
    signal: AbortSignal.any([options.signal, lost.signal]),
    until: performance.now() + sliceMs,
    progress: progressOf(pull),
    restsMs: 0,
    news: { taken: 0, refusal: null },
  };
  try {
    const source = await store.sources.find(sourceId);
    const isGone = source === null || source.pausedAt !== null;
    const end: RunEnd = isGone ? { kind: 'lost' } : await walk(Object.assign(run, { source }));
    tell(options, run, end);
    await store.pulls.finish(lease, run.progress, {
      afterMs: afterMs(end, run),
      isStopped: end.kind === 'stopped',
    });
    return end;
  } finally {
    letGo();
  }
}
