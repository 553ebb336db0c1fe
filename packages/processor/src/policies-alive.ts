// SPDX-License-Identifier: Apache-2.0
/** The policies that statements are read by now: the current and the one being built. Compiled once a version. */
import { type CompiledPolicy, compilePolicy, type Policy } from '@cairn/engine';
import type { BuildingPolicy, Store } from '@cairn/store';

export interface PoliciesAlive {
  readonly all: readonly CompiledPolicy[];
  /** In force, but of an engine that made other evidence: nothing is done by it; its like is built anew. */
  readonly outdated: Policy | null;
  readonly building: (BuildingPolicy & { readonly compiled: CompiledPolicy }) | null;
}

export function createPolicyReader(store: Store): () => Promise<PoliciesAlive> {
  let compiled = new Map<string, CompiledPolicy>();
  // What this engine has published itself is never outdated.
  let mayBeOutdated = true;
  async function readOutdated(): Promise<Policy | null> {
    const outdated = mayBeOutdated ? await store.policies.outdated() : null;
    if (!outdated && (await store.policies.currentVersion()) !== null) mayBeOutdated = false;
    return outdated;
  }
  const compile = (policy: Policy) => compiled.get(policy.version) ?? compilePolicy(policy);
  return async () => {
    // In this order: a version that is switched to meanwhile is then seen once more, not missed.
    const building = await store.policies.building();
    const current = await store.policies.current();
    const outdated = await readOutdated();
    const wanted = [current?.version === outdated?.version ? null : current, building?.policy].filter(
      (policy) => policy !== null && policy !== undefined,
    );
    compiled = new Map(wanted.map((policy) => [policy.version, compile(policy)]));
    const built = building && compiled.get(building.policy.version);
    return {
      all: [...compiled.values()],
      outdated,
      building: building && built ? { ...building, compiled: built } : null,
    };
  };
}
