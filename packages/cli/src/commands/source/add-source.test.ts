// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { addOf } from './add-source.ts';

test('options become a source; a version is text, true and 50 are not', () => {
  const set = [
    'assumedVersion=1.0.3',
    'splitsBatches=true',
    'authorities=["mbox:a@b.example"]',
    'requestsPerSecond=50',
  ];
  expect(addOf('lms', { preset: 'generic', dialect: 'cmi5', scope: ['all'], set })).toMatchObject({
    id: 'lms',
    title: 'lms',
    dialect: 'cmi5',
    scaledRange: '0..1',
    scopes: ['all'],
    settings: {
      assumedVersion: '1.0.3',
      splitsBatches: true,
      authorities: ['mbox:a@b.example'],
      requestsPerSecond: 50,
    },
  });
});
test.each([
  [{ preset: 'nobody' }, 'There are: generic, moodle-logstore'],
  [{ set: ['derivesIds=maybe'] }, '--set derivesIds'],
  [{ set: ['nonsense'] }, 'There are: assumedVersion'],
  [{ scope: ['everything'] }, '--scope 0'],
  [{ scaledRange: '1..5' }, '--scaled-range'],
])('%s is refused in the words of the command', (options, words) => {
  expect(() => addOf('lms', { preset: 'generic', ...options })).toThrow(words);
});
test('an id that is none is refused by name', () => {
  expect(() => addOf('No id', { preset: 'generic' })).toThrow(/^id: /);
});
