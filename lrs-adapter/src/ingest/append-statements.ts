// SPDX-License-Identifier: Apache-2.0
/** Prepared statements → the store, all or nothing, with what a source may demand beyond the standard. */
import type { AppendOutcome, PreparedStatement, Source, Store } from '@cairn/store';

/** Ids that are stored with another timestamp: the standard lets that pass as the same statement (Data 2.3.1). */
async function changedTimestamps(
  store: Store,
  batch: readonly PreparedStatement[],
): Promise<readonly string[]> {
  const dated = new Map(batch.flatMap(({ id, timestamp }) => (timestamp === null ? [] : [[id, timestamp]])));
  const there = dated.size === 0 ? [] : await store.statements.findMany([...dated.keys()]);
  return there.flatMap(({ id, timestamp }) => (timestamp === dated.get(id) ? [] : [id]));
}

export async function appendStatements(
  { store, source }: { readonly store: Store; readonly source: Source },
  batch: readonly PreparedStatement[],
): Promise<AppendOutcome> {
  if (batch.length === 0) return { kind: 'stored', duplicates: [] };
  if (!source.settings.acceptsChangedTimestamp) {
    const ids = await changedTimestamps(store, batch);
    if (ids.length > 0) return { kind: 'conflict', ids };
  }
  return store.statements.append(batch);
}
