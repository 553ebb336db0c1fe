// SPDX-License-Identifier: Apache-2.0
/** Two groups of tests: `unit` (with a real mongod), `system` (a whole Cairn in its own process, one file at a time). */
import { defineConfig } from 'vitest/config';

const source = '@cairn/source';
const fromSource = {
  resolve: { conditions: [source] },
  ssr: { resolve: { conditions: [source, 'node', 'development|production'] } },
};

export default defineConfig({
  test: {
    // One more than what is left beside this process on the two cores of a small machine: workers wait for mongod half of their time.
    maxWorkers: 2,
    projects: [
      {
        ...fromSource,
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'lrs-adapter/src/**/*.test.ts',
            'widgets/src/**/*.test.ts',
            'test/{architecture,conformance,history,organisation}/**/*.test.ts',
          ],
          globalSetup: ['packages/store/src/testing/global-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...fromSource,
        test: {
          name: 'system',
          include: ['test/{end-to-end,faults}/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
