// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largeBodyBytes } from '../limits.ts';
import { createByteBudget } from './byte-budget.ts';

const total = { small: 4 * largeBodyBytes, large: 10 * largeBodyBytes };
const shareOf = (bytes: number) => (bytes > largeBodyBytes ? 'large' : 'small');

test('what is held never exceeds either share, and what is refused changes nothing', () => {
  const step = fc.record({
    who: fc.nat(9),
    bytes: fc.oneof(fc.nat(2 * largeBodyBytes), fc.nat(6 * largeBodyBytes)),
    isOver: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const open = createByteBudget(total);
      const holds = Array.from({ length: 10 }, () => ({ hold: open(), bytes: 0 }));
      const heldOf = (share: 'small' | 'large') =>
        holds.filter(({ bytes }) => shareOf(bytes) === share).reduce((sum, { bytes }) => sum + bytes, 0);
      for (const { who, bytes, isOver } of steps) {
        const one = holds[who];
        if (!one) continue;
        if (isOver) {
          one.hold.release();
          one.bytes = 0;
          continue;
        }
        const share = shareOf(bytes);
        const others = heldOf(share) - (shareOf(one.bytes) === share ? one.bytes : 0);
        expect(one.hold.growTo(bytes)).toBe(others + bytes <= total[share]);
        if (others + bytes <= total[share]) one.bytes = bytes;
      }
    }),
  );
});
