// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { heedSignals } from './running.ts';

test('one Ctrl-C that arrives twice stops once; a later one ends the program at once', () => {
  let now = 0;
  const heard: unknown[] = [];
  const heed = heedSignals(
    () => void heard.push('stop'),
    (code) => void heard.push(code),
    () => now,
  );
  heed('SIGINT');
  now = 20;
  heed('SIGINT');
  expect(heard).toEqual(['stop']);
  now = 1500;
  heed('SIGTERM');
  expect(heard).toEqual(['stop', 143]);
});
