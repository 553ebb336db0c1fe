// SPDX-License-Identifier: Apache-2.0
/** Mastery is the best that valid evidence shows: highest level, then highest score, then the later one. */
import type { Scale } from '@cairn/frameworks';
import { z } from 'zod';
import type { GradedEvidence } from '../../../mastery.types.ts';
import { faded } from '../../fade.ts';
import { rankOfScore } from '../../graded-evidence.ts';
import { defineModel, type FadeSetting, type ModelFold } from '../../model.types.ts';
import { accountOfOne, readingOfOne } from '../one-piece.ts';

/** What is granted keeps its rank, what is scored may fade: which of the two is ahead changes with time. */
interface Best {
  readonly granted: GradedEvidence | null;
  readonly scored: GradedEvidence | null;
}

const isAtLeast = (a: GradedEvidence, b: GradedEvidence) =>
  a.rank > b.rank || (a.rank === b.rank && (a.value ?? 0) >= (b.value ?? 0));
const better = (earlier: GradedEvidence | null, later: GradedEvidence | null) =>
  earlier === null ? later : later === null || !isAtLeast(later, earlier) ? earlier : later;

function scoreAt({ value, occurredAt }: GradedEvidence, at: number, fade: FadeSetting): number {
  return faded({ score: value ?? 0, since: occurredAt, ...fade }, at);
}
/** All fade alike, so who is ahead at the later of the two stays ahead. */
function betterFaded(earlier: GradedEvidence | null, later: GradedEvidence | null, fade: FadeSetting) {
  if (earlier === null || later === null) return later ?? earlier;
  return scoreAt(later, later.occurredAt, fade) >= scoreAt(earlier, later.occurredAt, fade) ? later : earlier;
}

function bestAt({ granted, scored }: Best, at: number, scale: Scale, fade: FadeSetting | null) {
  if (!fade || !scored || !granted) return scored ?? granted;
  const score = scoreAt(scored, at, fade);
  return isAtLeast({ ...scored, rank: rankOfScore(scale, score), value: score }, granted) ? scored : granted;
}

export const highest = defineModel({
  id: 'highest',
  version: 2,
  title: 'Highest',
  source: 'Instructure Canvas, outcome calculation "Highest Score"',
  parameters: z.strictObject({}),
  readsScores: false,
  open: (_parameters, { scale, fade }): ModelFold<Best> => {
    const of = (piece: GradedEvidence): Best =>
      fade && piece.value !== null && rankOfScore(scale, piece.value) === piece.rank
        ? { granted: null, scored: piece }
        : { granted: piece, scored: null };
    const join = (earlier: Best, later: Best): Best => ({
      granted: better(earlier.granted, later.granted),
      scored: fade ? betterFaded(earlier.scored, later.scored, fade) : null,
    });
    const best = (summary: Best, at: number) => bestAt(summary, at, scale, fade);
    return {
      of,
      join,
      read: (summary, at) => {
        const piece = best(summary, at);
        return piece && readingOfOne(piece);
      },
      account: (pieces, at) => {
        const [first, ...rest] = pieces.map(of);
        const piece = first && best(rest.reduce(join, first), at);
        return accountOfOne(piece ?? undefined, { code: 'highest' });
      },
    };
  },
});
