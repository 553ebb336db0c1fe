// SPDX-License-Identifier: Apache-2.0
/**
 * What became of each request that brings statements, told once it is answered: for metrics, and for whether a source is failing.
 * Nothing here waits, or makes anyone wait.
 */
import type { HealthReason, Store } from '@cairn/store';
import type { Request, RequestHandler, Response } from 'express';
import { countOutcomes } from '../ingest/count-outcomes.ts';
import type { IngestOutcome } from '../ingest/ingest.types.ts';
import { refusalOf } from '../ingest/ingest-texts.ts';
import type { ProblemError } from '../problem-error.ts';
import { knownSourceOf } from './guard.ts';

export interface Measured {
  readonly sourceId: string;
  /** One for each statement of a request that was not refused. */
  readonly outcomes: readonly IngestOutcome[];
  readonly status: number;
  /** Why the whole request was refused; null: it was not. */
  readonly code: string | null;
  readonly bytes: number;
  readonly seconds: number;
  /** ms since the epoch. */
  readonly at: number;
}
export type OnMeasured = (measured: Measured) => void;

const takenBy = new WeakMap<Request, readonly IngestOutcome[]>();
/** What is sent on to another thread is not here any more. */
const received = new WeakMap<Request, number>();
const refusedWith = new WeakMap<Response, ProblemError>();

export const noteTaken = (request: Request, outcomes: readonly IngestOutcome[]): void =>
  void takenBy.set(request, outcomes);
export const noteReceived = (request: Request, bytes: number): void => void received.set(request, bytes);
export const noteRefused = (response: Response, problem: ProblemError): void =>
  void refusedWith.set(response, problem);

/** null: something of the request was taken, or there was nothing in it. */
function healthReason(
  outcomes: readonly IngestOutcome[],
  problem: ProblemError | undefined,
): HealthReason | null {
  if (problem) return { code: problem.code, message: problem.message };
  const refusals = outcomes.map(refusalOf);
  return refusals.length > 0 && refusals.every((one) => one !== null) ? (refusals[0] ?? null) : null;
}

/** Our own faults, and what passes by itself, are not the sender's. A full quarantine is, and does not pass by itself. */
const isOurs = (status: number, problem: ProblemError | undefined) =>
  problem?.code !== 'QUARANTINE_FULL' && (status >= 500 || status === 429);

function finish(
  { request, response, started }: { request: Request; response: Response; started: number },
  store: Store,
  onMeasured: OnMeasured,
): void {
  const source = knownSourceOf(request);
  if (!source || !['POST', 'PUT'].includes(request.method)) return;
  const problem = refusedWith.get(response);
  const outcomes = takenBy.get(request) ?? [];
  if (!isOurs(response.statusCode, problem))
    store.sourceHealth.note(source.id, healthReason(outcomes, problem));
  const measured = {
    code: problem?.code ?? null,
    bytes: received.get(request) ?? 0,
    seconds: (performance.now() - started) / 1000,
  };
  store.sourceFigures.note(source.id, 'push', { ...measured, ...countOutcomes(outcomes) });
  onMeasured({ ...measured, sourceId: source.id, outcomes, status: response.statusCode, at: Date.now() });
}

export const measureRequests =
  (store: Store, onMeasured: OnMeasured): RequestHandler =>
  (request, response, next) => {
    const started = performance.now();
    response.once('finish', () => finish({ request, response, started }, store, onMeasured));
    next();
  };
