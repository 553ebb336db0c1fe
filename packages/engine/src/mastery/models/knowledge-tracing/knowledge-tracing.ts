// SPDX-License-Identifier: Apache-2.0
/**
 * Bayesian knowledge tracing: the probability that it is known, after each piece seen as right (it shows a proficient level) or
 * wrong. For many small observations, not for three completions a year.
 */
import { z } from 'zod';
import type { GradedEvidence } from '../../../mastery.types.ts';
import { proficientFrom, rankOfScore } from '../../graded-evidence.ts';
import { defineModel, type ModelFold } from '../../model.types.ts';
import { cleanScore, joinSpans, type Span, spanOf } from '../span.ts';

const probability = z.number().min(0).max(1);
const parameters = z
  .strictObject({
    /** P(L₀): known before the first observation. */
    prior: probability,
    /** T: not known → known between two observations. */
    learn: probability,
    /** G: right without knowing. */
    guess: probability,
    /** S: wrong in spite of knowing. */
    slip: probability,
    /** F: known → not known between two observations. */
    forget: probability.default(0),
    /** Probability from which it is held to be mastered. */
    mastery: z.number().gt(0).max(1).default(0.95),
  })
  .refine(({ guess, slip }) => guess + slip < 1, {
    path: ['guess'],
    message: 'guess and slip together must be below 1, or a right answer would lower the belief',
  });
type Parameters = z.infer<typeof parameters>;

/** A step is linear in (known, not known) but for their sum, so steps join as matrices: [[kk, ku], [uk, uu]]. */
interface Steps {
  readonly span: Span;
  readonly kk: number;
  readonly ku: number;
  readonly uk: number;
  readonly uu: number;
}
/** Only proportions matter: scaled by the greatest, or a thousand steps would vanish below what a number can hold. */
function join(a: Steps, b: Steps): Steps {
  const kk = b.kk * a.kk + b.ku * a.uk;
  const ku = b.kk * a.ku + b.ku * a.uu;
  const uk = b.uk * a.kk + b.uu * a.uk;
  const uu = b.uk * a.ku + b.uu * a.uu;
  const most = Math.max(kk, ku, uk, uu) || 1;
  return { span: joinSpans(a.span, b.span), kk: kk / most, ku: ku / most, uk: uk / most, uu: uu / most };
}
/** P(known) after the steps; what the parameters hold to be impossible tells nothing, and the prior stays. */
function knownAfter({ kk, ku, uk, uu }: Steps, prior: number): number {
  const known = kk * prior + ku * (1 - prior);
  const all = known + uk * prior + uu * (1 - prior);
  return all > 0 ? known / all : prior;
}
function stepOf(piece: GradedEvidence, isRight: boolean, { learn, guess, slip, forget }: Parameters): Steps {
  const [ifKnown, ifNot] = isRight ? [1 - slip, guess] : [slip, 1 - guess];
  return {
    span: spanOf(piece),
    kk: (1 - forget) * ifKnown,
    ku: learn * ifNot,
    uk: forget * ifKnown,
    uu: (1 - learn) * ifNot,
  };
}

export const knowledgeTracing = defineModel({
  id: 'knowledge-tracing',
  version: 1,
  title: 'Bayesian knowledge tracing',
  source:
    'Corbett & Anderson 1995, doi:10.1007/BF01099821; forgetting as in pyBKT (Badrinath, Wang & Pardos 2021)',
  parameters,
  readsScores: false,
  open: (given, { scale }): ModelFold<Steps> => {
    const proficient = proficientFrom(scale);
    const of = (piece: GradedEvidence) => stepOf(piece, piece.rank >= proficient, given);
    return {
      of,
      join,
      read: (steps) => {
        const { span } = steps;
        const score = cleanScore(knownAfter(steps, given.prior));
        const rank = rankOfScore(scale, score);
        return {
          score,
          rank: score < given.mastery ? Math.min(rank, proficient - 1) : Math.max(rank, proficient),
          lastAt: span.lastAt,
          validTo: span.validTo,
          countedCount: span.n,
          certainty: { n: span.n },
        };
      },
      account: (pieces) => {
        let known = given.prior;
        let steps: Steps | null = null;
        const contributions = pieces.map((piece) => {
          const step = of(piece);
          steps = steps ? join(steps, step) : step;
          const next = knownAfter(steps, given.prior);
          const amount = next - known;
          known = next;
          return { evidenceId: piece.id, share: null, amount };
        });
        const reason = {
          code: 'knowledge-tracing',
          n: pieces.length,
          known,
          mastery: given.mastery,
        } as const;
        return { contributions, base: given.prior, reasons: [reason] };
      },
    };
  },
});
