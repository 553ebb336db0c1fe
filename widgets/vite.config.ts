// SPDX-License-Identifier: Apache-2.0
/** /embed/cairn.js is the loader; each element and each language is a file of its own, fetched on first use. */
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  resolve: { conditions: ['@cairn/source', 'module', 'browser', 'production'] },
  build: {
    outDir: 'site',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: { cairn: 'src/embed/cairn.ts' },
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
