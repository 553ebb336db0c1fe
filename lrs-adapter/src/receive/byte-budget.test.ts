// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budgetBytes, largeBodyBytes, maxBodyBytes, maxFormBytes, shareOfOne } from '../limits.ts';
import { createByteBudget } from './byte-budget.ts';

const total = { small: 4 * largeBodyBytes, large: 10 * largeBodyBytes };
const shareOf = (bytes: number) => (bytes > largeBodyBytes ? 'large' : 'small');

test('what is held never exceeds either share, nor one sender’s part of it, and what is refused changes nothing', () => {
  const step = fc.record({
    who: fc.nat(9),
    bytes: fc.oneof(fc.nat(2 * largeBodyBytes), fc.nat(6 * largeBodyBytes)),
    isOver: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const open = createByteBudget(total);
      const holds = Array.from({ length: 10 }, (_, i) => ({
        sender: `sender ${i % 3}`,
        hold: open(`sender ${i % 3}`),
        bytes: 0,
      }));
      const sum = (of: typeof holds, share: 'small' | 'large') =>
        of.filter(({ bytes }) => shareOf(bytes) === share).reduce((all, { bytes }) => all + bytes, 0);
      for (const { who, bytes, isOver } of steps) {
        const one = holds[who];
        if (!one) continue;
        if (isOver) {
          one.hold.release();
          one.bytes = 0;
          continue;
        }
        const share = shareOf(bytes);
        const others = holds.filter((other) => other !== one);
        const ofSender = others.filter(({ sender }) => sender === one.sender);
        const fits =
          sum(others, share) + bytes <= total[share] &&
          sum(ofSender, share) + bytes <= total[share] * shareOfOne;
        expect(one.hold.growTo(bytes)).toBe(fits);
        if (fits) one.bytes = bytes;
      }
    }),
  );
});
test('one sender’s part holds one body of the largest size', () => {
  expect(createByteBudget(budgetBytes)('one').growTo(maxBodyBytes)).toBe(true);
  expect(budgetBytes.form * shareOfOne).toBeGreaterThanOrEqual(maxFormBytes);
});
