// SPDX-License-Identifier: Apache-2.0
/** What is kept of the mastery of one person and competency. */
import type { MasteryTimeline } from '@cairn/engine';

export interface MasteryKey {
  /** The version since which the competency's mastery stands on the same rules, model and scale; see `generationOf`. */
  readonly policyVersion: string;
  readonly personId: string;
  readonly competencyId: string;
}
export interface MasteryDocument extends MasteryKey {
  readonly _id: string;
  readonly rev: number;
  /** Revision that the timeline was folded at. */
  readonly folded: number;
  readonly dirty?: true;
  /** By person: who folds it. Absent in those of before, until they are marked again. */
  readonly part?: number | null;
  /** Dirty since; without meaning when not. */
  readonly since: Date;
  readonly timeline: MasteryTimeline;
  /** When the state next changes by itself. */
  readonly next: Date | null;
  /** When the visible result last changed. */
  readonly changedAt: Date;
}
