// SPDX-License-Identifier: Apache-2.0
/** MongoDB: one file a collection, migrations. The embedded mongod is a subpath of its own. */
export type * from './domain.types.ts';
export type { AdminStore, Session } from './admins.ts';
export type { AttachmentStore } from './attachments.ts';
export type { DefinitionStore, SentDefinitions } from './definitions.ts';
export type * from './documents.ts';
export type { EvidenceStore, Touched } from './evidence.ts';
export { errorForLog, type LoggedError, logSerializers } from './error-for-log.ts';
export { evidenceOfPerson } from './evidence-of-person.ts';
export type { Inbox } from './inbox.ts';
export type { WaitingCount } from './inbox/count-waiting.ts';
export type { ProcessorRegister, ProcessorsAlive, Share } from './processors.ts';
export type * from './pulls.types.ts';
export { type PullSettings, usualPullSettings } from './pull-settings.ts';
export type * from './quarantine.ts';
export { isFull } from './quarantine.ts';
export type { Replay, ReplayStore } from './replay.ts';
export {
  latencyAt,
  latencyBuckets,
  type FiguresOf,
  type NotedRequest,
  type SourceFigures,
  type SourceFiguresStore,
  type Way,
} from './source-figures.ts';
export {
  failingAfter,
  type HealthReason,
  isFailing,
  type SourceHealth,
  type SourceHealthStore,
} from './source-health.ts';
export { ownPreset } from './sources.ts';
export { probeActivity } from './source-probe.ts';
export { quarantineLimit, type SourceSettings, strictSettings } from './source-settings.ts';
export type * from './mastery.ts';
export { holdsAt, type PeopleStore, type PersonImport, standsAt } from './people.ts';
export { ownAccount, ownIdentifier } from './people/own-links.ts';
export type { PolicyStore } from './policies.ts';
export type { BuildingPolicy, BuildPlace } from './policies/build.ts';
export { candidateKeys, renamingDialects } from './policies/candidate-keys.ts';
export type { PolicyRecord } from './policies/history.ts';
export {
  compileRecorded,
  generationsOf,
  type RecordedPolicy,
  type RuleChanges,
  type VersionedPolicy,
} from './policies/policy-document.ts';
export { keysOf } from './policies/plan.ts';
export type { PlannedDraft, PolicyContent } from './policies/publish.ts';
export type { FrameworkVersion } from './policies/framework-versions.ts';
export type { ClaimedIdentifier, KnownPortal, Portal, PortalStore, PortalTrust } from './portals.types.ts';
export type * from './seen.ts';
export { openStore } from './open-store.ts';
export { isOutage } from './outage.ts';
export * from './store.errors.ts';
export type { Candidates } from './statements/candidates.ts';
export type * from './statements.types.ts';
export type * from './store.types.ts';
export { startWorkerThread, untilToldToEnd, type WorkerThread } from './worker-thread.ts';
