// SPDX-License-Identifier: Apache-2.0
/** Entry of the puller's thread: a store of its own, until told to stop. */
import { workerData } from 'node:worker_threads';
import { logSerializers, openStore, untilToldToEnd } from '@cairn/store';
import { pino } from 'pino';
import type { PullerThreadOptions } from './puller-thread.ts';
import { startPuller } from './puller.ts';

const { uri, secretKey, url, logLevel } = workerData as PullerThreadOptions;
const store = await openStore({ uri, secretKey });
const log = pino({ level: logLevel, serializers: logSerializers }, pino.destination(2));
const puller = startPuller({ store, url, log });
await untilToldToEnd(async () => {
  await puller.stop();
  await store.close();
});
