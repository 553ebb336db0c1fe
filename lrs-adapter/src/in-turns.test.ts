// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inTurns } from './in-turns.ts';

test('comes to what map comes to, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string(), { maxLength: 120 }), async (texts) => {
      const work = (text: string, i: number) => `${i} ${text}`;
      expect(await inTurns(texts, ({ length }) => length, work)).toEqual(texts.map(work));
    }),
  );
});
test.each([
  ['many short ones', Array.from({ length: 500 }, () => 'x')],
  ['a few long ones', Array.from({ length: 10 }, () => 'x'.repeat(300_000))],
])('others have their turn between %s', async (_what, texts) => {
  let [turns, isOver] = [0, false];
  const others = () => {
    turns += 1;
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  await inTurns(
    texts,
    ({ length }) => length,
    (text) => text.length,
  );
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(9);
});
