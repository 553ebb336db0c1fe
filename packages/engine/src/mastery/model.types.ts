// SPDX-License-Identifier: Apache-2.0
/**
 * What a mastery model is. It says how one piece is summed up and how two summaries, the earlier first, become one. `join` is
 * associative, so that a tree of summaries follows every piece that comes and ends in log n steps, whatever the model.
 */
import type { Scale } from '@cairn/frameworks';
import type { z } from 'zod';
import { EngineError } from '../engine.errors.ts';
import type { EvidenceKind } from '../evidence/evidence-kinds.ts';
import type { GradedEvidence, Reading } from '../mastery.types.ts';

export interface FadeSetting {
  readonly halfLifeDays: number;
  /** Score that it never falls below. */
  readonly floor: number;
}
/** What a model may know of the competency that it reads. */
export interface ModelSetting {
  readonly scale: Scale;
  readonly fade: FadeSetting | null;
}

/** One part of a composed model: what is asked, and what is there. */
export interface ReasonPart {
  readonly kinds: readonly EvidenceKind[];
  readonly count: number;
  readonly have: number;
  /** Level that each must show; null = the level that they show decides. */
  readonly levelId: string | null;
  readonly isMet: boolean;
}
/** Why a reading is what it is; the texts are in the catalogue of messages. */
export type Reason =
  | { readonly code: 'latest' }
  | { readonly code: 'highest' }
  | { readonly code: 'average'; readonly n: number }
  | {
      readonly code: 'n-of-mastery';
      readonly n: number;
      readonly kept: number;
      readonly needed: number;
      readonly mark: number | null;
    }
  | { readonly code: 'weighted-average'; readonly n: number; readonly latest: number }
  | { readonly code: 'decaying-average'; readonly n: number; readonly latest: number }
  | {
      readonly code: 'beta-bernoulli';
      readonly n: number;
      readonly mean: number;
      readonly low: number;
      readonly high: number;
      readonly within: number;
      readonly by: 'mean' | 'low';
    }
  | {
      readonly code: 'knowledge-tracing';
      readonly n: number;
      readonly known: number;
      readonly mastery: number;
    }
  | { readonly code: 'recency-weighted'; readonly n: number; readonly halfLifeDays: number }
  | {
      readonly code: 'any';
      readonly by: 'any' | 'latest' | 'no-negative';
      readonly positive: number;
      readonly negative: number;
    }
  | { readonly code: 'composed'; readonly parts: readonly ReasonPart[] };

export interface Contribution {
  readonly evidenceId: string;
  /** Its share of the weight, 0..1; null where the model gives none a weight of its own. */
  readonly share: number | null;
  /** What it adds to the score; all of them and `base` sum to it. null where there is no score. */
  readonly amount: number | null;
}
export interface Account {
  /** Pieces that the reading stands on, oldest first; all others are left out by it. */
  readonly contributions: readonly Contribution[];
  /** The part of the score that no evidence gives: a prior. */
  readonly base: number;
  readonly reasons: readonly Reason[];
}

/** A model opened with its parameters for one competency. */
export interface ModelFold<S = unknown> {
  /** null: this piece says nothing to the model. */
  readonly of: (piece: GradedEvidence) => S | null;
  readonly join: (earlier: S, later: S) => S;
  /** null: there is evidence, but too little for this model to say anything. Reads no clock. */
  readonly read: (summary: S, at: number) => Reading | null;
  /** `pieces`: valid, said something, in event order; the same that `read` had summed up. */
  readonly account: (pieces: readonly GradedEvidence[], at: number) => Account;
}

export interface MasteryModel {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** Authors, year, standard or product that its formula is from. */
  readonly source: string;
  readonly parameters: z.ZodType;
  /** It calculates with scores: of a scale without them it reads nothing. */
  readonly readsScores: boolean;
  /** Ids of levels that its parameters name. */
  readonly levelsNamed: (parameters: unknown) => readonly string[];
  /** @throws {EngineError} MODEL_PARAMETER_INVALID. */
  readonly open: (parameters: Readonly<Record<string, unknown>>, setting: ModelSetting) => ModelFold;
}

interface Definition<P, S> extends Omit<MasteryModel, 'open' | 'parameters' | 'levelsNamed'> {
  readonly parameters: z.ZodType<P>;
  readonly levelsNamed?: (parameters: P) => readonly string[];
  readonly open: (parameters: P, setting: ModelSetting) => ModelFold<S>;
}

/** The registry knows no model's own types: what `of` makes goes to the same model's `join` and `read` only. */
export function defineModel<P, S>(definition: Definition<P, S>): MasteryModel {
  const { parameters: schema, levelsNamed } = definition;
  return {
    ...definition,
    levelsNamed: (parameters) => {
      const parsed = schema.safeParse(parameters);
      return parsed.success && levelsNamed ? levelsNamed(parsed.data) : [];
    },
    open: (parameters, setting) => {
      const parsed = schema.safeParse(parameters);
      if (!parsed.success)
        throw new EngineError(
          'MODEL_PARAMETER_INVALID',
          parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
        );
      return definition.open(parsed.data, setting) as ModelFold;
    },
  };
}
