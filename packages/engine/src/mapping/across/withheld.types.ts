// SPDX-License-Identifier: Apache-2.0
import type { Evidence } from '../../evidence.types.ts';

export type WithheldReason = 'too-few' | 'steps-missing' | 'not-first' | 'not-best' | 'not-last';

/** Why a piece does not stand at a moment. */
export interface Withheld {
  readonly id: string;
  readonly reason: WithheldReason;
  /** Of too-few and steps-missing: how many there are of how many. */
  readonly have?: number;
  readonly need?: number;
}

/** What one rule lets stand. Asked of a piece that occurred by then; whether it is still valid the fold knows. */
export interface Withholding {
  /** Asked of every piece at every moment, so it tells no more than that. */
  readonly standsAt: (piece: Evidence, at: number) => boolean;
  /** Of one that does not stand. */
  readonly why: (piece: Evidence, at: number) => Withheld;
}
