// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { type Evidence, type EvidenceKind, explain } from '../../../index.ts';
import { contextBy, piece } from '../../../testing/policy.ts';
import { composed } from './composed.ts';

let seq = 0;
const of = (kind: EvidenceKind, value: number, more: Partial<Evidence> = {}) => {
  seq += 1;
  return piece(`${kind} ${seq}`, { kind, value, occurredAt: seq, seq, ...more });
};
const by = (requires: unknown, evidence: readonly Evidence[], level?: string) =>
  explain(evidence, 1e6, contextBy('composed', { requires, ...(level === undefined ? {} : { level }) }));

/** One observation on the job and a passed test. */
const both = { all: [{ kinds: ['observation'] }, { kinds: ['knowledge-test'], level: 'L2' }] };

test('an observation on the job and a passed test: the observation decides, the test must be passed', () => {
  expect(by(both, [of('observation', 0.95), of('knowledge-test', 0.55)]).state).toMatchObject({
    rank: 4,
    countedCount: 2,
  });
  expect(by(both, [of('observation', 0.95), of('knowledge-test', 0.35)]).state).toMatchObject({
    rank: 0,
    status: 'below',
  });
});
test('one of the two alone is unknown, never below, and what is missing is told', () => {
  const { state, account, pieces } = by(both, [of('observation', 0.95)]);
  expect(state.status).toBe('unknown');
  expect(account?.reasons).toEqual([
    {
      code: 'composed',
      parts: [
        { kinds: ['observation'], count: 1, have: 1, levelId: null, isMet: true },
        { kinds: ['knowledge-test'], count: 1, have: 0, levelId: 'L2', isMet: false },
      ],
    },
  ]);
  expect(pieces.map(({ effect }) => effect)).toEqual(['counts']);
});
test('of any the best part that is known decides', () => {
  const either = { any: [{ kinds: ['observation'] }, { kinds: ['knowledge-test'], count: 2 }] };
  expect(by(either, [of('knowledge-test', 0.95), of('observation', 0.55)]).state.rank).toBe(2);
  expect(
    by(either, [of('knowledge-test', 0.95), of('knowledge-test', 0.75), of('observation', 0.55)]).state.rank,
  ).toBe(3);
});
test('a count takes that many of the best, or of the last', () => {
  const twice = (take: string) => ({ kinds: ['observation'], count: 2, take });
  const evidence = [of('observation', 0.95), of('observation', 0.75), of('observation', 0.35)];
  expect(by(twice('best'), evidence).state.rank).toBe(3);
  expect(by(twice('latest'), evidence).state.rank).toBe(1);
});
test('gates alone lend the level that is named, else the first proficient one', () => {
  const gate = { kinds: ['assertion'], level: 'L1' };
  expect(by(gate, [of('assertion', 0.95)]).state.levelId).toBe('L3');
  expect(by(gate, [of('assertion', 0.95)], 'L4').state.levelId).toBe('L4');
});
test('is valid as long as all that it takes is', () =>
  expect(
    by(both, [of('observation', 0.95, { validTo: 2e6 }), of('knowledge-test', 0.55, { validTo: 3e6 })]).state
      .validTo,
  ).toBe(2e6));
test('parts too deep in each other are refused before they are followed', () => {
  let deep: unknown = { kinds: ['observation'] };
  for (let i = 0; i < 100_000; i += 1) deep = { all: [deep] };
  expect(composed.parameters.safeParse({ requires: deep }).success).toBe(false);
});
