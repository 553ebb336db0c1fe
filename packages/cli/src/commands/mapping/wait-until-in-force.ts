// SPDX-License-Identifier: Apache-2.0
/** Waits until a version is in force. */
import { recordView } from '@cairn/server';
import type { Store } from '@cairn/store';
import { waitForProcessors } from '../wait-for-processors.ts';

export type Waited = ReturnType<typeof recordView> & {
  /** Nobody processes: it is built when somebody does. */
  readonly isForsaken?: true;
};

/** Resolves with the version as it is then: in force, cancelled, or still being built when nobody is there to do it. */
export async function waitUntilInForce(store: Store, version: string): Promise<Waited> {
  const { state, isForsaken } = await waitForProcessors(store, async () => {
    const record = await store.policies.record(version);
    if (!record) throw new Error(`version ${version} is not there any more`);
    const view = recordView(record, await store.now());
    if (!view.build) return { state: view, progress: null };
    const { read, total, perSecond, secondsLeft } = view.build;
    const what = `Version ${version}`;
    return { state: view, progress: { done: read, total, perSecond, secondsLeft, what } };
  });
  return isForsaken ? { ...state, isForsaken } : state;
}
