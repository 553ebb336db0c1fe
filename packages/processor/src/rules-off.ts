// SPDX-License-Identifier: Apache-2.0
/** A rule that could not be applied to some statement gave nothing there; the next version is without it, and says why. */
import { type Store, StoreError } from '@cairn/store';
import type { Log } from './log.ts';
import type { FailedRule } from './apply-rules.ts';
import type { PoliciesAlive } from './policies-alive.ts';

/** Kept with the version, so that a crash before the next does not forget it. */
export async function noteFailed(store: Store, failed: readonly FailedRule[]): Promise<void> {
  if (failed.length === 0) return;
  const at = await store.now();
  const byVersion = new Map<string, Map<string, string>>();
  for (const { version, ruleId, reason } of failed) {
    const rules = byVersion.get(version) ?? new Map<string, string>();
    byVersion.set(version, rules.set(ruleId, rules.get(ruleId) ?? reason));
  }
  for (const [version, rules] of byVersion)
    await store.policies.noteFailing(
      version,
      [...rules].map(([rule, reason]) => ({ rule, reason, at })),
    );
}

/** Publishes what is in force without the rules that fail in it. Returns whether there was anything to do. */
export async function switchOff(
  { store, log }: { readonly store: Store; readonly log: Log },
  { current, building }: PoliciesAlive,
): Promise<boolean> {
  if (!current || building) return false;
  const recorded = await store.policies.recorded(current.policy.version);
  const off = recorded?.policy.off ?? [];
  const failing = (recorded?.failing ?? []).filter(({ rule }) => !off.some((one) => one.rule === rule));
  if (!recorded || failing.length === 0) return false;
  const { version, publishedAt: _publishedAt, ...content } = recorded.policy;
  const rules = failing.map(({ rule }) => rule);
  log.error({ version, rules }, 'rules that cannot be applied are switched off by the next version');
  const publishedBy = `Cairn: ${rules.length === 1 ? 'a rule that fails is' : 'rules that fail are'} switched off`;
  await store.policies
    .publish({ ...content, publishedBy, off: [...off, ...failing] })
    .catch(ignoreOtherPublication);
  return true;
}

/** Another was first: what there is to do is looked at again when that is in force. */
export function ignoreOtherPublication(error: unknown): void {
  if (!(error instanceof StoreError) || error.code !== 'PUBLISH_IN_PROGRESS') throw error;
}
