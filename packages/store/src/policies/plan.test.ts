// SPDX-License-Identifier: Apache-2.0
/** What a version says of mastery beside its rules decides which competencies are folded anew, and no more of them. */
import { compilePolicy, mappingSchema, type Policy } from '@cairn/engine';
import { frameworkSchema } from '@cairn/frameworks';
import { expect, test } from 'vitest';
import { planOf } from './plan.ts';

const en = (text: string) => ({ en: text });
const framework = frameworkSchema.parse({
  id: 'f',
  title: en('F'),
  version: '1',
  scale: 's',
  scales: [
    {
      id: 's',
      name: en('S'),
      levels: [{ id: 'L1', rank: 1, name: en('L1'), proficient: true, minScore: 0.5 }],
    },
  ],
  competencies: ['A', 'B', 'P'].map((id) => ({
    id,
    code: id,
    label: en(id),
    statement: en(id),
    kind: 'skill',
  })),
  relations: ['A', 'B'].map((origin) => ({ type: 'isChildOf', origin, destination: 'P' })),
});
const policy = (version: string, more: object): Policy => ({
  version,
  publishedAt: 0,
  publishedBy: 'test',
  timeZone: 'UTC',
  frameworks: [framework],
  roles: [],
  mapping: mappingSchema.parse({ title: en('M'), rules: [], ...more }),
  dialects: { generic: 2 },
});
/** Competencies whose mastery the second version takes over from the first. */
function carried(before: object, after: object): readonly string[] {
  const first = { ...compilePolicy(policy('1', before)), generationOf: () => '1', generations: ['1'] };
  return planOf(compilePolicy(policy('2', after)), first, true).carried.flatMap(([, ids]) => ids);
}

test.each([
  ['nothing', {}, ['A', 'B', 'P']],
  [
    'what is rolled up, which is made when it is read',
    { rollUps: { P: { policy: 'all' } } },
    ['A', 'B', 'P'],
  ],
  ['the time of one', { times: { A: { grace: 'P14D' } } }, ['B', 'P']],
  ['the model of one', { models: { B: { model: 'average' } } }, ['A', 'P']],
  ['how one role reads one', { requirements: { r: { A: { validFor: 'P1Y' } } } }, ['B', 'P']],
  ['the time of all', { time: { fade: { halfLifeDays: 365 } } }, []],
  ['the model of a framework', { frameworkModels: { f: { model: 'highest' } } }, []],
])('a version that changes %s takes over the rest', (_what, change, expected) =>
  expect(carried({}, change)).toEqual(expected),
);
test('parameters of a model are part of it', () => {
  const nTimes = (n: number) => ({ models: { A: { model: 'n-of-mastery', parameters: { n } } } });
  expect(carried(nTimes(2), nTimes(2))).toEqual(['A', 'B', 'P']);
  expect(carried(nTimes(2), nTimes(3))).toEqual(['B', 'P']);
});
