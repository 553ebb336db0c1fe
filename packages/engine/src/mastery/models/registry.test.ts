// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { models } from '../../index.ts';

test('every model has a folder and every folder a model', () => {
  const folders = readdirSync(import.meta.dirname, {
    withFileTypes: true,
  }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(models.map(({ id }) => id).sort());
});
