// SPDX-License-Identifier: Apache-2.0
/** `cairn replay --all`: everything after identity is made again, by the processors, while all goes on. */
import type { Replay, Store } from '@cairn/store';
import type { AddCommand } from './command.types.ts';
import { waitForProcessors } from './wait-for-processors.ts';
import { print, type StoreOptions, withStore, withStoreOptions } from './with-store.ts';

interface Options extends StoreOptions {
  readonly wait: boolean;
}

function progressOf({ read, total, requestedAt, readAt }: Replay, now: number) {
  const perSecond = read === 0 ? null : (read * 1000) / Math.max(1, now - requestedAt);
  const secondsLeft = perSecond === null ? null : Math.max(0, Math.round((total - read) / perSecond));
  return { done: read, total, perSecond, secondsLeft, what: readAt === null ? 'Replay' : 'Replay, folding' };
}

/** Resolves with it as it is then: finished, or not when nobody is there to do it or the waiting was ended. */
async function wait(store: Store): Promise<Replay> {
  const { state } = await waitForProcessors(store, async () => {
    const replay = await store.replay.find();
    if (!replay) throw new Error('the replay is not there any more');
    const isOver = replay.finishedAt !== null;
    return { state: replay, progress: isOver ? null : progressOf(replay, await store.now()) };
  });
  return state;
}

const isoOrNull = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

function textOf({ finishedAt, read, mended }: Replay): string {
  if (finishedAt === null)
    return 'The replay goes on by itself as long as a processor runs; "cairn replay --all" shows how far it is.';
  const found =
    mended === 0
      ? 'every piece of evidence was as it must be'
      : `${mended} pieces of evidence were put right`;
  return `All ${read} statements were read again: ${found}.`;
}

const replayAll = (options: Options) =>
  withStore(options, async (store) => {
    const isNew = await store.replay.request('command line');
    if (!isNew) process.stderr.write('One is under way already.\n');
    const found = options.wait ? await wait(store) : await store.replay.find();
    if (!found) return;
    const { read, total, mended, requestedAt, finishedAt } = found;
    print(
      options,
      { read, total, mended, requestedAt: isoOrNull(requestedAt), finishedAt: isoOrNull(finishedAt) },
      textOf(found),
    );
  });

export const addReplay: AddCommand = (program) => {
  withStoreOptions(program.command('replay'))
    .description(
      'make evidence and mastery again from the statements; it may run while all goes on, and goes on after a kill',
    )
    .requiredOption('--all', 'all that there is')
    .option('--no-wait', 'do not wait until it is done')
    .action(replayAll);
};
