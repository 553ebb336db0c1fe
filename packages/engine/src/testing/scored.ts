// SPDX-License-Identifier: Apache-2.0
/** Published vectors on other scales: scores in a row, one a day, brought to 0..1 and back. */
import { explain, type Explained } from '../index.ts';
import { contextBy, piece } from './policy.ts';

const day = 86_400_000;

/** The model's result on these scores, oldest first; null among them is evidence without a measure. */
export function explainScores(
  model: string,
  parameters: Readonly<Record<string, unknown>>,
  scores: readonly (number | null)[],
  { points = 1, weights = [] }: { readonly points?: number; readonly weights?: readonly number[] } = {},
): Explained {
  const evidence = scores.map((score, i) =>
    piece(`e${i}`, {
      occurredAt: i * day,
      seq: i,
      value: score === null ? null : score / points,
      weight: weights[i] ?? 1,
    }),
  );
  return explain(evidence, scores.length * day, contextBy(model, parameters));
}

/** null: the model says nothing yet. */
export function scoreBy(
  model: string,
  parameters: Readonly<Record<string, unknown>>,
  scores: readonly (number | null)[],
  points = 1,
): number | null {
  const { score } = explainScores(model, parameters, scores, { points }).state;
  return score === null ? null : score * points;
}
