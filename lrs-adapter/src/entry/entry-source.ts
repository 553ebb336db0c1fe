// SPDX-License-Identifier: Apache-2.0
/** The source that entries come from: made with the first one. It has no scope, so nobody can send in its name. */
import { entrySource } from '@cairn/engine';
import { ownPreset, type Source, type Store, StoreError, strictSettings } from '@cairn/store';
import { ProblemError } from '../problem-error.ts';

function checked(source: Source): Source {
  if (source.preset === ownPreset) return source;
  throw new ProblemError(
    409,
    'SOURCE_EXISTS',
    'The source "cairn" is another sender',
    `There is a source "${entrySource}" that was added for "${source.title}". What is entered needs that id for itself. Nothing was entered.`,
  );
}

/** @throws {ProblemError} 409 when a sender has its id. */
export async function ownSource({ sources }: Store): Promise<Source> {
  const there = await sources.find(entrySource);
  if (there) return checked(there);
  const made = await sources
    .add({
      id: entrySource,
      title: 'Entered in Cairn',
      preset: ownPreset,
      dialect: 'tla',
      scaledRange: '0..1',
      scopes: [],
      settings: strictSettings,
    })
    .catch((error: unknown) => {
      // Another process was first.
      if (error instanceof StoreError && error.code === 'SOURCE_EXISTS') return null;
      throw error;
    });
  const source = made?.source ?? (await sources.find(entrySource));
  if (!source) throw new Error('the source of entries is gone');
  return checked(source);
}
