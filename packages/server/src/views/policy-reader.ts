// SPDX-License-Identifier: Apache-2.0
/** Policies compiled once a version. A request reads the pointer once and keeps to it. */
import { compileRecorded, type Store, type VersionedPolicy } from '@cairn/store';

export interface PolicyReader {
  /** The version in force; null before the first publication is. */
  readonly current: () => Promise<VersionedPolicy | null>;
  /** The version in force at a moment in recorded time. */
  readonly knownBy: (known: number) => Promise<VersionedPolicy | null>;
}
const mostKept = 8;

export function createPolicyReader({ policies }: Pick<Store, 'policies'>): PolicyReader {
  const compiled = new Map<string, VersionedPolicy>();
  async function read(version: string | null): Promise<VersionedPolicy | null> {
    if (version === null) return null;
    const known = compiled.get(version);
    if (known) return known;
    const policy = await policies.recorded(version);
    if (!policy) return null;
    const made = compileRecorded(policy);
    if (compiled.size >= mostKept) compiled.delete(compiled.keys().next().value ?? '');
    compiled.set(version, made);
    return made;
  }
  return {
    current: async () => read(await policies.currentVersion()),
    knownBy: async (known) => read(await policies.versionKnownBy(known)),
  };
}
