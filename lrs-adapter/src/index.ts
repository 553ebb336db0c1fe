// SPDX-License-Identifier: Apache-2.0
/** Statement in: the xAPI endpoint and what it stores. */
export { entryFaults } from './entry/check-entry.ts';
export { enterEvidence, type EnterOptions, placeEntries, type PlacedEntry } from './entry/enter-evidence.ts';
export { entryKeys } from './entry/entry-statement.ts';
export type * from './entry/entry.types.ts';
export type * from './entry/matrix/matrix.types.ts';
export { isWhole, planImport } from './entry/matrix/plan-import.ts';
export { entriesOf, type VoidEntry, voidEntry } from './entry/void-entry.ts';
export type * from './ingest/ingest.types.ts';
export { ingestTexts } from './ingest/ingest-texts.ts';
export { retryQuarantined } from './ingest/retry-refused.ts';
export { cursorOfPull, pullLagMs } from './pull/lag.ts';
export { backfillEstimate } from './pull/progress.ts';
export { type PullOptions, pullOnce, type RunEnd } from './pull/pull-once.ts';
export { type Puller, startPuller } from './pull/puller.ts';
export { type PullerThread, startPullerThread } from './pull/puller-thread.ts';
export { ProblemError } from './problem-error.ts';
export type { Measured, OnMeasured } from './receive/measuring.ts';
export { nothingHere, type OnUnexpected, sendProblem, wrongMethod } from './receive/problems.ts';
export { type AskedPull, askedPull, type RemoteCredentials } from './sources/asked-pull.ts';
export { type AskedSource, newSource } from './sources/new-source.ts';
export type { SourcePreset } from './sources/preset.types.ts';
export { probeStatements } from './sources/probe-statements.ts';
export { presets } from './sources/registry.ts';
export { createXapiRouter, type XapiRouterOptions } from './xapi-router.ts';
