// SPDX-License-Identifier: Apache-2.0
/** Sources, looked up once a second and not for every batch; one that is not known is looked for at once. */
import type { Source, Store } from '@cairn/store';

const keptMs = 1000;

/** `wanted`: ids that will be looked for in what is returned. */
export type Sources = (wanted: ReadonlySet<string>) => Promise<ReadonlyMap<string, Source>>;

export function createSources(store: Store, now: () => number = () => performance.now()): Sources {
  let known = new Map<string, Source>();
  let until = 0;
  return async (wanted) => {
    if (now() < until && [...wanted].every((id) => known.has(id))) return known;
    known = new Map((await store.sources.list()).map((source) => [source.id, source]));
    until = now() + keptMs;
    return known;
  };
}
