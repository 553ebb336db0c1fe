// SPDX-License-Identifier: Apache-2.0
/** One page of a remote → the store, each statement on its own: a bad one waits in quarantine and stops nobody. */
import type { HealthReason, Pull, PullCounts, Source, Store } from '@cairn/store';
import { countOutcomes } from '../ingest/count-outcomes.ts';
import type { IngestOutcome } from '../ingest/ingest.types.ts';
import { ingestTexts, refusalOf } from '../ingest/ingest-texts.ts';
import { maxPage } from '../limits.ts';
import { placeOf } from './cursor.ts';
import { gatherContents } from './gather-contents.ts';
import type { Page } from './read-answer.ts';
import type { Remote } from './remote.ts';

export interface StorePageOptions {
  readonly store: Store;
  /** Address of this Cairn that others see. */
  readonly url: string;
  readonly source: Source;
  readonly pull: Pull;
  readonly remote: Remote;
  readonly signal: AbortSignal;
  /** Told of ids under which another statement is stored. */
  readonly onConflict: (id: string) => void;
  /** Before each further try to get a missing attachment. */
  readonly waitsMs: readonly number[];
}

/** Moments of the remote's clock that a run began with. */
export interface Known {
  /** What lies before it should have been seen already; null: nothing should. */
  readonly lateBefore: number | null;
  /** What lies up to it has been here in an earlier run; null: nothing has. */
  readonly seenTo: number | null;
}
export interface StoredPage {
  readonly counts: PullCounts;
  /** Of what has not been here before: how many were taken, and why the first that was not was refused. */
  readonly news: { readonly taken: number; readonly refusal: HealthReason | null };
}

function newsOf(outcomes: readonly IngestOutcome[], isNew: (index: number) => boolean): StoredPage['news'] {
  const refusals = outcomes.filter((_one, i) => isNew(i)).map(refusalOf);
  const [first] = refusals.filter((one) => one !== null);
  return {
    taken: refusals.filter((one) => one === null).length,
    refusal: first ? { code: first.code, message: first.message } : null,
  };
}

function countsOf(
  page: Page,
  outcomes: readonly IngestOutcome[],
  isLate: (index: number) => boolean,
): PullCounts {
  const count = (kind: IngestOutcome['kind']) => outcomes.filter((one) => one.kind === kind).length;
  return {
    stored: count('stored'),
    duplicates: count('duplicate'),
    conflicts: count('conflict'),
    quarantined: count('quarantined'),
    late: outcomes.filter(({ kind }, i) => kind === 'stored' && isLate(i)).length,
    pages: 1,
    bytes: page.bytes,
  };
}

/** Durable when it resolves. Repeatable: the same page again changes nothing. */
export async function storePage(
  page: Page,
  { lateBefore, seenTo }: Known,
  options: StorePageOptions,
): Promise<StoredPage> {
  const { store, url, pull, remote, signal, waitsMs } = options;
  const started = performance.now();
  const { settings } = pull;
  const { contents, held } = await gatherContents(page, {
    store,
    remote,
    wantsContents: settings.attachments,
    waitsMs,
    signal,
  });
  // What a remote sends without id comes again without: it needs an id by which it is known.
  const source = { ...options.source, settings: { ...options.source.settings, derivesIds: true } };
  const version = page.version ?? settings.version;
  const texts = page.statements.map(({ text }) => text);
  const outcomes: IngestOutcome[] = [];
  for (let from = 0; from < texts.length; from += maxPage)
    outcomes.push(
      ...(await ingestTexts(texts.slice(from, from + maxPage), {
        store,
        url,
        source,
        version,
        contents,
        heldContents: held,
        isSpoiled: page.isSpoiled,
      })),
    );
  store.sourceFigures.note(pull.sourceId, 'pull', {
    bytes: page.bytes,
    seconds: page.seconds + (performance.now() - started) / 1000,
    code: null,
    ...countOutcomes(outcomes),
  });
  for (const { kind, id } of outcomes) if (kind === 'conflict') options.onConflict(id);
  const isBefore = (i: number, moment: number | null) => {
    const one = page.statements[i];
    const place = one ? placeOf(one, settings) : null;
    return moment !== null && place !== null && place < moment;
  };
  return {
    counts: countsOf(page, outcomes, (i) => isBefore(i, lateBefore)),
    news: newsOf(outcomes, (i) => !isBefore(i, seenTo === null ? null : seenTo + 1)),
  };
}
