// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { scoreBy } from '../../../testing/scored.ts';

test('Canvas "Highest Score": [3, 1] is 3', () => expect(scoreBy('highest', {}, [3, 1], 5)).toBe(3));
