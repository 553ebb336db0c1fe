// SPDX-License-Identifier: Apache-2.0
/** A long-running part in a thread of its own, with a store of its own, so that the endpoint's event loop stays free. */
import { once } from 'node:events';
import { parentPort, Worker } from 'node:worker_threads';

/** What a batch is read into does not outlive it: a larger nursery spares the copying of it. */
const nurseryMb = 64;

export interface WorkerThread {
  /** Resolves when the thread has ended, whatever the reason. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** `entry`: of a built package, for a thread cannot load TypeScript. `options`: what the entry finds as `workerData`. */
export function startWorkerThread(entry: URL, options: unknown): WorkerThread {
  const worker = new Worker(entry, {
    workerData: options,
    resourceLimits: { maxYoungGenerationSizeMb: nurseryMb },
  });
  const ended = once(worker, 'exit').then(() => undefined);
  return {
    ended,
    stop: async () => {
      worker.postMessage('stop');
      await ended;
    },
  };
}

/** In the thread: until it is told to stop; then `end`. */
export async function untilToldToEnd(end: () => Promise<void>): Promise<void> {
  if (parentPort) await once(parentPort, 'message');
  await end();
  parentPort?.close();
}
