// SPDX-License-Identifier: Apache-2.0
// Loaded into the program under test: a first SIGUSR2 begins to measure its event loop, a second writes what was found.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  process.once('SIGUSR2', () => {
    delay.enable();
    process.once('SIGUSR2', () => {
      delay.disable();
      const ms = (nanoseconds) => nanoseconds / 1e6;
      const found = { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), count: delay.count };
      writeFileSync(process.env.CAIRN_EVENT_LOOP_FILE, JSON.stringify(found));
    });
  });
}
