// SPDX-License-Identifier: Apache-2.0
/** Tests inside the real hosts. Apart from `npm test`: they need the hosts themselves, which Cairn does not bring along. */
import { defineConfig } from 'vitest/config';

const source = '@cairn/source';

export default defineConfig({
  resolve: { conditions: [source] },
  ssr: { resolve: { conditions: [source, 'node', 'development|production'] } },
  test: {
    include: ['test/hosts/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
