// SPDX-License-Identifier: Apache-2.0
/** What was planned against the version in force is published, if that is in force still. */
import { ProblemError } from '@cairn/lrs-adapter';
import type { Store } from '@cairn/store';
import type { PolicyInForce } from './plan-upload.ts';
import type { Planned } from './plan-upload.ts';

export async function policyInForce({ policies, sources }: Store): Promise<PolicyInForce> {
  const [policy, list] = await Promise.all([policies.current(), sources.list()]);
  return { policy, sources: list.map(({ id }) => id) };
}

/** @throws {ProblemError} POLICY_CHANGED: another version is in force than was looked at. */
export function assertAgainst(wanted: string | undefined, inForce: string | null): void {
  if (wanted !== undefined && wanted !== (inForce ?? ''))
    throw new ProblemError(
      409,
      'POLICY_CHANGED',
      'Another version is in force meanwhile',
      `You looked at version ${wanted || '(none)'}; version ${inForce ?? '(none)'} is in force. Look again at what would change.`,
    );
}

/**
 * @returns the version; null: nothing is otherwise, so nothing is published.
 * @throws {StoreError} PUBLISH_IN_PROGRESS. @throws {ProblemError} POLICY_CHANGED.
 */
export async function publishPlanned(
  { policies }: Pick<Store, 'policies'>,
  { draft }: Planned,
  { against, publishedBy }: { readonly against: string | null; readonly publishedBy: string },
): Promise<string | null> {
  if (!draft) return null;
  assertAgainst(against ?? '', await policies.currentVersion());
  const { version } = await policies.publish({ ...draft, publishedBy });
  return version;
}
