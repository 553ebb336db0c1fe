// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { isFound } from './standing.ts';

test.each<[string, boolean]>([
  ['', true],
  ['  ', true],
  ['grua', true],
  ['GRÚA mover', true],
  ['mover grúa', true],
  ['grua barco', false],
  ['.*', false],
])('%j finds a competency by all of its words, whatever their case, accents and order', (wanted, found) => {
  expect(isFound({ label: 'Grúa móvil', statement: 'Mover cargas con la grúa.' }, wanted)).toBe(found);
});
