// SPDX-License-Identifier: Apache-2.0
/** Mastery is yes or no: whether there is evidence of a proficient level. A yes is the first proficient level, no more. */
import { z } from 'zod';
import type { GradedEvidence } from '../../../mastery.types.ts';
import { proficientFrom } from '../../graded-evidence.ts';
import { defineModel, type ModelFold } from '../../model.types.ts';

/** What one answer stands on. */
interface Side {
  readonly n: number;
  readonly rank: number;
  readonly lastAt: number;
  readonly validTo: number | null;
}
interface Sides {
  readonly positive: Side | null;
  readonly negative: Side | null;
  readonly isLastPositive: boolean;
}
function joined(a: Side | null, b: Side | null): Side | null {
  if (!a || !b) return a ?? b;
  return {
    n: a.n + b.n,
    rank: Math.max(a.rank, b.rank),
    lastAt: Math.max(a.lastAt, b.lastAt),
    validTo: a.validTo === null || b.validTo === null ? null : Math.max(a.validTo, b.validTo),
  };
}

const parameters = z.strictObject({
  /** `any`: one positive piece is enough · `latest`: the last one is positive · `no-negative`: one is, and none is negative. */
  by: z.enum(['any', 'latest', 'no-negative']).default('any'),
});

export const anyOf = defineModel({
  id: 'any',
  version: 1,
  title: 'Any',
  source: 'CaSS (cassproject), hasPositiveEvidence, latestEvidenceIsPositive, hasNegativeEvidence',
  parameters,
  readsScores: false,
  open: ({ by }, { scale }): ModelFold<Sides> => {
    const proficient = proficientFrom(scale);
    const isPositive = ({ rank }: GradedEvidence) => rank >= proficient;
    const isYes = ({ positive, negative, isLastPositive }: Sides) =>
      by === 'latest' ? isLastPositive : positive !== null && (by === 'any' || negative === null);
    return {
      of: (piece) => {
        const { rank, occurredAt, validTo } = piece;
        const side = { n: 1, rank, lastAt: occurredAt, validTo };
        return isPositive(piece)
          ? { positive: side, negative: null, isLastPositive: true }
          : { positive: null, negative: side, isLastPositive: false };
      },
      join: (a, b) => ({
        positive: joined(a.positive, b.positive),
        negative: joined(a.negative, b.negative),
        isLastPositive: b.isLastPositive,
      }),
      read: (sides) => {
        const isHeld = isYes(sides);
        const side = isHeld ? sides.positive : sides.negative;
        if (!side) return null;
        return {
          score: null,
          rank: isHeld ? proficient : side.rank,
          lastAt: side.lastAt,
          validTo: side.validTo,
          countedCount: side.n,
          certainty: { n: (sides.positive?.n ?? 0) + (sides.negative?.n ?? 0) },
        };
      },
      account: (pieces) => {
        const positive = pieces.filter(isPositive);
        const negative = pieces.filter((piece) => !isPositive(piece));
        const last = pieces.at(-1);
        const isHeld =
          by === 'latest'
            ? last !== undefined && isPositive(last)
            : positive.length > 0 && (by === 'any' || negative.length === 0);
        return {
          contributions: (isHeld ? positive : negative).map(({ id }) => ({
            evidenceId: id,
            share: null,
            amount: null,
          })),
          base: 0,
          reasons: [{ code: 'any', by, positive: positive.length, negative: negative.length }],
        };
      },
    };
  },
});
