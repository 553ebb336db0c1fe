// SPDX-License-Identifier: Apache-2.0
/** For models in which a single piece decides. */
import type { GradedEvidence, Reading } from '../../mastery.types.ts';
import type { Account, Reason } from '../model.types.ts';

export const readingOfOne = (piece: GradedEvidence): Reading => ({
  score: piece.value,
  rank: piece.rank,
  lastAt: piece.occurredAt,
  validTo: piece.validTo,
  countedCount: 1,
  certainty: { n: 1 },
});

export const accountOfOne = (piece: GradedEvidence | undefined, reason: Reason): Account => ({
  contributions: piece ? [{ evidenceId: piece.id, share: 1, amount: piece.value }] : [],
  base: 0,
  reasons: [reason],
});
