// SPDX-License-Identifier: Apache-2.0
/** The puller in a thread of its own: pages of statements are read and checked beside the endpoint's event loop, not in it. */
import { startWorkerThread, type WorkerThread } from '@cairn/store';

export interface PullerThreadOptions {
  readonly uri: string;
  /** Opens the credentials of the remotes. */
  readonly secretKey: string | undefined;
  /** Address of this Cairn that others see, without a slash at its end. */
  readonly url: string;
  readonly logLevel: string;
}
export type PullerThread = WorkerThread;

export const startPullerThread = (options: PullerThreadOptions): PullerThread =>
  startWorkerThread(new URL('worker.js', import.meta.url), options);
