// SPDX-License-Identifier: Apache-2.0
/** The puller in a thread of its own: pages of statements are read and checked beside the endpoint's event loop, not in it. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface PullerThreadOptions {
  readonly uri: string;
  /** Opens the credentials of the remotes. */
  readonly secretKey: string | undefined;
  /** Address of this Cairn that others see, without a slash at its end. */
  readonly url: string;
  readonly logLevel: string;
}
export interface PullerThread {
  /** Resolves when the thread has ended, whatever the reason. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Runs from the built package: a thread cannot load TypeScript. */
export function startPullerThread(options: PullerThreadOptions): PullerThread {
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
