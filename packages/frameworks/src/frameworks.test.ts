// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { indexFrameworks, levelFromScore, parseFramework, parseRoleProfile, type Scale } from './index.ts';

const en = (text: string) => ({ en: text });
const scale = {
  id: 'scale',
  name: en('Scale'),
  levels: [0, 0.4, 0.7, 0.9].map((minScore, i) => ({
    id: `L${i + 1}`,
    rank: i + 1,
    name: en(`L${i + 1}`),
    proficient: i >= 2,
    minScore,
  })),
};
const competency = (id: string, kind = 'skill') => ({
  id,
  code: id.toUpperCase(),
  label: en(id),
  statement: en(id),
  kind,
});
const framework = {
  id: 'port',
  title: en('Port'),
  version: '1',
  scale: 'scale',
  scales: [scale],
  competencies: [competency('b'), competency('g1', 'group'), competency('a'), competency('g2', 'group')],
  relations: [
    { type: 'isChildOf', origin: 'b', destination: 'g2' },
    { type: 'isChildOf', origin: 'a', destination: 'g1' },
  ],
};
const codes = (input: unknown) => {
  const parsed = parseFramework(input);
  return parsed.ok ? [] : parsed.faults.map(({ pointer, code }) => `${pointer} ${code}`);
};

test.each([
  [0.3999, 'L1'],
  [0.4, 'L2'],
  [0.7, 'L3'],
  [0.8999, 'L3'],
  [0.9, 'L4'],
])('a score of %d reaches %s', (score, level) =>
  expect(levelFromScore(scale as Scale, score)?.id).toBe(level),
);

describe('a framework', () => {
  test('is taken when it holds together', () => expect(codes(framework)).toEqual([]));
  test.each([
    ['a scale that is not there', { ...framework, scale: 'x' }, '/scale SCALE_UNKNOWN'],
    [
      'an id twice',
      { ...framework, competencies: [...framework.competencies, { ...competency('a'), code: 'Z' }] },
      '/competencies/4/id ID_REPEATED',
    ],
    [
      'a relation into nowhere',
      { ...framework, relations: [{ type: 'precedes', origin: 'a', destination: 'x' }] },
      '/relations/0/destination COMPETENCY_UNKNOWN',
    ],
    [
      'a ring',
      {
        ...framework,
        relations: [
          { type: 'precedes', origin: 'a', destination: 'b' },
          { type: 'precedes', origin: 'b', destination: 'a' },
        ],
      },
      '/relations RELATION_CYCLE',
    ],
    [
      'levels out of order',
      { ...framework, scales: [{ ...scale, levels: scale.levels.toReversed() }] },
      '/scales/0/levels/0/rank LEVEL_RANK',
    ],
    [
      'two levels from the same score',
      {
        ...framework,
        scales: [{ ...scale, levels: scale.levels.map((level) => ({ ...level, minScore: 0.5 })) }],
      },
      '/scales/0/levels/1/minScore LEVEL_SCORE',
    ],
    [
      'no proficient level',
      {
        ...framework,
        scales: [{ ...scale, levels: scale.levels.map((level) => ({ ...level, proficient: false })) }],
      },
      '/scales/0/levels NO_PROFICIENT_LEVEL',
    ],
    [
      'an indicator of no level',
      {
        ...framework,
        competencies: [
          { ...competency('a'), indicators: [{ id: 'i', level: 'x', text: en('i'), kind: 'performance' }] },
        ],
      },
      '/competencies/0/indicators/0/level LEVEL_UNKNOWN',
    ],
    ['an unknown property', { ...framework, colour: 'red' }, '/colour UNRECOGNIZED_KEYS'],
  ])('is refused with %s', (_name, input, fault) => expect(codes(input)).toContain(fault));
  test('is shown group by group', () => {
    const parsed = parseFramework(framework);
    if (!parsed.ok) throw new Error('refused');
    const index = indexFrameworks([parsed.framework]);
    expect(index.competencies.map((one) => [one.competency.id, one.groupId])).toEqual([
      ['a', 'g1'],
      ['b', 'g2'],
    ]);
    expect(
      parseRoleProfile({ id: 'r', title: en('R'), requirements: [{ competency: 'a', level: 'L9' }] }, index),
    ).toMatchObject({ ok: false, faults: [{ pointer: '/requirements/0/level', code: 'LEVEL_UNKNOWN' }] });
    expect(
      parseRoleProfile({ id: 'r', title: en('R'), requirements: [{ competency: 'a', level: 'L3' }] }, index)
        .ok,
    ).toBe(true);
    const twice = ['L2', 'L3'].map((level) => ({ competency: 'a', level }));
    expect(parseRoleProfile({ id: 'r', title: en('R'), requirements: twice }, index)).toMatchObject({
      ok: false,
      faults: [{ pointer: '/requirements/1/competency', code: 'ID_REPEATED' }],
    });
  });
  test('is indexed with its nearest group, over any depth and several parents', () => {
    const depth = 20_000;
    const ids = Array.from({ length: depth }, (_one, i) => `c${i}`);
    const deep = parseFramework({
      ...framework,
      competencies: [competency('top', 'group'), ...ids.map((id) => competency(id))],
      relations: ids.map((origin, i) => ({
        type: 'isChildOf',
        origin,
        destination: i === 0 ? 'top' : `c${i - 1}`,
      })),
    });
    expect(deep.ok ? [] : deep.faults).toMatchObject([{ pointer: '/competencies', code: 'TOO_BIG' }]);
    const whole = parseFramework({
      ...framework,
      competencies: [competency('top', 'group'), ...ids.slice(1).map((id) => competency(id))],
      relations: ids.slice(1).map((origin, i) => ({
        type: 'isChildOf',
        origin,
        destination: i === 0 ? 'top' : `c${i}`,
      })),
    });
    if (!whole.ok) throw new Error('refused');
    expect(indexFrameworks([whole.framework]).find(`c${depth - 1}`)?.groupId).toBe('top');
  });
  test('may have several parents, relations of a vendor, and its own top', () => {
    const relations = [
      { type: 'isChildOf', origin: 'a', destination: 'g1' },
      { type: 'isChildOf', origin: 'a', destination: 'g2' },
      { type: 'isChildOf', origin: 'g1', destination: 'port' },
      { type: 'ext:practised-with', origin: 'a', destination: 'b' },
      { type: 'replacedBy', origin: 'b', destination: 'a', evidence: 'carry' },
    ];
    expect(codes({ ...framework, relations })).toEqual([]);
  });
  test.each([
    [{ type: 'isPeerOf', origin: 'a', destination: 'port' }, '/relations/0/destination COMPETENCY_UNKNOWN'],
    [
      { type: 'precedes', origin: 'a', destination: 'b', evidence: 'carry' },
      '/relations/0/evidence RELATION_CARRIES_NOTHING',
    ],
    [{ type: 'ext:', origin: 'a', destination: 'b' }, '/relations/0/type INVALID_FORMAT'],
    [{ type: 'isLike', origin: 'a', destination: 'b' }, '/relations/0/type INVALID_FORMAT'],
  ])('is refused with the relation %j', (relation, fault) => {
    expect(codes({ ...framework, relations: [relation] })).toEqual([fault]);
  });
  test.each([
    [{ validFrom: '2026-02-01', validTo: '2026-01-31' }, '/competencies/1/validTo DAYS_REVERSED'],
    [
      {
        rollUp: {
          rule: { type: 'points', base: 9, children: [{ competency: 'x', points: 1 }] },
          outcome: 'none',
        },
      },
      '/competencies/1/rollUp/rule/children/0/competency NOT_A_CHILD',
    ],
    [
      {
        rollUp: {
          rule: { type: 'points', base: 9, children: [{ competency: 'a', points: 1 }] },
          outcome: 'none',
        },
      },
      '/competencies/1/rollUp/rule/base POINTS_OUT_OF_REACH',
    ],
  ])('is refused with %j', (more, fault) => {
    const competencies = [
      competency('b'),
      { ...competency('g1', 'group'), ...more },
      competency('a'),
      competency('g2', 'group'),
    ];
    expect(codes({ ...framework, competencies })).toContain(fault);
  });
  test('with more than 200 faults has 200 of them listed, and the others counted', () => {
    const wrong = parseFramework({
      ...framework,
      relations: Array.from({ length: 4512 }, () => ({ type: 'precedes', origin: 'a', destination: 'x' })),
    });
    expect(wrong.ok ? null : [wrong.faults.length, wrong.more]).toEqual([200, 4312]);
  });
});
