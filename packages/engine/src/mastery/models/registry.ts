// SPDX-License-Identifier: Apache-2.0
/** Every mastery model, one line each. */
import type { MasteryModel } from '../model.types.ts';
import { anyOf } from './any/any.ts';
import { average } from './average/average.ts';
import { betaBernoulli } from './beta-bernoulli/beta-bernoulli.ts';
import { composed } from './composed/composed.ts';
import { decayingAverage } from './decaying-average/decaying-average.ts';
import { highest } from './highest/highest.ts';
import { knowledgeTracing } from './knowledge-tracing/knowledge-tracing.ts';
import { latest } from './latest/latest.ts';
import { nOfMastery } from './n-of-mastery/n-of-mastery.ts';
import { recencyWeighted } from './recency-weighted/recency-weighted.ts';
import { weightedAverage } from './weighted-average/weighted-average.ts';

export const models = [
  latest,
  highest,
  average,
  nOfMastery,
  weightedAverage,
  decayingAverage,
  betaBernoulli,
  knowledgeTracing,
  recencyWeighted,
  anyOf,
  composed,
] as const satisfies readonly MasteryModel[];

/** undefined: there is no such model. */
export function modelById(id: string): MasteryModel | undefined {
  return models.find((model) => model.id === id);
}
