// SPDX-License-Identifier: Apache-2.0
/** Contributions to a score that is a sum of the pieces' scores, each by its share of it. */
import type { GradedEvidence } from '../../mastery.types.ts';
import type { Contribution } from '../model.types.ts';

/** @param shareOf of the piece at this place; all together are 1. */
export const byShares = (
  pieces: readonly GradedEvidence[],
  shareOf: (piece: GradedEvidence, place: number) => number,
): readonly Contribution[] =>
  pieces.map((piece, place) => {
    const share = shareOf(piece, place);
    return { evidenceId: piece.id, share, amount: share * (piece.score ?? 0) };
  });
