// SPDX-License-Identifier: Apache-2.0
/** Collection `policies`: published versions. A new one is built beside the current; one update of the pointer switches every reader. */
import { evidenceRevision, type Policy } from '@cairn/engine';
import { type Collection, type IndexDescription, Long, MongoServerError } from 'mongodb';
import { watchChanges } from './changes.ts';
import { collections, type Database } from './database.ts';
import {
  type FrameworkNote,
  frameworkNotes,
  type FrameworkVersion,
  frameworkVersions,
} from './policies/framework-versions.ts';
import { packPolicy, type PolicyText, unpackPolicy } from './policies/policy-text.ts';
import { StoreError } from './store.errors.ts';

interface PolicyDocument {
  /** The version. */
  readonly _id: string;
  readonly number: number;
  readonly policy: PolicyText;
  /** Of each framework in it; absent in the oldest. */
  readonly frameworks?: readonly FrameworkNote[];
  readonly publishedAt: Date;
  /** Of the engine that it was published by; absent in the oldest. */
  readonly evidenceRevision?: number;
  /** While it is being built: replayed up to this seq. Absent after. */
  readonly replayedTo?: Long;
}
interface Pointer {
  readonly _id: 'policy';
  readonly version: string;
}
export interface BuildingPolicy {
  readonly policy: Policy;
  readonly replayedTo: bigint;
}
/** A version's text is large, and which is being built is asked at every step: no query may read them all. */
export const policyIndexes: readonly IndexDescription[] = [
  { key: { number: 1 } },
  { key: { publishedAt: 1 } },
  { key: { replayedTo: 1 }, partialFilterExpression: { replayedTo: { $exists: true } } },
];

export interface PolicyStore {
  /** Writes the next version; it becomes current when it has been replayed. @throws {StoreError} PUBLISH_IN_PROGRESS, POLICY_TOO_LARGE. */
  readonly publish: (draft: Omit<Policy, 'version' | 'publishedAt'>) => Promise<Policy>;
  readonly current: () => Promise<Policy | null>;
  /** Version in force; null before the first is. */
  readonly currentVersion: () => Promise<string | null>;
  readonly find: (version: string) => Promise<Policy | null>;
  /** The versions in which a framework was changed, the newest first; without those that are still being built. */
  readonly frameworkVersions: (frameworkId: string) => Promise<readonly FrameworkVersion[]>;
  /** The version in force at a moment in recorded time. */
  readonly versionKnownBy: (known: number) => Promise<string | null>;
  /** The versions alive: in force or being built. Cheap; to see whether anything was published meanwhile. */
  readonly versionsAlive: () => Promise<readonly string[]>;
  /** Calls when another version comes into force. Returns a stop function. */
  readonly watch: (onSwitch: () => void) => () => Promise<void>;
  /**
   * The version in force, when it was published by an engine that made other evidence of the same rules: nothing that it stands on
   * may be folded by this one. Published anew it is built from all statements.
   */
  readonly outdated: () => Promise<Policy | null>;
  readonly building: () => Promise<BuildingPolicy | null>;
  readonly setReplayed: (version: string, to: bigint) => Promise<void>;
  readonly switchTo: (version: string) => Promise<void>;
}

// Kept as text: conditions may hold keys that MongoDB would read as paths.
const toPolicy = ({ _id, policy, publishedAt }: PolicyDocument): Policy => ({
  ...(JSON.parse(unpackPolicy(policy)) as Omit<Policy, 'version' | 'publishedAt'>),
  version: _id,
  publishedAt: publishedAt.getTime(),
});

export function createPolicies({ client, db }: Database): PolicyStore {
  const policies = db.collection<PolicyDocument>(collections.policies);
  const meta = db.collection<Pointer>(collections.meta);
  const durable = { writeConcern: { w: 'majority' as const, journal: true } };
  const currentVersion = async () => (await meta.findOne({ _id: 'policy' }))?.version ?? null;
  const findBuilding = () => policies.findOne({ replayedTo: { $exists: true } });

  return {
    publish: async (draft) => {
      if (await findBuilding())
        throw new StoreError(
          'PUBLISH_IN_PROGRESS',
          'Another version is being built. Publish again when it is in force.',
        );
      const last = await policies.findOne({}, { sort: { number: -1 }, projection: { number: 1 } });
      const number = (last?.number ?? 0) + 1;
      const document: PolicyDocument = {
        _id: String(number),
        number,
        policy: await packPolicy(JSON.stringify(draft)),
        frameworks: frameworkNotes(draft),
        publishedAt: new Date(),
        evidenceRevision,
        replayedTo: Long.ZERO,
      };
      try {
        await policies.insertOne(document, durable);
      } catch (error) {
        // Two published at once: the version is the lock.
        if (error instanceof MongoServerError && error.code === 11_000)
          throw new StoreError(
            'PUBLISH_IN_PROGRESS',
            'Another version was published at the same moment. Publish again when it is in force.',
          );
        throw error;
      }
      return toPolicy(document);
    },
    currentVersion,
    find: async (version) => {
      const document = await policies.findOne({ _id: version });
      return document && toPolicy(document);
    },
    frameworkVersions: (frameworkId) =>
      frameworkVersions(
        policies
          .find({ replayedTo: { $exists: false } }, { sort: { number: -1 }, projection: { policy: 0 } })
          .map(({ _id, publishedAt, frameworks }) => ({ version: _id, publishedAt, frameworks })),
        frameworkId,
        async (version) => {
          const document = await policies.findOne({ _id: version });
          return document && toPolicy(document);
        },
      ),
    versionKnownBy: async (known) => {
      const document = await policies.findOne(
        { publishedAt: { $lte: new Date(known) }, replayedTo: { $exists: false } },
        { sort: { publishedAt: -1 }, projection: { _id: 1 } },
      );
      return document?._id ?? null;
    },
    versionsAlive: async () => {
      // In this order: a version that is switched to meanwhile is then seen once more, not missed.
      const building = await findBuilding();
      const current = await currentVersion();
      return [current, building?._id].filter((version) => typeof version === 'string');
    },
    watch: (onSwitch) =>
      watchChanges(meta as unknown as Collection, [], onSwitch, { onReopened: onSwitch }).stop,
    current: async () => {
      const pointer = await meta.findOne({ _id: 'policy' });
      const document = pointer && (await policies.findOne({ _id: pointer.version }));
      return document && toPolicy(document);
    },
    outdated: async () => {
      const pointer = await meta.findOne({ _id: 'policy' });
      const document =
        pointer &&
        (await policies.findOne({ _id: pointer.version, evidenceRevision: { $ne: evidenceRevision } }));
      return document && toPolicy(document);
    },
    building: async () => {
      const document = await findBuilding();
      return (
        document && {
          policy: toPolicy(document),
          replayedTo: Long.fromValue(document.replayedTo ?? 0).toBigInt(),
        }
      );
    },
    setReplayed: async (version, to) => {
      await policies.updateOne(
        { _id: version, replayedTo: { $exists: true } },
        { $max: { replayedTo: Long.fromBigInt(to) } },
        durable,
      );
    },
    switchTo: (version) =>
      client.withSession((session) =>
        session.withTransaction(async () => {
          // Both at once: who sees it in force may publish the next. Of several that have built it, the first switches; a
          // late one would bring an older version back.
          const { modifiedCount } = await policies.updateOne(
            { _id: version, replayedTo: { $exists: true } },
            { $unset: { replayedTo: '' } },
            { session },
          );
          if (modifiedCount === 0) return;
          await meta.updateOne({ _id: 'policy' }, { $set: { version } }, { upsert: true, session });
        }, durable),
      ),
  };
}
