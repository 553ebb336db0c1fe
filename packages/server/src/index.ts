// SPDX-License-Identifier: Apache-2.0
/** Express: what answers over HTTP. */
export { type Frame, readFrame } from './views/mastery-reader.ts';
export { createPolicyReader, type PolicyReader } from './views/policy-reader.ts';
export { explanationView, gapView, profileView } from './views/views.ts';
export { importView } from './api/admin/evidence-imports.ts';
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
