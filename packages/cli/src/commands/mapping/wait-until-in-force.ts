// SPDX-License-Identifier: Apache-2.0
/** Waits until a version is in force, and shows how far it is. Ctrl-C ends the waiting alone. */
import { setTimeout } from 'node:timers/promises';
import { recordView } from '@cairn/server';
import type { Store } from '@cairn/store';
import { createProgressBar } from '../../progress-bar.ts';

const lookEveryMs = 200;
/** A processor tells of itself each second. */
const patienceMs = 6000;

export type Waited = ReturnType<typeof recordView> & {
  /** Nobody processes: it is built when somebody does. */
  readonly isForsaken?: true;
};

/** Resolves with the version as it is then: in force, cancelled, or still being built when nobody is there to do it. */
export async function waitUntilInForce(store: Store, version: string): Promise<Waited> {
  const bar = createProgressBar();
  const told = new AbortController();
  const stop = () => told.abort();
  process.once('SIGINT', stop);
  const began = performance.now();
  try {
    for (;;) {
      const record = await store.policies.record(version);
      if (!record) throw new Error(`version ${version} is not there any more`);
      const view = recordView(record, await store.now());
      if (!view.build || told.signal.aborted) return view;
      const { read, total, perSecond, secondsLeft } = view.build;
      bar.show({ done: read, total, perSecond, secondsLeft, what: `Version ${version}` });
      const isForsaken =
        performance.now() - began > patienceMs && (await store.processors.alive()).count === 0;
      if (isForsaken) return { ...view, isForsaken };
      await setTimeout(lookEveryMs);
    }
  } finally {
    process.off('SIGINT', stop);
    bar.end();
  }
}
