// SPDX-License-Identifier: Apache-2.0
/**
 * The policies that statements are read by now: the current and the one being built; and for a statement that was recorded under
 * versions of before, those too, so that their past stays whole. Compiled once a version.
 */
import { evidenceRevision, type Policy } from '@cairn/engine';
import {
  type BuildingPolicy,
  compileRecorded,
  type Store,
  type StoredStatement,
  type VersionedPolicy,
} from '@cairn/store';
import type { PoliciesOf } from './read-statement.ts';

export interface PoliciesAlive {
  readonly all: readonly VersionedPolicy[];
  readonly current: VersionedPolicy | null;
  /** Since when the current one is in force, in recorded time (ms); null before the first is. */
  readonly since: number | null;
  /** In force, but of an engine that made other evidence: nothing is done by it; its like is built anew. */
  readonly outdated: Policy | null;
  readonly building: (BuildingPolicy & { readonly compiled: VersionedPolicy }) | null;
}
export interface PolicyReader {
  readonly alive: () => Promise<PoliciesAlive>;
  /**
   * What each of these statements is read by: the policies alive, and every other that was in force when it was recorded or
   * since. Of a past that is asked for nothing may be missing because a statement waited.
   */
  readonly of: (alive: PoliciesAlive, statements: readonly StoredStatement[]) => Promise<PoliciesOf>;
}
/**
 * Whether the versions alive are still those that something was done by. What was done by others is done again: a statement may
 * lose its flag, and a link its mark, only under all that a version being built will not read by itself.
 */
export async function areStillAlive(store: Store, { all, outdated }: PoliciesAlive): Promise<boolean> {
  const known = new Set([...all.map(({ policy }) => policy.version), outdated?.version]);
  return (await store.policies.versionsAlive()).every((version) => known.has(version));
}

/** Compiled ones hold all their rules. */
const mostKept = 12;

export function createPolicyReader(store: Store): PolicyReader {
  const compiled = new Map<string, VersionedPolicy | null>();
  // What this engine has published itself is never outdated.
  let mayBeOutdated = true;
  async function readOutdated(): Promise<Policy | null> {
    const outdated = mayBeOutdated ? await store.policies.outdated() : null;
    if (!outdated && (await store.policies.currentVersion()) !== null) mayBeOutdated = false;
    return outdated;
  }
  async function compile(version: string, isBuilt = false): Promise<VersionedPolicy | null> {
    const known = compiled.get(version);
    if (known !== undefined) return known;
    const recorded = await store.policies.recorded(version);
    // What another engine made of a version cannot be made again. One that it has begun to build is built by this one, and
    // then anew.
    const made =
      recorded && (recorded.evidenceRevision === evidenceRevision || isBuilt)
        ? compileRecorded({ ...recorded, evidenceRevision })
        : null;
    if (compiled.size >= mostKept) compiled.delete(compiled.keys().next().value ?? '');
    compiled.set(version, made);
    return made;
  }
  return {
    alive: async () => {
      // In this order: a version that is switched to meanwhile is then seen once more, not missed.
      const building = await store.policies.building();
      const version = await store.policies.currentVersion();
      const since = await store.policies.inForceSince();
      const outdated = await readOutdated();
      const current = version === null || version === outdated?.version ? null : await compile(version);
      const built = building && (await compile(building.version, true));
      return {
        all: [current, built].filter((policy) => policy !== null),
        current,
        since,
        outdated,
        building: building && built ? { ...building, compiled: built } : null,
      };
    },
    of: async ({ all, since }, statements) => {
      const oldest = Math.min(...statements.map(({ stored }) => stored));
      if (since === null || oldest >= since) return () => all;
      const alive = new Set(all.map(({ policy }) => policy.version));
      const ends = [...(await store.policies.ends())].filter(
        ([version, until]) => until > oldest && !alive.has(version),
      );
      const past: { readonly policy: VersionedPolicy; readonly until: number }[] = [];
      for (const [version, until] of ends) {
        const policy = await compile(version);
        if (policy) past.push({ policy, until });
      }
      if (past.length === 0) return () => all;
      return ({ stored }) => [
        ...past.filter(({ until }) => until > stored).map(({ policy }) => policy),
        ...all,
      ];
    },
  };
}
