// SPDX-License-Identifier: Apache-2.0
import type { Statement } from '@cairn/xapi';
import { describe, expect, test } from 'vitest';
import { readingsOf, rowOf } from '../testing/rows.ts';
import { tla } from './tla.ts';

const readings = readingsOf(tla);
const verbs = 'https://w3id.org/xapi/tla/verbs/';
const learner = 'account:https://id.ex.org|u-42';
const competency = 'https://ex.org/i/2';
const confidence = 'https://w3id.org/xapi/tla/extensions/confidence';

const read = (more: Partial<Statement>) =>
  tla.normalise(
    {
      id: 'x',
      actor: { mbox: 'mailto:a@b.c' },
      verb: { id: `${verbs}asserted` },
      object: { id: competency },
      timestamp: '2026-01-01T00:00:00Z',
      ...more,
    },
    { id: 's', scaledRange: '0..1' },
  );

test('reads each act of the two models', () => {
  expect(
    readings.map((one) => {
      const { claim } = one;
      const said = claim ? `${claim.isEnd ? 'ends' : 'gives'} ${claim.competencies.join(' ')}` : 'no claim';
      return `${rowOf(one)} | ${said}`;
    }),
  ).toEqual([
    `achieved 2: attestation, by attestation | gives ${competency}`,
    `asserted 2: attestation, by attestation | gives ${competency}`,
    `asserted 2: attestation, by attestation, 0.8 | gives ${competency}`,
    `assessed 2: grading, success, 0.9 | gives ${competency}`,
    `validated 2: attestation, by attestation | gives ${competency}`,
    `inferred 2: attestation, by attestation | gives ${competency}`,
    'verified –: attestation, by attestation | no claim',
    `verified 2: attestation, by attestation | gives ${competency}`,
    'qualified 7: attestation, by attestation | no claim',
    `conferred 2: attestation, by attestation | gives ${competency}`,
    'certified isolator: attestation, by attestation | no claim',
    'achieved 3: attestation, by attestation | gives https://ex.org/i/3',
    'planned 2: other | no claim',
    'deselected –: other | no claim',
    'achieved 2: other | no claim',
    'expired 2: administration | no claim',
    `revoked 2: attestation, by attestation | ends ${competency}`,
    `forfeited 2: attestation, by attestation | ends ${competency}`,
  ]);
});

test('the learner is whom the statement speaks of, not who claims it', () => {
  const claimed = readings.filter(({ claim }) => claim);
  expect(new Set(claimed.flatMap(({ subjects }) => subjects))).toEqual(new Set([learner]));
  expect(claimed.map(({ instructor }) => instructor?.replace(/^.*\|/, '') ?? null)).toEqual([
    null,
    null,
    null,
    'm-3',
    'm-3',
    'training-office',
    'training-office',
    'training-office',
    null,
    'training-office',
    null,
  ]);
});

test('says until when, and how sure', () => {
  const said = readings.flatMap(({ claim }) =>
    claim && (claim.until !== null || claim.belief !== null)
      ? [[claim.until, claim.belief === null ? null : Number(claim.belief.toFixed(6))]]
      : [],
  );
  expect(said).toEqual([
    ['2028-03-01T00:00:00Z', null],
    [null, 0.91],
    [null, 0],
    [null, 1],
    [null, 0.7],
    ['2027-03-01', null],
  ]);
});

describe('a confidence', () => {
  test.each([
    [-1, 0],
    [0, 0.5],
    [1, 1],
    [1.5, null],
    ['0.8', null],
    [null, null],
  ])('of %j is a belief of %j', (sent, belief) =>
    expect(read({ context: { extensions: { [confidence]: sent } } }).claim?.belief).toBe(belief),
  );
});

test('ids of Cairn’s own go before the object’s IRI', () => {
  const extensions = { 'urn:cairn:competency': 'gangway', 'urn:cairn:level': 'L3' };
  expect(read({ context: { extensions } }).claim).toMatchObject({ competencies: ['gangway'], level: 'L3' });
});

test('an end that is no text is still said to be there', () => {
  const extensions = { 'https://w3id.org/xapi/comp/contextextensions/expires': 7 };
  expect(read({ context: { extensions } }).claim?.until).toBe('');
});

test('a course is no competency, and another’s verb no claim', () => {
  const course = { id: 'https://x.y/c', definition: { type: 'http://adlnet.gov/expapi/activities/course' } };
  expect(read({ object: course }).claim).toBeUndefined();
  expect(read({ verb: { id: 'https://x.y/verbs/asserted' } }).claim).toBeUndefined();
});

test('several competencies may be conferred at once', () => {
  const type = 'https://w3id.org/xapi/tla/activity-types/competency';
  const grouping = ['a', 'b', 'a'].map((id) => ({ id: `https://ex.org/${id}`, definition: { type } }));
  const one = read({
    verb: { id: `${verbs}conferred` },
    object: { objectType: 'Agent', mbox: 'mailto:l@b.c' },
    context: { contextActivities: { grouping } },
  });
  expect([one.subjects, one.claim?.competencies]).toEqual([
    ['mbox:l@b.c'],
    ['https://ex.org/a', 'https://ex.org/b'],
  ]);
});
