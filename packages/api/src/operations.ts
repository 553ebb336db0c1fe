// SPDX-License-Identifier: Apache-2.0
/** Every resource below /api/v1, who may call it and what goes in and out. What is not listed here is not there. */
import type { z } from 'zod';
import { evidenceOperations } from './evidence-operations.ts';
import * as contract from './contract.ts';
import { frameworkOperations } from './frameworks.ts';
import { pullNowSchema, pullRequestSchema } from './pull.ts';

/**
 * `anyone` · `person`: a portal's token, within its rights, or an administrator · `admin`: an administrator's session.
 */
export type Access = 'anyone' | 'person' | 'admin';
export interface Operation {
  readonly method: 'get' | 'post' | 'delete';
  /** Below /api/v1, parameters as `{name}`. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  /** Strict; absent: it takes none. */
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Its body is a file, taken as it is. */
  readonly upload?: true;
  readonly status: 200 | 201 | 204;
  /** Absent: no content, or a stream. */
  readonly response?: z.ZodType;
  /** What it may be refused with beyond what all are: it stands against what is there · too many tries. */
  readonly refusals?: readonly (409 | 429)[];
  /** Media type of what is streamed instead of a response. */
  readonly stream?: string;
}

export const operations = {
  getMe: {
    method: 'get',
    path: '/me',
    access: 'person',
    summary: 'Who the token speaks for and what it may',
    status: 200,
    response: contract.meSchema,
  },
  getProfile: {
    method: 'get',
    path: '/people/{person}/profile',
    access: 'person',
    summary: 'Mastery of each competency',
    query: contract.profileQuerySchema,
    status: 200,
    response: contract.profileSchema,
  },
  getCompetency: {
    method: 'get',
    path: '/people/{person}/competencies/{competency}',
    access: 'person',
    summary: 'One competency explained: each piece of evidence, its statement, rule and effect',
    query: contract.explanationQuerySchema,
    status: 200,
    response: contract.explanationSchema,
  },
  getGap: {
    method: 'get',
    path: '/people/{person}/gap',
    access: 'person',
    summary: 'Each requirement of a role: required, held, gap, status, weight',
    query: contract.gapQuerySchema,
    status: 200,
    response: contract.gapSchema,
  },
  ...evidenceOperations,
  live: {
    method: 'get',
    path: '/live',
    access: 'person',
    summary: 'Server-sent events: which (person, competency) changed. Ends when the token does',
    query: contract.liveQuerySchema,
    status: 200,
    stream: 'text/event-stream',
  },
  signIn: {
    method: 'post',
    path: '/session',
    access: 'anyone',
    summary: 'Begin a session of an administrator; sets a cookie',
    body: contract.sessionRequestSchema,
    status: 201,
    response: contract.sessionSchema,
    refusals: [429],
  },
  getSession: {
    method: 'get',
    path: '/session',
    access: 'admin',
    summary: 'Whose session this is',
    status: 200,
    response: contract.sessionSchema,
  },
  signOut: {
    method: 'delete',
    path: '/session',
    access: 'admin',
    summary: 'End the session',
    status: 204,
  },
  listSources: {
    method: 'get',
    path: '/sources',
    access: 'admin',
    summary: 'Sources with their last statement and counts',
    status: 200,
    response: contract.page(contract.sourceViewSchema),
  },
  addSource: {
    method: 'post',
    path: '/sources',
    access: 'admin',
    summary: 'Make a source; its secret is shown this once',
    body: contract.sourceRequestSchema,
    status: 201,
    response: contract.newSourceSchema,
    refusals: [409],
  },
  changeSource: {
    method: 'post',
    path: '/sources/{source}',
    access: 'admin',
    summary: 'Change what is named; the rest stays',
    body: contract.sourceChangesSchema,
    status: 200,
    response: contract.sourceViewSchema,
    refusals: [409],
  },
  pauseSource: {
    method: 'post',
    path: '/sources/{source}/pause',
    access: 'admin',
    summary:
      'Its requests are answered with 503 and Retry-After within seconds, in every process, and nothing is pulled',
    status: 200,
    response: contract.sourceViewSchema,
    refusals: [409],
  },
  resumeSource: {
    method: 'post',
    path: '/sources/{source}/resume',
    access: 'admin',
    summary: 'Take its requests again, and pull again; a stop ends',
    status: 200,
    response: contract.sourceViewSchema,
    refusals: [409],
  },
  configurePull: {
    method: 'post',
    path: '/sources/{source}/pull',
    access: 'admin',
    summary: 'Pull its statements from a remote LRS, or change how; the rest stays. A stop ends',
    body: pullRequestSchema,
    status: 200,
    response: contract.sourceViewSchema,
    refusals: [409],
  },
  pullNow: {
    method: 'post',
    path: '/sources/{source}/pull/now',
    access: 'admin',
    summary: 'Pull as soon as a runner looks, perhaps from the beginning. A stop ends',
    body: pullNowSchema,
    status: 200,
    response: contract.sourceViewSchema,
  },
  removePull: {
    method: 'delete',
    path: '/sources/{source}/pull',
    access: 'admin',
    summary: 'Pull no more; what is stored stays',
    status: 200,
    response: contract.sourceViewSchema,
  },
  rotateCredential: {
    method: 'post',
    path: '/sources/{source}/credentials',
    access: 'admin',
    summary: 'One more key; those before go on until they are revoked. Its secret is shown this once',
    status: 201,
    response: contract.newCredentialSchema,
    refusals: [409],
  },
  revokeCredential: {
    method: 'delete',
    path: '/sources/{source}/credentials/{key}',
    access: 'admin',
    summary: 'Refuse this key within seconds, in every process',
    status: 200,
    response: contract.sourceViewSchema,
  },
  listActivities: {
    method: 'get',
    path: '/activities',
    access: 'admin',
    summary: 'Activities seen, most statements first',
    query: contract.activityQuerySchema,
    status: 200,
    response: contract.page(contract.activityViewSchema),
  },
  listQuarantine: {
    method: 'get',
    path: '/quarantine',
    access: 'admin',
    summary: 'What could not be stored or processed, with the reason; oldest first',
    query: contract.quarantineQuerySchema,
    status: 200,
    response: contract.page(contract.quarantineViewSchema),
  },
  retryQuarantine: {
    method: 'post',
    path: '/quarantine/retry',
    access: 'admin',
    summary: 'Let these go the whole way again',
    body: contract.quarantineIdsSchema,
    status: 200,
    response: contract.retriedSchema,
  },
  dropQuarantine: {
    method: 'post',
    path: '/quarantine/drop',
    access: 'admin',
    summary: 'Take these out for good; a stored statement stays stored, unprocessed',
    body: contract.quarantineIdsSchema,
    status: 200,
    response: contract.droppedSchema,
  },
  exportQuarantine: {
    method: 'get',
    path: '/quarantine/export',
    access: 'admin',
    summary: 'All of it, one JSON object a line',
    query: contract.quarantineExportQuerySchema,
    status: 200,
    stream: 'application/x-ndjson',
  },
  listUnresolved: {
    method: 'get',
    path: '/unresolved',
    access: 'admin',
    summary: 'Identifiers that nobody is known by; their statements wait and lose nothing',
    query: contract.pageQuerySchema,
    status: 200,
    response: contract.page(contract.unresolvedViewSchema),
  },
  listPeople: {
    method: 'get',
    path: '/people',
    access: 'admin',
    summary: 'People who are known',
    query: contract.pageQuerySchema,
    status: 200,
    response: contract.page(contract.personViewSchema),
  },
  importPeople: {
    method: 'post',
    path: '/people',
    access: 'admin',
    summary: 'Make people, their teams and their identifiers known',
    body: contract.peopleRequestSchema,
    status: 200,
    response: contract.importedSchema,
    refusals: [409],
  },
  unlinkIdentifier: {
    method: 'post',
    path: '/people/unlink',
    access: 'admin',
    summary: 'End what links an identifier to anybody; what was known before stays to be told',
    body: contract.unlinkRequestSchema,
    status: 200,
    response: contract.unlinkedSchema,
  },
  listPortals: {
    method: 'get',
    path: '/portals',
    access: 'admin',
    summary: 'Portals whose tokens are accepted',
    status: 200,
    response: contract.page(contract.portalViewSchema),
  },
  addPortal: {
    method: 'post',
    path: '/portals',
    access: 'admin',
    summary: 'Make a portal; its secret is shown this once',
    body: contract.portalRequestSchema,
    status: 201,
    response: contract.newPortalSchema,
    refusals: [409],
  },
  testPortal: {
    method: 'post',
    path: '/portals/{portal}/test',
    access: 'admin',
    summary: 'Is it set up so that its pages will work? A token of it may be given, to be read',
    body: contract.testPortalSchema,
    status: 200,
    response: contract.testedPortalSchema,
  },
  rotatePortal: {
    method: 'post',
    path: '/portals/{portal}/rotate',
    access: 'admin',
    summary: 'Make a new secret, shown this once; the one before stays good for a while',
    body: contract.rotatePortalSchema,
    status: 200,
    response: contract.rotatedPortalSchema,
    refusals: [409],
  },
  revokePortal: {
    method: 'post',
    path: '/portals/{portal}/revoke',
    access: 'admin',
    summary: 'Refuse its tokens from now on, for good',
    status: 200,
    response: contract.portalViewSchema,
    refusals: [409],
  },
  getPolicy: {
    method: 'get',
    path: '/policies/current',
    access: 'admin',
    summary: 'The version in force',
    status: 200,
    response: contract.policyViewSchema,
  },
  listPolicies: {
    method: 'get',
    path: '/policies',
    access: 'admin',
    summary:
      'All versions, the newest first: who published them, what they changed, and how far one is that is being built',
    query: contract.pageQuerySchema,
    status: 200,
    response: contract.page(contract.policyRecordSchema),
  },
  exportPolicy: {
    method: 'get',
    path: '/policies/{version}/content',
    access: 'admin',
    summary: 'Frameworks, roles and mapping of a version, as they can be published again',
    status: 200,
    response: contract.policyExportSchema,
  },
  rollBackPolicy: {
    method: 'post',
    path: '/policies/{version}/roll-back',
    access: 'admin',
    summary:
      'Publish the content of an earlier version as the newest; quick where its evidence is still there',
    status: 201,
    response: contract.policyRecordSchema,
    refusals: [409],
  },
  cancelPolicy: {
    method: 'delete',
    path: '/policies/building',
    access: 'admin',
    summary: 'Drop the version that is being built',
    status: 200,
    response: contract.cancelledPolicySchema,
  },
  publishPolicy: {
    method: 'post',
    path: '/policies',
    access: 'admin',
    summary:
      'Publish frameworks, roles and mapping as a new version; in force when the past has been read by it',
    body: contract.policyRequestSchema,
    status: 201,
    response: contract.publishedPolicySchema,
    refusals: [409],
  },
  checkMapping: {
    method: 'post',
    path: '/mappings/check',
    access: 'admin',
    summary: 'What is wrong with a draft, and what its author should know; nothing is changed',
    body: contract.draftRequestSchema,
    status: 200,
    response: contract.draftCheckSchema,
  },
  previewMapping: {
    method: 'post',
    path: '/mappings/preview',
    access: 'admin',
    summary:
      'What publishing a draft would change: lines of progress, then the preview. Nothing is changed; ends when you hang up',
    body: contract.draftRequestSchema,
    status: 200,
    refusals: [409],
    stream: 'application/x-ndjson',
  },
  whyStatement: {
    method: 'get',
    path: '/statements/{statement}/why',
    access: 'admin',
    summary: 'Why a statement counts or not: whom it speaks of, what each rule says to it, what became of it',
    status: 200,
    response: contract.whyViewSchema,
  },
  ...frameworkOperations,
} as const satisfies Readonly<Record<string, Operation>>;
export type OperationId = keyof typeof operations;
