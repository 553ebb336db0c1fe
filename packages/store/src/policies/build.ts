// SPDX-License-Identifier: Apache-2.0
/** How far a version is built, how it comes into force, and how it is dropped before it does. */
import { type Collection, Long } from 'mongodb';
import { collections, type Database } from '../database.ts';
import { atMoment } from '../statements/moment.ts';
import type { BuildDocument, PolicyDocument } from './policy-document.ts';

/** Where reading stands: a place in the order, in one part of the keys. */
export interface BuildPlace {
  readonly part: number;
  readonly to: bigint;
}
export interface BuildingPolicy {
  readonly version: string;
  readonly plan: {
    readonly after: bigint;
    /** null: every statement. Else in parts that one query takes. */
    readonly parts: readonly (readonly bigint[])[] | null;
    /** Of the rules to read by; null: all. */
    readonly digests: ReadonlySet<string> | null;
  };
  readonly place: BuildPlace;
  /** Rules whose earlier evidence has been marked. */
  readonly marked: number;
  readonly total: number | null;
}
/** A sorted read of so many keys is merged from the index; of more MongoDB would sort all that it finds. */
const keysOfPart = 100;

const everything: Pick<Required<PolicyDocument>, 'plan' | 'build'> = {
  plan: { after: Long.ZERO, keys: null, digests: [] },
  build: { startedAt: new Date(0), marked: 0, part: 0, read: 0, total: null },
};

function partsOf(keys: readonly Long[]): readonly (readonly bigint[])[] {
  const all = keys.map((key) => Long.fromValue(key).toBigInt());
  return Array.from({ length: Math.ceil(all.length / keysOfPart) }, (_, i) =>
    all.slice(i * keysOfPart, (i + 1) * keysOfPart),
  );
}

/** Asked for at every step: the text is read once. */
export const whileBuilding = { policy: 0, carried: 0, digests: 0 } as const;

export function toBuilding(document: Omit<PolicyDocument, keyof typeof whileBuilding>): BuildingPolicy {
  // A version that an older Cairn has begun reads all by all its rules.
  const { plan = everything.plan, build = everything.build } = document;
  const after = Long.fromValue(plan.after).toBigInt();
  const to = Long.fromValue(document.replayedTo ?? 0).toBigInt();
  return {
    version: document._id,
    plan: {
      after,
      parts: plan.keys === null ? null : partsOf(plan.keys),
      digests: document.plan ? new Set(plan.digests) : null,
    },
    place: { part: build.part, to: to > after ? to : after },
    marked: build.marked,
    total: build.total,
  };
}

export function createBuild(database: Database, policies: Collection<PolicyDocument>) {
  const meta = database.db.collection<{ _id: string; version: string }>(collections.meta);
  const durable = { writeConcern: { w: 'majority' as const, journal: true } };
  const isBuilding = (version: string) => ({ _id: version, replayedTo: { $exists: true } });
  const set = async (version: string, changes: Partial<BuildDocument>) => {
    const fields = Object.entries(changes).map(([key, value]) => [`build.${key}`, value] as const);
    await policies.updateOne(isBuilding(version), { $set: Object.fromEntries(fields) }, durable);
  };
  return {
    count: (version: string, total: number) => set(version, { total }),
    marked: (version: string, rules: number) => set(version, { marked: rules }),
    /** Of several at once the first moves it on. */
    moved: async (version: string, from: BuildPlace, to: BuildPlace, read: number) => {
      const there = { $in: [Long.fromBigInt(from.to), ...(from.part === 0 ? [Long.ZERO] : [])] };
      await policies.updateOne(
        { _id: version, replayedTo: there, 'build.part': { $in: [from.part, null] } },
        {
          $set: { replayedTo: Long.fromBigInt(to.to), 'build.part': to.part },
          $inc: { 'build.read': read },
        },
        durable,
      );
    },
    switchTo: (version: string) =>
      atMoment(database, async (session, inForceAt) => {
        // Both at once: who sees it in force may publish the next. Of several that have built it, the first switches; a
        // late one would bring an older version back.
        const { modifiedCount } = await policies.updateOne(
          isBuilding(version),
          { $unset: { replayedTo: '', plan: '' }, $set: { inForceAt } },
          { session },
        );
        if (modifiedCount === 0) return;
        await meta.updateOne({ _id: 'policy' }, { $set: { version } }, { upsert: true, session });
      }),
    /** False: it is in force, or was dropped already. */
    cancel: async (version: string, cancelledBy: string) => {
      const { modifiedCount } = await policies.updateOne(
        isBuilding(version),
        { $unset: { replayedTo: '', plan: '' }, $currentDate: { cancelledAt: true }, $set: { cancelledBy } },
        durable,
      );
      return modifiedCount > 0;
    },
  };
}
