// SPDX-License-Identifier: Apache-2.0
/** What could not be stored goes the whole way again, as its source is set now. Flow: quarantine → [here] → store. */
import { buffer } from 'node:stream/consumers';
import type { QuarantineEntry, Source, Store } from '@cairn/store';
import type { XapiVersion } from '@cairn/xapi';
import { tryTexts, refusalOf } from './ingest-texts.ts';
import type { Contents } from './ingest.types.ts';

const goneSource = (id: string) => ({
  code: 'SOURCE_UNKNOWN',
  message: `The source "${id}" is not known any more. Add it again, then retry.`,
  pointer: null,
});
const cut = {
  code: 'TEXT_CUT',
  message:
    'It was too long to be kept whole, so it cannot be tried again. Drop it, and let its sender send less.',
  pointer: null,
};

/** Those that came along and were kept; a broken text names none. */
async function contentsOf(store: Store, text: string): Promise<Contents> {
  const hashes = [...text.matchAll(/"sha2"\s*:\s*"([0-9a-f]{56,128})"/gi)].map(
    ([, hash]) => hash?.toLowerCase() ?? '',
  );
  if (hashes.length === 0) return null;
  const known = await store.attachments.known([...new Set(hashes)]);
  const contents = new Map<string, Buffer>();
  for (const sha2 of known.keys()) contents.set(sha2, await buffer(await store.attachments.read(sha2)));
  return contents;
}

const versionOf = ({ version }: QuarantineEntry): XapiVersion => (version === '2.0.0' ? '2.0.0' : '1.0.3');

async function retryOne(
  { store, url }: { readonly store: Store; readonly url: string },
  entry: QuarantineEntry,
  source: Source | undefined,
): Promise<boolean> {
  const { id, text, givenId } = entry;
  if (entry.isCut || !source) {
    await store.quarantine.failedAgain(id, entry.isCut ? cut : goneSource(entry.sourceId));
    return false;
  }
  const [tried] = await tryTexts([text], {
    store,
    url,
    source,
    version: versionOf(entry),
    contents: await contentsOf(store, text),
    givenIds: [givenId],
  });
  const refusal = tried ? refusalOf(tried.outcome) : null;
  if (refusal) await store.quarantine.failedAgain(id, refusal);
  else await store.quarantine.drop([id]);
  return refusal === null;
}

/** Entries of both kinds; returns how many have left the quarantine. */
export async function retryQuarantined(
  options: { readonly store: Store; readonly url: string },
  ids: readonly string[],
): Promise<number> {
  const { store } = options;
  const entries = await store.quarantine.find(ids);
  const refused = entries.filter(({ kind }) => kind === 'refused');
  const sources = new Map(
    refused.length === 0 ? [] : (await store.sources.list()).map((source) => [source.id, source]),
  );
  let stored = 0;
  // The oldest first: one may be what another refers to.
  for (const entry of refused.toSorted((a, b) => a.since - b.since))
    if (await retryOne(options, entry, sources.get(entry.sourceId))) stored += 1;
  const processing = entries.flatMap(({ id, kind }) => (kind === 'processing' ? [id] : []));
  return stored + (await store.inbox.retry(processing));
}
