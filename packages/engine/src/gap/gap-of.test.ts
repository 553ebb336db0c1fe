// SPDX-License-Identifier: Apache-2.0
import { indexFrameworks } from '@cairn/frameworks';
import { expect, test } from 'vitest';
import { gapOf, unknownState } from '../index.ts';
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
