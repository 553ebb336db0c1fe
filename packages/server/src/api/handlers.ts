// SPDX-License-Identifier: Apache-2.0
/** The registry: one line an operation. */
import * as imports from './admin/evidence-imports.ts';
import * as frameworks from './admin/frameworks.ts';
import * as people from './admin/people.ts';
import * as policies from './admin/policies.ts';
import * as previews from './admin/previews.ts';
import * as portals from './admin/portals.ts';
import * as seen from './admin/seen.ts';
import * as pulls from './admin/pulls.ts';
import * as quarantine from './admin/quarantine.ts';
import * as session from './admin/session.ts';
import * as sources from './admin/sources.ts';
import { whyStatement } from './admin/why.ts';
import type { Handlers } from './context.ts';
import { live } from './live/live.ts';
import * as evidence from './people/evidence.ts';
import * as person from './people/people.ts';

export const handlers: Handlers = {
  getMe: person.getMe,
  getProfile: person.getProfile,
  getCompetency: person.getCompetency,
  getGap: person.getGap,
  enterEvidence: evidence.enterEvidenceOf,
  listEntries: evidence.listEntries,
  voidEvidence: evidence.voidEvidence,
  importEvidence: imports.importEvidence,
  live,
  signIn: session.signIn,
  getSession: session.getSession,
  signOut: session.signOut,
  listSources: sources.listSources,
  addSource: sources.addSource,
  changeSource: sources.changeSource,
  pauseSource: sources.pauseSource,
  resumeSource: sources.resumeSource,
  configurePull: pulls.configurePull,
  pullNow: pulls.pullNow,
  removePull: pulls.removePull,
  rotateCredential: sources.rotateCredential,
  revokeCredential: sources.revokeCredential,
  listActivities: seen.listActivities,
  listQuarantine: quarantine.listQuarantine,
  retryQuarantine: quarantine.retryQuarantine,
  dropQuarantine: quarantine.dropQuarantine,
  exportQuarantine: quarantine.exportQuarantine,
  listUnresolved: seen.listUnresolved,
  listPeople: people.listPeople,
  importPeople: people.importPeople,
  unlinkIdentifier: people.unlinkIdentifier,
  listPortals: portals.listPortals,
  addPortal: portals.addPortal,
  testPortal: portals.testPortal,
  rotatePortal: portals.rotatePortal,
  revokePortal: portals.revokePortal,
  getPolicy: policies.getPolicy,
  listPolicies: policies.listPolicies,
  exportPolicy: policies.exportPolicy,
  rollBackPolicy: policies.rollBackPolicy,
  cancelPolicy: policies.cancelPolicy,
  publishPolicy: policies.publishPolicy,
  checkMapping: previews.checkMapping,
  previewMapping: previews.previewMapping,
  whyStatement,
  listFrameworks: frameworks.listFrameworks,
  diffFrameworkFile: frameworks.diffFrameworkFile,
  importFramework: frameworks.importFramework,
  getFramework: frameworks.getFramework,
  exportFramework: frameworks.exportFramework,
  listFrameworkVersions: frameworks.listFrameworkVersions,
  diffFrameworkVersions: frameworks.diffFrameworkVersions,
  changeFramework: frameworks.changeFramework,
};
