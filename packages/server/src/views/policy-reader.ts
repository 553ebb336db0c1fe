// SPDX-License-Identifier: Apache-2.0
/** Policies compiled once a version. A request reads the pointer once and keeps to it. */
import { type CompiledPolicy, compilePolicy } from '@cairn/engine';
import type { Store } from '@cairn/store';

export interface PolicyReader {
  /** The version in force; null before the first publication is. */
  readonly current: () => Promise<CompiledPolicy | null>;
  /** The version in force at a moment in recorded time. */
  readonly knownBy: (known: number) => Promise<CompiledPolicy | null>;
}
const mostKept = 8;

export function createPolicyReader({ policies }: Pick<Store, 'policies'>): PolicyReader {
  const compiled = new Map<string, CompiledPolicy>();
  async function read(version: string | null): Promise<CompiledPolicy | null> {
    if (version === null) return null;
    const known = compiled.get(version);
    if (known) return known;
    const policy = await policies.find(version);
    if (!policy) return null;
    const made = compilePolicy(policy);
    if (compiled.size >= mostKept) compiled.delete(compiled.keys().next().value ?? '');
    compiled.set(version, made);
    return made;
  }
  return {
    current: async () => read(await policies.currentVersion()),
    knownBy: async (known) => read(await policies.versionKnownBy(known)),
  };
}
