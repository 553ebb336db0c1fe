// SPDX-License-Identifier: Apache-2.0
/** Mastery and what is said of it. All times are ms since the epoch; intervals are half-open [from, to). */
import type { Evidence } from './evidence.types.ts';
import type { Withheld } from './mapping/across/withheld.types.ts';

/** Evidence that says something of a level, with the rank that it shows by itself: 0 = below the first level. */
export interface GradedEvidence extends Evidence {
  readonly rank: number;
}

/** What a mastery model reads from the evidence that is valid at a moment. */
export interface Reading {
  /** 0..1; null when the evidence carries a level only. */
  readonly score: number | null;
  /** Rank where the model knows it from the evidence; null = from the score by the scale. */
  readonly rank: number | null;
  /** Ids of the evidence that this reading stands on. */
  readonly counted: readonly string[];
}

/** One stretch of constant mastery. The timeline of a (person, competency) is gapless from its first evidence to +∞. */
export interface MasterySegment {
  readonly from: number;
  /** null = open end. */
  readonly to: number | null;
  readonly status: 'proficient' | 'below' | 'expired' | 'unknown';
  readonly levelId: string | null;
  /** 0 = observed below the first level; null when unknown. When expired: the last rank held. */
  readonly rank: number | null;
  readonly score: number | null;
  readonly proficient: boolean;
  /** Evidence ids that it stands on, oldest first. */
  readonly counted: readonly string[];
  /** End of validity as foreseen from this segment; null = no end date. */
  readonly validTo: number | null;
  /** Start of `expired`, else null. */
  readonly expiredAt: number | null;
}

export interface MasteryTimeline {
  readonly segments: readonly MasterySegment[];
  /** Number of pieces of evidence, withdrawn ones left out. */
  readonly evidenceCount: number;
  readonly lastEvidenceAt: number | null;
  readonly lastEvidenceId: string | null;
}

export interface MasteryState extends Omit<MasterySegment, 'from' | 'to'> {
  readonly since: number | null;
  readonly countedCount: number;
}

export interface MasteryModel {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** Throws EngineError MODEL_PARAMETER_INVALID. */
  readonly parse: (parameters: Readonly<Record<string, unknown>>) => unknown;
  /** `evidence`: non-empty, all valid at `at`, in event order (occurredAt, seq, id). Pure; never looks at the clock. */
  readonly read: (evidence: readonly GradedEvidence[], parameters: unknown, at: number) => Reading;
}

export type GapStatus = 'met' | 'near' | 'gap' | 'expired' | 'unknown';

export interface GapItem {
  readonly competencyId: string;
  readonly requiredLevelId: string;
  readonly requiredRank: number;
  readonly heldRank: number | null;
  /** max(0, required − held) in levels; null when unknown. */
  readonly gap: number | null;
  readonly status: GapStatus;
  /** Normalised: all weights of the role sum to 1. */
  readonly weight: number;
  readonly mandatory: boolean;
  readonly state: MasteryState;
}

export interface Gap {
  readonly items: readonly GapItem[];
  /** Σw(known)/Σw, 0..1. */
  readonly coverage: number;
  /** Σw·min(C,R)/R over known / Σw(known); null when nothing is known. */
  readonly fit: number | null;
}

/** What one piece of evidence does to the result. */
export type EvidenceEffect =
  'counts' | 'superseded' | 'withheld' | 'expired' | 'withdrawn' | 'not-yet' | 'no-value';

export interface ExplainedEvidence {
  readonly evidence: Evidence;
  readonly effect: EvidenceEffect;
  /** Why a rule across statements does not let it stand; null when it stands, or its rule looks at one statement. */
  readonly withheld: Withheld | null;
  /** Level that this piece shows by itself; null = none. */
  readonly levelId: string | null;
}
