// SPDX-License-Identifier: Apache-2.0
/** For tests: a store that pulls, and what it has. */
import type { Pull, PullSecrets, PullSettings, Store } from '@cairn/store';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { newSource } from '../../sources/new-source.ts';
import { type PullOptions, pullOnce, type RunEnd } from '../pull-once.ts';

export interface Pulling {
  readonly own: TestStore;
  readonly store: Store;
  /** A source that pulls, made as an operator would. */
  readonly add: (
    id: string,
    settings: Partial<PullSettings> & { readonly endpoint: string },
    secrets?: Partial<PullSecrets>,
  ) => Promise<Pull>;
  /** Whether it is due or not. */
  readonly run: (id: string, options?: Partial<PullOptions>) => Promise<RunEnd>;
  /** Until it comes to an end that is no slice. */
  readonly runToEnd: (id: string, options?: Partial<PullOptions>) => Promise<RunEnd>;
  readonly pull: (id: string) => Promise<Pull>;
  readonly texts: (id: string) => Promise<ReadonlyMap<string, string>>;
  readonly conflicts: string[];
  readonly close: () => Promise<void>;
}

export async function openPulling(): Promise<Pulling> {
  const own = await openTestStore();
  const { store } = own;
  const conflicts: string[] = [];
  const quietLog = {
    info: () => undefined,
    error: () => undefined,
    warn: (about: unknown) => {
      const id: unknown =
        typeof about === 'object' && about !== null ? Reflect.get(about, 'statement') : null;
      if (typeof id === 'string') conflicts.push(id);
    },
  } as PullOptions['log'];
  const run = (id: string, options: Partial<PullOptions> = {}) =>
    pullOnce(id, {
      store,
      url: 'http://cairn.example',
      log: quietLog,
      signal: new AbortController().signal,
      onlyDue: false,
      waitsMs: [0, 0, 0],
      ...options,
    });
  return {
    own,
    store,
    conflicts,
    add: async (id, settings, secrets = {}) => {
      await store.sources.add(newSource({ id, title: id, preset: 'generic' }));
      return store.pulls.configure(id, settings, { authorization: 'Basic YTpi', ...secrets });
    },
    run,
    runToEnd: async (id, options = {}) => {
      for (;;) {
        const end = await run(id, options);
        if (end.kind !== 'sliced') return end;
      }
    },
    pull: async (id) => {
      const pull = await store.pulls.find(id);
      if (!pull) throw new Error(`${id} does not pull`);
      return pull;
    },
    texts: async (sourceId) => {
      const found = new Map<string, string>();
      const all = store.statements.query({ limit: 100_000, ascending: true, sourceId, withVoided: true });
      for await (const { id, text } of all) {
        if (found.has(id)) throw new Error(`${id} is there twice`);
        found.set(id, text);
      }
      return found;
    },
    close: own.drop,
  };
}
