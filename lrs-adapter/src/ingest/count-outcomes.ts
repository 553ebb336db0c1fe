// SPDX-License-Identifier: Apache-2.0
/** How many statements ended how, and why some were not stored: for figures. */
import type { IngestOutcome } from './ingest.types.ts';
import { refusalOf } from './ingest-texts.ts';

export interface OutcomeCounts {
  /** By kind. */
  readonly outcomes: ReadonlyMap<IngestOutcome['kind'], number>;
  /** By code. */
  readonly refused: ReadonlyMap<string, number>;
}

const increment = <T>(counts: Map<T, number>, key: T) => counts.set(key, (counts.get(key) ?? 0) + 1);

export function countOutcomes(all: readonly IngestOutcome[]): OutcomeCounts {
  const outcomes = new Map<IngestOutcome['kind'], number>();
  const refused = new Map<string, number>();
  for (const outcome of all) {
    increment(outcomes, outcome.kind);
    const refusal = refusalOf(outcome);
    if (refusal) increment(refused, refusal.code);
  }
  return { outcomes, refused };
}
