// SPDX-License-Identifier: Apache-2.0
/** One page of a remote → the store, each statement on its own: a bad one waits in quarantine and stops nobody. */
import type { Pull, PullCounts, Source, Store } from '@cairn/store';
import { countOutcomes } from '../ingest/count-outcomes.ts';
import type { IngestOutcome } from '../ingest/ingest.types.ts';
import { ingestTexts } from '../ingest/ingest-texts.ts';
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

/** A statement before this moment should have been seen already; null: none should. */
type LateBefore = number | null;

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
  lateBefore: LateBefore,
  options: StorePageOptions,
): Promise<PullCounts> {
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
      })),
    );
  store.sourceFigures.note(pull.sourceId, 'pull', {
    bytes: page.bytes,
    seconds: page.seconds + (performance.now() - started) / 1000,
    code: null,
    ...countOutcomes(outcomes),
  });
  for (const { kind, id } of outcomes) if (kind === 'conflict') options.onConflict(id);
  return countsOf(page, outcomes, (i) => {
    const one = page.statements[i];
    const place = one ? placeOf(one, settings) : null;
    return lateBefore !== null && place !== null && place < lateBefore;
  });
}
