// SPDX-License-Identifier: Apache-2.0
/** Which pieces stand: rules that look across statements may withhold some of them for a time. A stage before the mastery model. */
import type { Evidence } from '../evidence.types.ts';

/** Why a piece does not stand at a moment. */
export interface WithheldPiece {
  readonly reason: string;
  /** Where a number is asked for: how many there are of how many. */
  readonly have?: number;
  readonly need?: number;
}
export interface Standing {
  /** Asked of a piece that has occurred by then: by a fold of all of them at every moment, so it must be quick. */
  readonly standsAt: (piece: Evidence, at: number) => boolean;
  /** Why it does not; null: it stands. */
  readonly withheldAt: (piece: Evidence, at: number) => WithheldPiece | null;
  /** Pieces that may ever be withheld: only these are looked at in every moment. */
  readonly mayWithhold: (piece: Evidence) => boolean;
  /** Moments beside those of the pieces at which something may begin or cease to stand. */
  readonly moments: readonly number[];
}
/** `evidence`: what is not withdrawn, in event order. */
export type PrepareStanding = (evidence: readonly Evidence[]) => Standing;

/** Where no rule looks across statements, all stand. */
export const allStand: PrepareStanding = () => ({
  standsAt: () => true,
  withheldAt: () => null,
  mayWithhold: () => false,
  moments: [],
});
