// SPDX-License-Identifier: Apache-2.0
/** The processor in a thread of its own. */
import { startWorkerThread, type WorkerThread } from '@cairn/store';

export interface ThreadOptions {
  readonly uri: string;
  readonly logLevel: string;
}
export type ProcessorThread = WorkerThread;

export const startProcessorThread = (options: ThreadOptions): ProcessorThread =>
  startWorkerThread(new URL('worker.js', import.meta.url), options);
