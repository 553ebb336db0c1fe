// SPDX-License-Identifier: Apache-2.0
/** `policies`: frameworks, roles and mapping, published together as one version. */
import type { policyRecordSchema } from '@cairn/api/contract';
import type { Policy } from '@cairn/engine';
import { indexFrameworks } from '@cairn/frameworks';
import { ProblemError } from '@cairn/lrs-adapter';
import type { PolicyRecord } from '@cairn/store';
import type { z } from 'zod';
import { draftRefused, faultView, readDraft } from '../../drafts/read-draft.ts';
import { type ApiContext, callerOf, type Handler } from '../context.ts';
import { pageOf } from './seen.ts';

const view = (policy: Policy, state: 'building' | 'current') => {
  const { competencies } = indexFrameworks(policy.frameworks);
  return {
    version: policy.version,
    publishedAt: new Date(policy.publishedAt).toISOString(),
    publishedBy: policy.publishedBy,
    rules: policy.mapping.rules.length,
    competencies: competencies.length,
    roles: policy.roles.length,
    state,
  };
};

export const getPolicy: Handler = async ({ services: { store } }) => {
  const policy = await store.policies.current();
  if (policy) return view(policy, 'current');
  throw new ProblemError(
    404,
    'NOTHING_PUBLISHED',
    'No mapping is in force',
    'Publish one with POST policies.',
  );
};

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

/** How far it is at a moment (ms), and how long it will take as it has gone so far. */
function progressOf(build: NonNullable<PolicyRecord['build']>, now: number) {
  const { read, total, startedAt } = build;
  const perSecond = read === 0 ? null : (read * 1000) / Math.max(1, now - startedAt);
  return {
    read,
    total,
    perSecond,
    secondsLeft:
      perSecond === null || total === null ? null : Math.max(0, Math.round((total - read) / perSecond)),
  };
}
export const recordView = (record: PolicyRecord, now: number): z.output<typeof policyRecordSchema> => ({
  version: record.version,
  state: record.state,
  publishedAt: iso(record.publishedAt),
  publishedBy: record.publishedBy,
  inForceAt: isoOrNull(record.inForceAt),
  cancelledAt: isoOrNull(record.cancelledAt),
  cancelledBy: record.cancelledBy,
  rolledBackTo: record.rolledBackTo,
  changes: record.changes && {
    added: [...record.changes.added],
    changed: [...record.changes.changed],
    removed: [...record.changes.removed],
  },
  off: record.off.map((one) => ({ ...one, at: iso(one.at) })),
  build: record.build && progressOf(record.build, now),
});

export const listPolicies: Handler = async ({ query, services: { store } }) => {
  const [page, now] = await Promise.all([pageOf(query, store.policies.history), store.now()]);
  return { items: page.items.map((one) => recordView(one, now)), next: page.next };
};

const versionUnknown = (version: string) =>
  new ProblemError(404, 'POLICY_UNKNOWN', 'Not there', `There is no version "${version}".`);

/** What can be published again as it is. */
export const contentOf = ({ timeZone, frameworks, roles, mapping }: Policy) => ({
  timeZone,
  frameworks,
  roles,
  mapping,
});

export const exportPolicy: Handler = async ({ params, services: { store } }) => {
  const version = params['version'] ?? '';
  const policy = await store.policies.find(version);
  if (!policy) throw versionUnknown(version);
  return contentOf(policy);
};

export const whoIs = (context: ApiContext) => {
  const caller = callerOf(context);
  return caller.kind === 'admin' ? caller.session.email : 'portal';
};

export const rollBackPolicy: Handler = async (context) => {
  const { store } = context.services;
  const { version } = await store.policies.rollBack(context.params['version'] ?? '', whoIs(context));
  const [record, now] = await Promise.all([store.policies.record(version), store.now()]);
  if (!record) throw versionUnknown(version);
  return recordView(record, now);
};

export const cancelPolicy: Handler = async (context) => {
  const version = await context.services.store.policies.cancel(whoIs(context));
  if (version !== null) return { version };
  throw new ProblemError(
    404,
    'NOTHING_BUILDING',
    'No version is being built',
    'What is in force stays so; publish or roll back to change it.',
  );
};

export const publishPolicy: Handler = async (context) => {
  const publishedBy = whoIs(context);
  const { store } = context.services;
  const sources = (await store.sources.list()).map(({ id }) => id);
  const read = readDraft(context.body, sources);
  if (!read.ok) throw draftRefused(read.faults);
  const policy = await store.policies.publish({ ...read.draft, publishedBy });
  return { ...view(policy, 'building'), warnings: read.warnings.map(faultView) };
};
