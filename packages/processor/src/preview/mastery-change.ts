// SPDX-License-Identifier: Apache-2.0
/** Two states of one person's mastery → what changes for that person, and counts of it. Pure. */
import type { MasteryState } from '@cairn/engine';
import { stableJson } from '@cairn/xapi';
import type { ChangeCounts, MasteryChangeKind } from './preview.types.ts';

export const changeKinds: readonly MasteryChangeKind[] = [
  'gains',
  'loses',
  'becomes-known',
  'becomes-unknown',
  'level-up',
  'level-down',
  'otherwise',
];

export type Tally = Record<MasteryChangeKind, number>;
export const noChanges = (): Tally => ({
  gains: 0,
  loses: 0,
  'becomes-known': 0,
  'becomes-unknown': 0,
  'level-up': 0,
  'level-down': 0,
  otherwise: 0,
});
export const sumOf = (counts: ChangeCounts): number =>
  changeKinds.reduce((sum, kind) => sum + counts[kind], 0);

/** What it stands on is seen in its explanation; it is the same result all the same. */
const resultOf = ({ status, levelId, rank, score, validTo, expiredAt }: MasteryState) =>
  stableJson({ status, levelId, rank, score, validTo, expiredAt });

/** null: nobody would see a difference. */
export function masteryChange(before: MasteryState, after: MasteryState): MasteryChangeKind | null {
  const isKnown = { before: before.status !== 'unknown', after: after.status !== 'unknown' };
  if (!isKnown.before || !isKnown.after) {
    if (isKnown.after) return 'becomes-known';
    return isKnown.before ? 'becomes-unknown' : null;
  }
  if (before.proficient !== after.proficient) return after.proficient ? 'gains' : 'loses';
  const [from, to] = [before.rank ?? 0, after.rank ?? 0];
  if (from !== to) return to > from ? 'level-up' : 'level-down';
  return resultOf(before) === resultOf(after) ? null : 'otherwise';
}
