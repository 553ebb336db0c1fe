// SPDX-License-Identifier: Apache-2.0
/** `policies`: frameworks, roles and mapping, published together as one version. */
import type { policyRequestSchema } from '@cairn/api/contract';
import { parseDraft, type Policy } from '@cairn/engine';
import { indexFrameworks } from '@cairn/frameworks';
import { ProblemError } from '@cairn/lrs-adapter';
import type { z } from 'zod';
import { callerOf, type Handler } from '../context.ts';

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

export type PolicyDraft = Omit<Policy, 'version' | 'publishedAt'>;

/** Unknown input → what can be published. @throws {ProblemError} POLICY with every fault and its place. */
export function readPolicy(
  input: z.output<typeof policyRequestSchema>,
  { publishedBy, sources }: { readonly publishedBy: string; readonly sources: readonly string[] },
): PolicyDraft {
  const parsed = parseDraft(input, sources);
  if (parsed.ok) return { ...parsed.draft, publishedBy };
  throw new ProblemError(
    400,
    'POLICY',
    'This cannot be published',
    'Mend what `errors` lists and publish again. Nothing was changed.',
    parsed.faults.map(({ pointer, code, message }) => ({ pointer, code, message })),
  );
}

export const publishPolicy: Handler = async (context) => {
  const caller = callerOf(context);
  const publishedBy = caller.kind === 'admin' ? caller.session.email : 'portal';
  const { store } = context.services;
  const sources = (await store.sources.list()).map(({ id }) => id);
  const draft = readPolicy(context.body as z.output<typeof policyRequestSchema>, { publishedBy, sources });
  return view(await store.policies.publish(draft), 'building');
};
