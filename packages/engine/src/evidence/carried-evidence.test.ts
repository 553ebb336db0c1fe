// SPDX-License-Identifier: Apache-2.0
import { type Framework, frameworkSchema } from '@cairn/frameworks';
import { describe, expect, test } from 'vitest';
import { compilePolicy, foldMastery, indexReplacements, stateAt, withCarried } from '../index.ts';
import { framework, piece, policyOf } from '../testing/policy.ts';

type Evidence = NonNullable<Framework['relations'][number]['evidence']>;
const replaced = (origin: string, destination: string, evidence?: Evidence) => ({
  type: 'replacedBy' as const,
  origin,
  destination,
  ...(evidence ? { evidence } : {}),
});
const withRelations = (...relations: readonly object[]): Framework =>
  frameworkSchema.parse({ ...framework, relations });
const compiled = (own: Framework) => compilePolicy({ ...policyOf([]), frameworks: [own] });
const stateOfB = (own: Framework, ...evidence: readonly Parameters<typeof piece>[1][]) => {
  const policy = compiled(own);
  const context = policy.mastery('B');
  if (!context) throw new Error('no B');
  const pieces = evidence.map((more, i) => piece(`p${i}`, more));
  return stateAt(foldMastery(withCarried(policy, 'B', pieces), context), 10);
};

describe('evidence of what was replaced', () => {
  test('counts for what took its place, as the relation says', () => {
    const old = { competencyId: 'A', value: 0.95 };
    expect(stateOfB(withRelations(replaced('A', 'B', 'carry')), old)).toMatchObject({
      levelId: 'L4',
      score: 0.95,
    });
    expect(stateOfB(withRelations(replaced('A', 'B', 'carry-capped')), old)).toMatchObject({
      levelId: 'L2',
      proficient: false,
    });
    for (const evidence of ['none', undefined] as const)
      expect(stateOfB(withRelations(replaced('A', 'B', evidence)), old).status).toBe('unknown');
  });
  test('stands beside its own, in the order of when it happened', () => {
    const own = withRelations(replaced('A', 'B', 'carry'));
    const old = { competencyId: 'A', value: 0.95, occurredAt: 1 };
    const fresh = { competencyId: 'B', value: 0.55, occurredAt: 2 };
    expect(stateOfB(own, old, fresh)).toMatchObject({ levelId: 'L2', countedCount: 1 });
    expect(stateOfB(own, fresh, { ...old, occurredAt: 3 })).toMatchObject({ levelId: 'L4' });
  });
  test('capped is never proficient, and a level below that stays what it is', () => {
    const own = withRelations(replaced('A', 'B', 'carry-capped'));
    for (const [more, levelId] of [
      [{ value: 0.4 }, 'L1'],
      [{ levelId: 'L4', value: null }, 'L2'],
      [{ value: 1, success: true, valuePath: 'raw' }, 'L2'],
    ] as const)
      expect(stateOfB(own, { competencyId: 'A', ...more })).toMatchObject({ levelId, proficient: false });
  });
  test('goes on over several replacements; one that carries nothing ends the way, one that caps caps all', () => {
    const { predecessors, successors } = indexReplacements([
      withRelations(replaced('A', 'B', 'carry'), replaced('B', 'C', 'carry-capped')),
    ]);
    expect(predecessors('C')).toEqual([
      { id: 'B', isCapped: true },
      { id: 'A', isCapped: true },
    ]);
    expect([successors('A'), successors('B'), successors('C')]).toEqual([['B', 'C'], ['C'], []]);
    const broken = indexReplacements([
      withRelations(replaced('A', 'B', 'none'), replaced('B', 'C', 'carry')),
    ]);
    expect([broken.predecessors('C'), broken.successors('A')]).toEqual([[{ id: 'B', isCapped: false }], []]);
  });
  test('of another scale: a level is not converted, a score is read by the new scale', () => {
    const scale = { ...framework.scales[0], id: 't' };
    const own = frameworkSchema.parse({
      ...framework,
      scales: [...framework.scales, scale],
      competencies: framework.competencies.map((one) => (one.id === 'B' ? { ...one, scale: 't' } : one)),
      relations: [replaced('A', 'B', 'carry')],
    });
    expect(stateOfB(own, { competencyId: 'A', levelId: 'L4', value: null }).status).toBe('unknown');
    expect(stateOfB(own, { competencyId: 'A', value: 0.75 })).toMatchObject({ levelId: 'L3' });
  });
  test('of a framework that was published before there were such relations, there is none', () => {
    const { replacements } = compiled(framework);
    expect([replacements.predecessors('A'), replacements.successors('A')]).toEqual([[], []]);
  });
});
