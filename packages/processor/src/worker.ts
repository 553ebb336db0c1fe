// SPDX-License-Identifier: Apache-2.0
/** Entry of the processor's thread: a store of its own, until told to stop. */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '@cairn/store';
import { pino } from 'pino';
import type { ThreadOptions } from './processor-thread.ts';
import { startProcessor } from './processor.ts';

const { uri, logLevel } = workerData as ThreadOptions;
const store = await openStore({ uri });
const processor = startProcessor({ store, log: pino({ level: logLevel }, pino.destination(2)) });
if (parentPort) await once(parentPort, 'message');
await processor.stop();
await store.close();
parentPort?.close();
