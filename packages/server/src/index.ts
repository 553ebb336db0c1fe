// SPDX-License-Identifier: Apache-2.0
/** Express: what answers over HTTP. */
export { type Frame, readFrame } from './views/mastery-reader.ts';
export { createPolicyReader, type PolicyReader } from './views/policy-reader.ts';
export { explanationView } from './views/explanation-view.ts';
export { gapView, profileView } from './views/views.ts';
export { contentOf, recordView } from './api/admin/policies.ts';
export { faultView, readDraftText, type ReadDraft } from './drafts/read-draft.ts';
export { previewView, whyView } from './views/preview-view.ts';
export { type Planned, type PlannedPolicy, planUpload, type UploadTask } from './frameworks/plan-upload.ts';
export { policyInForce, publishPlanned } from './frameworks/publish-framework.ts';
export { makePortal, portalView } from './api/admin/portals.ts';
export { importView } from './api/admin/evidence-imports.ts';
export { type PortalCheck, testPortal } from './api/auth/test-portal.ts';
export { entryOf, entryView } from './api/people/evidence.ts';
export { quarantineView } from './api/admin/quarantine.ts';
export { sourceViews } from './api/admin/sources.ts';
export {
  createApp,
  type ListenOptions,
  type RunningServer,
  type ServerOptions,
  startServer,
} from './server.ts';
export { transactionLifetime, warnOfTransactionLifetime } from './http/transaction-lifetime.ts';
