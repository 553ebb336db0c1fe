// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { explain, foldMastery } from '../../../index.ts';
import { contextBy, piece } from '../../../testing/policy.ts';

const day = 86_400_000;
const aged = (score: number, age: number) =>
  piece(`age ${age}`, { value: score, occurredAt: -age * day, seq: 1000 - age });
const evidence = [aged(0.5, 360), aged(0.7, 180), aged(0.9, 0)];
const at = (halfLifeDays: number, when = 0) =>
  explain(evidence, when, contextBy('recency-weighted', { halfLifeDays }));

test.each([
  [180, 0.785714],
  [90, 0.842857],
  [365, 0.744711],
])('0.5 of 360 days, 0.7 of 180 and 0.9 of now, half-life %s days: %s', (halfLifeDays, score) =>
  expect(at(halfLifeDays).state.score).toBeCloseTo(score, 6),
);
test('half-life 180 days: weights .25, .5 and 1, effective number 2.333333', () => {
  const { account, state } = at(180);
  expect(account?.contributions.map(({ share }) => (share ?? 0) * 1.75)).toEqual([
    expect.closeTo(0.25, 12),
    expect.closeTo(0.5, 12),
    expect.closeTo(1, 12),
  ]);
  expect(state.certainty?.effective).toBeCloseTo(2.333333, 6);
});
test('time alone moves nothing: all weights shrink alike, so a timeline of stretches is exact', () => {
  expect(at(180, 5000 * day).state.score).toBe(at(180).state.score);
  expect(foldMastery(evidence, contextBy('recency-weighted')).segments).toHaveLength(3);
});
