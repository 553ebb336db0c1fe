// SPDX-License-Identifier: Apache-2.0
/** Which version was in force when, in recorded time (ms since the epoch): what a past is told by. */
import type { Collection } from 'mongodb';
import type { PolicyDocument } from './policy-document.ts';

export interface PolicyPeriods {
  /** The version in force at a moment in recorded time. */
  readonly versionKnownBy: (known: number) => Promise<string | null>;
  /** By version that was in force and is not any more: until when, in recorded time. */
  readonly ends: () => Promise<ReadonlyMap<string, number>>;
  /** Of all rules of versions that an engine of this revision has published; and whether versions of others were in force. */
  readonly knownDigests: (
    evidenceRevision: number,
  ) => Promise<{ readonly made: ReadonlySet<string>; readonly hasOthers: boolean }>;
  /** Since when the current version is in force, in recorded time; null before the first is. */
  readonly inForceSince: () => Promise<number | null>;
}

const inForce = { inForceAt: { $exists: true } };

export function createPeriods(
  policies: Collection<PolicyDocument>,
  currentVersion: () => Promise<string | null>,
): PolicyPeriods {
  async function periods() {
    const known = await policies
      .find(inForce, { sort: { inForceAt: 1 }, projection: { inForceAt: 1 } })
      .toArray();
    return known.map(({ _id }, i) => ({
      version: _id,
      until: known[i + 1]?.inForceAt?.getTime() ?? Infinity,
    }));
  }
  return {
    versionKnownBy: async (known) => {
      const document = await policies.findOne(
        { inForceAt: { $lte: new Date(known) } },
        { sort: { inForceAt: -1 }, projection: { _id: 1 } },
      );
      return document?._id ?? null;
    },
    ends: async () =>
      new Map(
        (await periods()).flatMap(({ version, until }) => (until === Infinity ? [] : [[version, until]])),
      ),
    knownDigests: async (revision) => {
      const made = new Set<string>();
      let hasOthers = false;
      const fields = { projection: { digests: 1, evidenceRevision: 1, inForceAt: 1 } };
      for await (const { digests = [], evidenceRevision: own, inForceAt } of policies.find({}, fields))
        if (own === revision) for (const digest of digests) made.add(digest);
        else hasOthers ||= inForceAt !== undefined;
      return { made, hasOthers };
    },
    inForceSince: async () => {
      const version = await currentVersion();
      const document =
        version === null ? null : await policies.findOne({ _id: version }, { projection: { inForceAt: 1 } });
      return document?.inForceAt?.getTime() ?? null;
    },
  };
}
