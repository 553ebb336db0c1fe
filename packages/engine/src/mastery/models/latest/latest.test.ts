// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { scoreBy } from '../../../testing/scored.ts';

test('Canvas "Most Recent Score": of an undated 4, which sorts first, then 1 and 3, the last is 3', () =>
  expect(scoreBy('latest', {}, [4, 1, 3], 5)).toBe(3));
