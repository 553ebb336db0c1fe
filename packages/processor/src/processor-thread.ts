// SPDX-License-Identifier: Apache-2.0
/** The processor in a thread of its own, so that the endpoint's event loop stays free. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface ThreadOptions {
  readonly uri: string;
  readonly logLevel: string;
}
export interface ProcessorThread {
  /** Resolves when the thread has ended, whatever the reason. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Runs from the built package: a thread cannot load TypeScript. */
export function startProcessorThread(options: ThreadOptions): ProcessorThread {
  const worker = new Worker(new URL('worker.js', import.meta.url), { workerData: options });
  const ended = once(worker, 'exit').then(() => undefined);
  return {
    ended,
    stop: async () => {
      worker.postMessage('stop');
      await ended;
    },
  };
}
