// SPDX-License-Identifier: Apache-2.0
/** Collection `policies`: published versions. A new one is built beside the current; one update of the pointer switches every reader. */
import type { Policy } from '@cairn/engine';
import { type Collection, Long, MongoServerError } from 'mongodb';
import { watchChanges } from './changes.ts';
import { collections, type Database } from './database.ts';
import { StoreError } from './store.errors.ts';

interface PolicyDocument {
  /** The version. */
  readonly _id: string;
  readonly number: number;
  readonly policy: string;
  readonly publishedAt: Date;
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
export interface PolicyStore {
  /** Writes the next version; it becomes current when it has been replayed. @throws {StoreError} PUBLISH_IN_PROGRESS. */
  readonly publish: (draft: Omit<Policy, 'version' | 'publishedAt'>) => Promise<Policy>;
  readonly current: () => Promise<Policy | null>;
  /** Version in force; null before the first is. */
  readonly currentVersion: () => Promise<string | null>;
  readonly find: (version: string) => Promise<Policy | null>;
  /** The version in force at a moment in recorded time. */
  readonly versionKnownBy: (known: number) => Promise<string | null>;
  /** The versions alive: in force or being built. Cheap; to see whether anything was published meanwhile. */
  readonly versionsAlive: () => Promise<readonly string[]>;
  /** Calls when another version comes into force. Returns a stop function. */
  readonly watch: (onSwitch: () => void) => () => Promise<void>;
  readonly building: () => Promise<BuildingPolicy | null>;
  readonly setReplayed: (version: string, to: bigint) => Promise<void>;
  readonly switchTo: (version: string) => Promise<void>;
}

// Kept as text: conditions may hold keys that MongoDB would read as paths.
const toPolicy = ({ _id, policy, publishedAt }: PolicyDocument): Policy => ({
  ...(JSON.parse(policy) as Omit<Policy, 'version' | 'publishedAt'>),
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
        policy: JSON.stringify(draft),
        publishedAt: new Date(),
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
    versionKnownBy: async (known) => {
      const document = await policies.findOne(
        { publishedAt: { $lte: new Date(known) }, replayedTo: { $exists: false } },
        { sort: { number: -1 }, projection: { _id: 1 } },
      );
      return document?._id ?? null;
    },
    versionsAlive: async () => {
      const [current, building] = await Promise.all([currentVersion(), findBuilding()]);
      return [current, building?._id].filter((version) => typeof version === 'string');
    },
    watch: (onSwitch) =>
      watchChanges(meta as unknown as Collection, [], onSwitch, { onReopened: onSwitch }).stop,
    current: async () => {
      const pointer = await meta.findOne({ _id: 'policy' });
      const document = pointer && (await policies.findOne({ _id: pointer.version }));
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
    switchTo: async (version) => {
      // At once: who sees the version in force may publish the next.
      await client.withSession((session) =>
        session.withTransaction(async () => {
          await meta.updateOne({ _id: 'policy' }, { $set: { version } }, { upsert: true, session });
          await policies.updateOne({ _id: version }, { $unset: { replayedTo: '' } }, { session });
        }, durable),
      );
    },
  };
}
