// SPDX-License-Identifier: Apache-2.0
/** What a source has sent lately, for the API, the console and the command line alike. */
import type { SourceView } from '@cairn/api/contract';
import { latencyAt, type SourceFigures } from '@cairn/store';

type SourceFiguresView = NonNullable<SourceView['lately']>;

function refusedOf({ refusedRequests, refusedStatements }: SourceFigures): SourceFiguresView['refused'] {
  const codes = new Set([...refusedRequests.keys(), ...refusedStatements.keys()]);
  const all = [...codes].map((code) => ({
    code,
    requests: refusedRequests.get(code) ?? 0,
    statements: refusedStatements.get(code) ?? 0,
  }));
  return all.sort((a, b) => b.requests + b.statements - (a.requests + a.statements));
}

const milliseconds = (seconds: number | null) =>
  seconds === null ? null : Math.round(seconds * 10_000) / 10;

export function figuresView(figures: SourceFigures): SourceFiguresView {
  const { requests, bytes, outcomes, latencies } = figures;
  const ended = (outcome: string) => outcomes.get(outcome) ?? 0;
  return {
    requests,
    bytes,
    stored: ended('stored'),
    duplicates: ended('duplicate'),
    conflicts: ended('conflict'),
    quarantined: ended('quarantined'),
    refused: refusedOf(figures),
    p50Ms: milliseconds(latencyAt(latencies, 0.5)),
    p99Ms: milliseconds(latencyAt(latencies, 0.99)),
  };
}
