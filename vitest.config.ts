// SPDX-License-Identifier: Apache-2.0
/** Three groups of tests: `unit` (Node, with a real mongod), `browser` (a real Chromium), `system` (whole Cairn, one file at a time). */
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserArguments, findBrowser } from './scripts/find-browser.mjs';

const source = '@cairn/source';
const node = {
  resolve: { conditions: [source] },
  ssr: { resolve: { conditions: [source, 'node', 'development|production'] } },
};
const inBrowser = (name: string, root: string) => ({
  root,
  resolve: { conditions: [source, 'module', 'browser', 'development|production'] },
  optimizeDeps: {
    include: [
      'lit',
      'lit/decorators.js',
      'lit/directives/repeat.js',
      'lit/directives/class-map.js',
      'lit/directives/style-map.js',
      'lit/directives/if-defined.js',
      '@lit/localize',
      'axe-core',
    ],
  },
  test: {
    name,
    include: ['src/**/*.test.ts'],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      viewport: { width: 900, height: 700 },
      provider: playwright({ launchOptions: { executablePath: findBrowser(), args: browserArguments } }),
      instances: [{ browser: 'chromium' as const }],
    },
  },
});

export default defineConfig({
  test: {
    projects: [
      {
        ...node,
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'lrs-adapter/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'test/architecture/**/*.test.ts',
          ],
          exclude: ['packages/admin/**', '**/node_modules/**'],
          globalSetup: ['packages/store/src/testing/global-setup.ts'],
          testTimeout: 20_000,
        },
      },
      inBrowser('widgets', 'widgets'),
      inBrowser('admin', 'packages/admin'),
      {
        ...node,
        test: {
          name: 'system',
          include: ['test/{end-to-end,faults,load}/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
