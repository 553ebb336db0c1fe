// SPDX-License-Identifier: Apache-2.0
import { indexFrameworks } from '@cairn/frameworks';
import { expect, test } from 'vitest';
import { gapOf, type MasteryState, unknownState } from '../index.ts';
import { en, framework } from '../testing/policy.ts';

test('the gap of a role is as published: coverage .8, fit .8125', () => {
  const role = {
    id: 'r',
    title: en('R'),
    requirements: [
      { competency: 'A', level: 'L3', weight: 5, mandatory: true },
      { competency: 'B', level: 'L4', weight: 3, mandatory: false },
      { competency: 'C', level: 'L2', weight: 2, mandatory: false },
    ],
  };
  const ranks: Readonly<Record<string, number | undefined>> = { A: 3, B: 2 };
  const gap = gapOf(role, indexFrameworks([framework]), (id) =>
    ranks[id] === undefined ? unknownState : { ...unknownState, status: 'below', rank: ranks[id] },
  );
  expect(gap.items.map(({ gap: levels, status }) => [levels, status])).toEqual([
    [0, 'met'],
    [2, 'gap'],
    [null, 'unknown'],
  ]);
  expect(gap.coverage).toBeCloseTo(0.8);
  expect(gap.fit).toBeCloseTo(0.8125);
});

test('what is expired holds nothing now, a surplus makes up for nothing, and a failure is known', () => {
  const levels = { A: 'L2', B: 'L4', C: 'L3' } as const;
  const role = {
    id: 'r',
    title: en('R'),
    requirements: Object.entries(levels).map(([competency, level]) => ({
      competency,
      level,
      weight: 1,
      mandatory: false,
    })),
  };
  const states: Readonly<Record<string, MasteryState>> = {
    A: { ...unknownState, status: 'proficient', rank: 4, levelId: 'L4', proficient: true },
    B: { ...unknownState, status: 'expired', rank: 4, levelId: 'L4', expiredAt: 1 },
    C: { ...unknownState, status: 'below', rank: 0 },
  };
  const gap = gapOf(role, indexFrameworks([framework]), (id) => states[id] ?? unknownState);
  expect(gap.items.map(({ heldRank, gap: by, status }) => [heldRank, by, status])).toEqual([
    [4, 0, 'met'],
    [0, 4, 'expired'],
    [0, 3, 'gap'],
  ]);
  expect(gap.coverage).toBeCloseTo(1);
  expect(gap.fit).toBeCloseTo(1 / 3);
});
test('one level short is near, and nothing known has no fit', () => {
  const role = {
    id: 'r',
    title: en('R'),
    requirements: [{ competency: 'A', level: 'L3', weight: 1, mandatory: true }],
  };
  const against = (state: MasteryState) => gapOf(role, indexFrameworks([framework]), () => state);
  expect(against({ ...unknownState, status: 'below', rank: 2 }).items[0]).toMatchObject({
    status: 'near',
    gap: 1,
  });
  expect(against(unknownState)).toMatchObject({ coverage: 0, fit: null });
});
