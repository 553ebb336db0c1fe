// SPDX-License-Identifier: Apache-2.0
/** Entry of the preview's thread: a store of its own, one preview, and its end. Who does not want it any more ends the thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '@cairn/store';
import { preview } from './preview.ts';
import type { PreviewMessage, PreviewThreadData } from './preview-thread.ts';

const { uri, database, draft } = workerData as PreviewThreadData;
const tell = (message: PreviewMessage) => parentPort?.postMessage(message);
try {
  const store = await openStore({ uri, ...(database === undefined ? {} : { database }) });
  try {
    tell({ preview: await preview(store, draft, { onProgress: (progress) => tell({ progress }) }) });
  } finally {
    await store.close();
  }
} catch (error) {
  tell({ error: error instanceof Error ? error : new Error(String(error)) });
}
