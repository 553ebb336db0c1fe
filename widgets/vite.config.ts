// SPDX-License-Identifier: Apache-2.0
/** /embed/cairn.js is the loader; each element and each language is a file of its own, fetched on first use. */
import { defineConfig, type Plugin } from 'vite';

/** Style sheets are text, which no minifier looks into: their line breaks and indents are left out here. */
const tightStyles: Plugin = {
  name: 'tight-styles',
  transform: (code, id) =>
    id.includes('/widgets/src/') ? code.replace(/css`[^`]*`/g, (sheet) => sheet.replace(/\s+/g, ' ')) : null,
};

export default defineConfig({
  plugins: [tightStyles],
  base: './',
  resolve: { conditions: ['@cairn/source', 'module', 'browser', 'production'] },
  build: {
    outDir: 'site',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    // As a library: an application's build adds a helper that preloads style sheets, of which there are none.
    lib: { entry: { cairn: 'src/embed/cairn.ts' }, formats: ['es'] },
    rolldownOptions: {
      output: { minify: true, entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
