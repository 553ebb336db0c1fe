// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/admin/',
  resolve: { conditions: ['@cairn/source', 'module', 'browser', 'production'] },
  build: { outDir: 'site', emptyOutDir: true, target: 'es2022', modulePreload: false },
});
