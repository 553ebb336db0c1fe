// SPDX-License-Identifier: Apache-2.0
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createProgressBar } from './progress-bar.ts';

const terminal = (isTTY: boolean) => {
  const stream = new PassThrough();
  return Object.assign(stream, { isTTY, text: () => String(stream.read() ?? '') });
};
const step = (what: string, done: number) => ({ what, done, total: 4000, perSecond: 2500, secondsLeft: 120 });

test('away from a terminal each phase has its line at once, and more of the same now and then', () => {
  const stream = terminal(false);
  const bar = createProgressBar(stream);
  bar.show({ what: 'Reading', done: 0, total: null, perSecond: null, secondsLeft: null });
  bar.show(step('Reading', 1000));
  bar.show(step('Comparing', 1000));
  bar.end();
  expect(stream.text()).toBe('Reading: 0 of ?\nComparing: 1000 of 4000  2,500/s, 2 min left\n');
});

test('on a terminal there is one bar, which goes on from phase to phase', () => {
  const stream = terminal(true);
  const bar = createProgressBar(stream);
  bar.show(step('Reading', 0));
  bar.show(step('Reading', 2000));
  bar.show(step('Comparing', 4000));
  bar.end();
  const text = stream.text();
  expect(text).toContain('Reading [');
  expect(text).toMatch(/Comparing \[.*4000 of 4000 {2}2,500\/s, 2 min left/);
  expect(text.endsWith('\n')).toBe(true);
});
