// SPDX-License-Identifier: Apache-2.0
/** Entry of the processor's thread: a store of its own, until told to stop. */
import { workerData } from 'node:worker_threads';
import { logSerializers, openStore, untilToldToEnd } from '@cairn/store';
import { pino } from 'pino';
import type { ThreadOptions } from './processor-thread.ts';
import { startProcessor } from './processor.ts';

const { uri, logLevel } = workerData as ThreadOptions;
const store = await openStore({ uri });
const log = pino({ level: logLevel, serializers: logSerializers }, pino.destination(2));
const processor = startProcessor({ store, log });
await untilToldToEnd(async () => {
  await processor.stop();
  await store.close();
});
