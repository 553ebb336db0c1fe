// SPDX-License-Identifier: Apache-2.0
/**
 * One run of one source: take the lease, walk through pages, and for each store first its statements, then the cursor. Killed at
 * any moment it loses nothing: the next run asks from the last cursor that was written, and what comes again is a duplicate.
 */
import { randomUUID } from 'node:crypto';
import type { HealthReason, Pull, PullLease, PullProgress, Source, Store } from '@cairn/store';
import type { Logger } from 'pino';
import { afterPage, type Walked } from './cursor.ts';
import { askForLess, progressAfterPage, progressOf } from './progress.ts';
import { PullError } from './pull-error.ts';
import { createRemote, type Remote } from './remote.ts';
import { untilNext } from './schedule.ts';
import { storePage } from './store-page.ts';
import { backoff, quiet } from './waiting.ts';
import { type WalkedPage, walkPages } from './walk-pages.ts';

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
}
/**
 * `rests`: not due, or somebody else is at it · `done`: at the end · `sliced`: there is more · `lost`: paused, asked for otherwise,
 * or the lease has gone · `stopped`: until an operator has mended it.
 */
export type RunEnd =
  | { readonly kind: 'rests' | 'done' | 'sliced' | 'lost' }
  | { readonly kind: 'failed' | 'stopped'; readonly reason: HealthReason; readonly waitMs: number | null };

const usual = { leaseMs: 30_000, sliceMs: 20_000, waitsMs: [0, 2000, 5000] } as const;

interface Run {
  readonly options: PullOptions;
  readonly pull: Pull;
  readonly source: Source;
  readonly remote: Remote;
  readonly lease: PullLease;
  readonly signal: AbortSignal;
  readonly until: number;
  progress: PullProgress;
}

/** The page's statements, then the cursor. false: the source is not ours any more. */
async function commit(
  run: Run,
  index: number,
  { page, next, walked }: WalkedPage & { readonly walked: Walked },
): Promise<Walked | null> {
  const { options, pull, lease } = run;
  const { store, log } = options;
  const stream = run.progress.streams[index];
  if (!stream) throw new Error('a stream has gone');
  const lateBefore = walked.reconciles ? stream.cursor : null;
  const counts = await storePage(
    page,
    lateBefore === null ? null : lateBefore - pull.settings.overlapSeconds * 1000,
    {
      ...options,
      ...run,
      waitsMs: options.waitsMs ?? usual.waitsMs,
      onConflict: (id) =>
        log.warn({ source: pull.sourceId, statement: id }, 'another statement is stored under this id'),
    },
  );
  const now = Date.now();
  const after = afterPage({ stream, walked }, { ...page, next }, { rules: pull.settings, now });
  run.progress = progressAfterPage(
    run.progress,
    { index, stream: after.stream, counts },
    { page, pull, now },
  );
  options.onProgress?.(run.progress);
  const isOurs = await store.pulls.save(lease, run.progress, options.leaseMs ?? usual.leaseMs);
  return isOurs ? after.walked : null;
}

const isPaused = async (store: Store, id: string) => (await store.sources.find(id))?.pausedAt !== null;

async function walkStream(run: Run, index: number): Promise<'end' | 'sliced' | 'lost'> {
  const { options, pull, remote } = run;
  const stream = run.progress.streams[index];
  if (!stream) return 'end';
  let before: Walked | null = null;
  for await (const step of walkPages(remote, stream, {
    pull: { ...pull, ...run.progress },
    now: Date.now(),
  })) {
    const walked: Walked | null = step.walked ?? before;
    if (!walked) throw new Error('a walk has no beginning');
    before = await commit(run, index, { ...step, walked });
    if (!before || (await isPaused(options.store, pull.sourceId))) return 'lost';
    if (step.next !== null && performance.now() > run.until) return 'sliced';
  }
  return 'end';
}

async function walkAll(run: Run): Promise<RunEnd> {
  for (const index of run.progress.streams.keys()) {
    const end = await walkStream(run, index);
    if (end !== 'end') return { kind: end };
  }
  return { kind: 'done' };
}

function failed(run: { progress: PullProgress; readonly pull: Pull }, error: unknown): RunEnd {
  const isKnown = error instanceof PullError;
  const reason = {
    code: isKnown ? error.code : 'PULL_FAILED',
    message: error instanceof Error ? error.message : String(error),
  };
  run.progress = {
    ...(isKnown && error.remedy === 'smaller' ? askForLess(run.pull, run.progress) : run.progress),
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
function afterMs(end: RunEnd, run: Pick<Run, 'pull' | 'progress'>): number {
  const { settings } = run.pull;
  if (end.kind === 'failed') return backoff(run.progress.failures - 1, end.waitMs, Math.random());
  if (end.kind !== 'done') return 0;
  const scheduled = untilNext(settings.schedule);
  return settings.follows ? Math.min(scheduled, run.progress.quietMs ?? scheduled) : scheduled;
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
  try {
    const secrets = await options.store.pulls.secrets(pull.sourceId);
    remote = createRemote({ settings: pull.settings, secrets, signal });
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
    return signal.aborted ? { kind: 'lost' } : failed(run, error);
  } finally {
    await remote?.close();
  }
}

function tell({ store, log }: PullOptions, { sourceId, failures }: Pull, end: RunEnd): void {
  if (end.kind === 'done' || end.kind === 'sliced') store.sourceHealth.note(sourceId, null);
  if (end.kind !== 'failed' && end.kind !== 'stopped') return;
  store.sourceHealth.note(sourceId, end.reason);
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
  };
  try {
    const source = await store.sources.find(sourceId);
    const isGone = source === null || source.pausedAt !== null;
    const end: RunEnd = isGone ? { kind: 'lost' } : await walk(Object.assign(run, { source }));
    tell(options, pull, end);
    await store.pulls.finish(lease, run.progress, {
      afterMs: afterMs(end, run),
      isStopped: end.kind === 'stopped',
    });
    return end;
  } finally {
    letGo();
  }
}
