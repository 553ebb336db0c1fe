// SPDX-License-Identifier: Apache-2.0
/** `policies`: frameworks, roles and mapping, published together as one version. */
import type { policyRequestSchema } from '@cairn/api/contract';
import { dialects } from '@cairn/dialects';
import { compilePolicy, EngineError, parseMapping, type Policy } from '@cairn/engine';
import { type FrameworkFault, indexFrameworks, parseFramework, parseRoleProfile } from '@cairn/frameworks';
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

/** @throws {ProblemError} POLICY with every fault and its place. */
function good<T extends { readonly ok: boolean }>(parsed: T, place: string): Extract<T, { ok: true }> {
  if (parsed.ok) return parsed as Extract<T, { ok: true }>;
  const { faults } = parsed as unknown as { readonly faults: readonly FrameworkFault[] };
  throw new ProblemError(
    400,
    'POLICY',
    'This cannot be published',
    'Mend what `errors` lists and publish again. Nothing was changed.',
    faults.map(({ pointer, code, message }) => ({ pointer: place + pointer, code, message })),
  );
}

export type PolicyDraft = Omit<Policy, 'version' | 'publishedAt'>;

/** Unknown input → what can be published. @throws {ProblemError} POLICY. */
export function readPolicy(input: z.output<typeof policyRequestSchema>, publishedBy: string): PolicyDraft {
  const frameworks = input.frameworks.map(
    (one, i) => good(parseFramework(one), `/frameworks/${i}`).framework,
  );
  const index = indexFrameworks(frameworks);
  const roles = input.roles.map((one, i) => good(parseRoleProfile(one, index), `/roles/${i}`).role);
  const { mapping } = good(parseMapping(input.mapping, index), '/mapping');
  const draft = {
    publishedBy,
    timeZone: input.timeZone,
    frameworks,
    roles,
    mapping,
    dialects: Object.fromEntries(dialects.map(({ id, version }) => [id, version])),
  };
  try {
    // What can be compiled here can be compiled by every processor.
    compilePolicy({ ...draft, version: '0', publishedAt: 0 });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new ProblemError(400, 'POLICY', 'This cannot be published', error.message);
  }
  return draft;
}

export const publishPolicy: Handler = async (context) => {
  const caller = callerOf(context);
  const by = caller.kind === 'admin' ? caller.session.email : 'portal';
  const draft = readPolicy(context.body as z.output<typeof policyRequestSchema>, by);
  return view(await context.services.store.policies.publish(draft), 'building');
};
