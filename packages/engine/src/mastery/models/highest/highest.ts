// SPDX-License-Identifier: Apache-2.0
/** Mastery is the best that valid evidence shows: highest level, then highest score, then the later one. */
import type { GradedEvidence, MasteryModel } from '../../../mastery.types.ts';
import { noParameters } from '../no-parameters.ts';

const isAtLeast = (a: GradedEvidence, b: GradedEvidence) =>
  a.rank > b.rank || (a.rank === b.rank && (a.value ?? 0) >= (b.value ?? 0));

export const highest: MasteryModel = {
  id: 'highest',
  version: 1,
  title: 'Highest',
  parse: noParameters,
  read: (evidence) => {
    const [first, ...rest] = evidence;
    if (!first) return { score: null, rank: null, counted: [] };
    const best = rest.reduce((held, next) => (isAtLeast(next, held) ? next : held), first);
    return { score: best.value, rank: best.rank, counted: [best.id] };
  },
};
