// SPDX-License-Identifier: Apache-2.0
/** Mastery and what is said of it. All times are ms since the epoch; intervals are half-open [from, to). */
import type { Evidence } from './evidence.types.ts';

/** What a model may know of a piece that says something of a level. */
export interface GradedEvidence extends Pick<
  Evidence,
  'id' | 'kind' | 'value' | 'weight' | 'occurredAt' | 'validTo'
> {
  /** Rank that it shows by itself: 0 = below the first level. */
  readonly rank: number;
  /** The number that a model calculates with, 0..1, never at odds with `rank`; null where the scale has no scores. */
  readonly score: number | null;
  /** Counts until then: its validity and the grace after it; null = without end. */
  readonly until: number | null;
}

/** How sure a reading is: from how many pieces, and for models that estimate, the posterior Beta(a, b). */
export interface Certainty {
  readonly n: number;
  /** Effective number of pieces where their weights differ. */
  readonly effective?: number;
  /** With the share of probability that its interval holds. */
  readonly beta?: { readonly a: number; readonly b: number; readonly within: number };
}

/** What a mastery model reads from the evidence that is valid at a moment. */
export interface Reading {
  /** 0..1; null when the evidence carries a level only. */
  readonly score: number | null;
  /** Rank where the model knows it from the evidence; null = from the score by the scale. */
  readonly rank: number | null;
  /** Of the last piece that this reading stands on; a fade begins there. */
  readonly lastAt: number;
  /** When what it stands on has run out if nothing is added; null = never. */
  readonly validTo: number | null;
  /** How many pieces this reading stands on. */
  readonly countedCount: number;
  readonly certainty: Certainty;
}

/** Exponential fade of a score: m(t) = floor + (score − floor)·2^(−(t − since)/halfLife). */
export interface Fade {
  readonly score: number;
  readonly since: number;
  readonly halfLifeDays: number;
  readonly floor: number;
}

export type MasteryStatus = 'proficient' | 'below' | 'expired' | 'revoked' | 'unknown';

/** One stretch of constant level. The timeline of a (person, competency) is gapless from its first evidence to +∞. */
export interface MasterySegment {
  readonly from: number;
  /** null = open end. */
  readonly to: number | null;
  readonly status: MasteryStatus;
  readonly levelId: string | null;
  /** 0 = observed below the first level; null when unknown. When expired or revoked: the last rank held. */
  readonly rank: number | null;
  /** At `from`; later by `fade` where there is one. */
  readonly score: number | null;
  readonly proficient: boolean;
  /** Number of pieces that it stands on. */
  readonly countedCount: number;
  /** End of validity as foreseen from this segment; null = no end date. */
  readonly validTo: number | null;
  /** Start of `expired` or `revoked`, else null. */
  readonly expiredAt: number | null;
  readonly certainty: Certainty | null;
  /** Its validity has ended, and it still counts for the time of grace. */
  readonly isGrace?: true;
  readonly fade?: Fade;
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
}

/** Where a state stands in time; null = there is nothing that could be valid. */
export type Validity = 'pending' | 'valid' | 'expiring' | 'grace' | 'expired' | 'revoked' | null;

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
