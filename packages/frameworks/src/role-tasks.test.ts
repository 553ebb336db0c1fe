// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexFrameworks } from './framework-index.ts';
import { frameworkSchema } from './framework.schema.ts';
import { parseRoleProfile } from './parse-role-profile.ts';

const en = (text: string) => ({ en: text });
const index = indexFrameworks([
  frameworkSchema.parse({
    id: 'f',
    title: en('F'),
    version: '1',
    scale: 's',
    scales: [
      {
        id: 's',
        name: en('S'),
        levels: [1, 2, 3].map((rank) => ({ id: `L${rank}`, rank, name: en('L'), proficient: rank > 1 })),
      },
    ],
    competencies: ['X', 'Y'].map((id) => ({ id, code: id, label: en(id), statement: en(id), kind: 'skill' })),
  }),
]);
type Task = readonly [
  code: string,
  importance: number,
  frequency: number,
  competency: string,
  level: string,
  critical?: true,
];
const roleOf = (tasks: readonly Task[], more: object = {}) =>
  parseRoleProfile(
    {
      id: 'r',
      title: en('R'),
      duties: [
        {
          code: 'A',
          title: en('A'),
          tasks: tasks.map(([code, importance, frequency, competency, level, critical = false]) => ({
            code,
            statement: en(code),
            importance,
            frequency,
            critical,
            requires: [{ competency, level }],
          })),
        },
      ],
      ...more,
    },
    index,
  );
const requirementsOf = (tasks: readonly Task[]) => {
  const parsed = roleOf(tasks);
  return parsed.ok ? parsed.role.requirements : [];
};

test('domain §4: A1(5, 2)→X@L2, A2(3, 5, critical)→X@L3, B1(1, 5)→Y@L2', () => {
  const [x, y] = requirementsOf([
    ['A1', 5, 2, 'X', 'L2'],
    ['A2', 3, 5, 'X', 'L3', true],
    ['B1', 1, 5, 'Y', 'L2'],
  ]);
  expect(x).toMatchObject({ competency: 'X', level: 'L3', mandatory: true });
  expect(x?.weight).toBeCloseTo(0.833333, 6);
  expect(y).toMatchObject({ competency: 'Y', level: 'L2', mandatory: false });
  expect(y?.weight).toBeCloseTo(0.166667, 6);
});

test('weights are 1 together, and the order of tasks changes nothing but the order', () => {
  const task = fc.tuple(
    fc.constant('T'),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
    fc.constantFrom('X', 'Y'),
    fc.constantFrom('L1', 'L2', 'L3'),
  );
  fc.assert(
    fc.property(fc.array(task, { minLength: 1, maxLength: 8 }), (tasks) => {
      const found = requirementsOf(tasks);
      expect(found.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
      const sorted = (list: typeof found) => list.toSorted((a, b) => (a.competency < b.competency ? -1 : 1));
      expect(sorted(requirementsOf(tasks.toReversed()))).toEqual(sorted(found));
    }),
  );
});

describe('a role is refused that', () => {
  test.each<[string, readonly Task[], object, string, string]>([
    ['asks for what no framework has', [['A1', 1, 1, 'Z', 'L1']], {}, 'COMPETENCY_UNKNOWN', 'competency'],
    ['asks for a level that is none', [['A1', 1, 1, 'X', 'L9']], {}, 'LEVEL_UNKNOWN', 'level'],
  ])('%s', (_what, tasks, more, code, part) => {
    expect(roleOf(tasks, more)).toMatchObject({
      ok: false,
      faults: [{ code, pointer: `/duties/0/tasks/0/requires/0/${part}` }],
    });
  });
  test('requires nothing', () => {
    expect(parseRoleProfile({ id: 'r', title: en('R') }, index)).toMatchObject({
      ok: false,
      faults: [{ code: 'NOTHING_REQUIRED' }],
    });
  });
  test('has duties and other requirements than follow from them; the same ones may stand there', () => {
    const tasks: readonly Task[] = [['A1', 2, 3, 'X', 'L2']];
    const requirements = requirementsOf(tasks);
    expect(roleOf(tasks, { requirements })).toMatchObject({ ok: true });
    expect(
      roleOf(tasks, { requirements: requirements.map((one) => ({ ...one, level: 'L3' })) }),
    ).toMatchObject({ ok: false, faults: [{ code: 'REQUIREMENTS_TWICE' }] });
  });
});
