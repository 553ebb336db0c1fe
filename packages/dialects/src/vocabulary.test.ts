// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { shownByOf } from './vocabulary.ts';
import { wordOf } from './words.ts';

test.each([
  ['http://adlnet.gov/expapi/verbs/passed', 'passed'],
  ['https://x.y/verbs#Passed', 'passed'],
  ['https://x.y/progressed//', 'progressed'],
  ['urn:x:y', 'urn:x:y'],
  ['///', ''],
  ['', ''],
])('the word of %j is %j', (iri, word) => expect(wordOf(iri)).toBe(word));

test.each([
  ['attempt', 'http://adlnet.gov/expapi/activities/simulation', null, 'simulation'],
  ['attempt', 'http://adlnet.gov/expapi/activities/assessment', null, 'knowledge-test'],
  ['attempt', 'http://adlnet.gov/expapi/activities/course', true, null],
  ['attempt', 'https://x.y/constructor', null, null],
  ['grading', 'http://adlnet.gov/expapi/activities/performance', null, 'performance'],
  ['module-completion', 'http://adlnet.gov/expapi/activities/simulation', true, 'completion'],
  ['module-completion', 'http://adlnet.gov/expapi/activities/meeting', null, 'attendance'],
  ['module-completion', 'http://adlnet.gov/expapi/activities/meeting', false, null],
  ['course-completion', null, false, null],
  ['observation', null, null, 'performance'],
  ['launch', 'http://adlnet.gov/expapi/activities/simulation', null, null],
] as const)('%s of a %s, complete %s, is shown by %s', (kind, type, completion, shownBy) =>
  expect(shownByOf({ kind, type, completion })).toBe(shownBy),
);
