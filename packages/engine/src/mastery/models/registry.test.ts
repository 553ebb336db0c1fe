// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { models } from '../../index.ts';
import { testMasteryModel } from './mastery-model.contract.ts';

/** Of models that cannot be opened without. */
const parametersOf: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'n-of-mastery': { n: 2 },
  'knowledge-tracing': { prior: 0.4, learn: 0.1, guess: 0.2, slip: 0.1 },
  composed: {
    requires: {
      all: [
        { any: [{ kinds: ['observation'] }, { kinds: ['assertion'], take: 'latest' }] },
        { kinds: ['knowledge-test', 'completion'], level: 'L2', count: 2 },
      ],
    },
  },
};

test('every model has a folder and every folder a model', () => {
  const folders = readdirSync(import.meta.dirname, {
    withFileTypes: true,
  }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(models.map(({ id }) => id).sort());
});

for (const model of models) testMasteryModel(model, parametersOf[model.id] ?? {});
