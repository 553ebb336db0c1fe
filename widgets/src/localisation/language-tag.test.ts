// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { firstTag } from './language-tag.ts';

test('what is no language tag is passed over, and nothing is English', () => {
  expect(firstTag(['', null, undefined, 'en-US@posix', 'de_AT', 'fr'])).toBe('de-AT');
  expect(firstTag(['x'])).toBe('en');
  expect(firstTag([])).toBe('en');
});
