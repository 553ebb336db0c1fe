// SPDX-License-Identifier: Apache-2.0
/** First half of a preview: the statements that the changed rules may be met by, each read once; their new evidence is put aside by person. */
import type { Evidence } from '@cairn/engine';
import { standsAt, type Store, type StoredStatement } from '@cairn/store';
import type { Sources } from '../known-sources.ts';
import { type Read, readAll } from '../read-statement.ts';
import type { PeopleTouched } from './people-touched.ts';
import { type DraftReader, isUnreadable } from './reading.ts';
import type { Spill } from './spill.ts';

export interface CandidateReading {
  readonly store: Store;
  readonly sources: Sources;
  readonly reader: DraftReader;
  readonly spill: Spill;
  readonly touched: PeopleTouched;
  readonly signal: AbortSignal | undefined;
  readonly onRead: (statements: number) => void;
}

async function readBatch(
  { store, sources }: CandidateReading,
  statements: readonly StoredStatement[],
): Promise<{ readonly good: readonly Read[]; readonly aside: number }> {
  const aside = await store.inbox.setAside(statements.map(({ id }) => id));
  const { good, bad } = readAll(
    statements.filter(({ id }) => !aside.has(id)),
    await sources(new Set(statements.map(({ sourceId }) => sourceId))),
    () => [],
  );
  return { good, aside: aside.size + bad.length };
}

/** A piece is whoever's its subject is or was at some time: when it is folded, the date decides. */
async function putAside({ store, spill, touched }: CandidateReading, pieces: readonly Evidence[]) {
  const links = (await store.people.linksOf([...new Set(pieces.map(({ subject }) => subject))])).filter(
    (link) => standsAt(link, null),
  );
  const people = new Map<string, Set<string>>();
  for (const { identifier, personId } of links)
    people.set(identifier, (people.get(identifier) ?? new Set()).add(personId));
  for (const piece of pieces)
    for (const personId of people.get(piece.subject) ?? []) {
      touched.add(personId);
      await spill.add(personId, piece);
    }
}

/** Returns how many were read, and how many of them cannot count. */
export async function readCandidates(
  reading: CandidateReading,
  keys: readonly bigint[] | null,
): Promise<{ readonly read: number; readonly aside: number }> {
  const { store, reader, signal, onRead } = reading;
  let [read, unread] = [0, 0];
  for await (const statements of store.candidates.read(keys)) {
    signal?.throwIfAborted();
    const { good, aside } = await readBatch(reading, statements);
    unread += aside;
    const pieces: Evidence[] = [];
    for (const { stored, normal, voids } of good)
      try {
        if (voids === null) pieces.push(...reader.read(stored, normal));
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        unread += 1;
      }
    if (pieces.length > 0) await putAside(reading, pieces);
    read += statements.length;
    onRead(read);
  }
  return { read, aside: unread };
}
