// SPDX-License-Identifier: Apache-2.0
/**
 * Collections `activities` and `unresolved`: what has been seen, and of whom nobody is known. Noted when the inbox flag is cleared
 * (see seen/notes.ts), and counted in a transaction that takes the note away, so each statement counts once, however often it is tried.
 */
import type { IndexDescription } from 'mongodb';
import { collections, type Database } from './database.ts';
import { createNotes, type TallyDocument } from './seen/notes.ts';
import { addUp, type TallyEntry } from './seen/tally.ts';

export type { Seen } from './seen/seen-statement.ts';

interface SeenDocument {
  readonly _id: string;
  readonly statements: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly sources: readonly string[];
}
interface ActivityDocument extends SeenDocument {
  readonly type: string | null;
  /** Pairs, not an object: a language tag is no field name. */
  readonly name: readonly (readonly [string, string])[] | null;
  readonly kinds: readonly string[];
}
interface UnresolvedDocument extends SeenDocument {
  readonly names: readonly string[];
}
interface SeenView {
  readonly statements: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly sources: readonly string[];
}
export interface ActivitySeen extends SeenView {
  readonly id: string;
  readonly type: string | null;
  readonly name: Readonly<Record<string, string>> | null;
  readonly kinds: readonly string[];
}
export interface UnresolvedIdentifier extends SeenView {
  readonly identifier: string;
  readonly names: readonly string[];
}
export const activityIndexes: readonly IndexDescription[] = [{ key: { statements: -1, _id: 1 } }];
export const unresolvedIndexes: readonly IndexDescription[] = [{ key: { statements: -1, _id: 1 } }];

export interface SeenStore {
  /** Adds what was noted to the counts, once; returns how many notes, and statements that wait anew because their note was left behind. */
  readonly count: () => Promise<number>;
  /** Whether something noted is not counted yet. */
  readonly isCounting: () => Promise<boolean>;
  /** Most statements first; `except`: all but these. */
  readonly activities: (page: {
    readonly skip: number;
    readonly limit: number;
    readonly except?: readonly string[] | undefined;
  }) => Promise<readonly ActivitySeen[]>;
  /** Those that nobody has a link to, most statements first. */
  readonly unresolved: (page: {
    readonly skip: number;
    readonly limit: number;
  }) => Promise<readonly UnresolvedIdentifier[]>;
}

/** A sender that calls everybody something new each time must not grow a document without end. */
const mostNames = 5;

const counting = ({ n, first, last }: TallyEntry) => ({
  $inc: { statements: n },
  $min: { firstAt: new Date(first) },
  $max: { lastAt: new Date(last) },
});
const activityUpdate = (entry: TallyEntry) => ({
  updateOne: {
    filter: { _id: entry.key },
    update: {
      ...counting(entry),
      $addToSet: { sources: { $each: [...entry.sources] }, kinds: { $each: [...entry.words] } },
      $set: { type: entry.type, ...(entry.name ? { name: entry.name } : {}) },
      ...(entry.name ? {} : { $setOnInsert: { name: null } }),
    },
    upsert: true,
  },
});
const subjectUpdate = (entry: TallyEntry) => ({
  updateOne: {
    filter: { _id: entry.key },
    update: {
      ...counting(entry),
      $addToSet: { sources: { $each: [...entry.sources] } },
      $push: { names: { $each: [...entry.words], $slice: -mostNames } },
    },
    upsert: true,
  },
});
const view = ({ statements, firstAt, lastAt, sources }: SeenDocument): SeenView => ({
  statements,
  firstAt: firstAt.getTime(),
  lastAt: lastAt.getTime(),
  sources,
});

/** Tallies that are counted at once. */
const mostTallies = 50;

export function createSeen({ client, db }: Database): SeenStore {
  const activities = db.collection<ActivityDocument>(collections.activities);
  const unresolved = db.collection<UnresolvedDocument>(collections.unresolved);
  const tallies = db.collection<TallyDocument>(collections.seenTallies);
  const notes = createNotes(db);
  const links = db.collection<{ identifier: string; unlinkedAt?: number }>(collections.identityLinks);

  return {
    count: async () => {
      const taken = await notes.takeBack();
      const counted = await client.withSession((session) =>
        session.withTransaction(
          async () => {
            const found = await tallies
              .find({ open: { $exists: false } }, { session, sort: { _id: 1 }, limit: mostTallies })
              .toArray();
            if (found.length === 0) return 0;
            const sum = addUp(found);
            if (sum.activities.length > 0)
              await activities.bulkWrite(sum.activities.map(activityUpdate), { session, ordered: false });
            if (sum.subjects.length > 0)
              await unresolved.bulkWrite(sum.subjects.map(subjectUpdate), { session, ordered: false });
            await tallies.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } }, { session });
            return found.length;
          },
          { writeConcern: { w: 'majority' }, readConcern: { level: 'snapshot' } },
        ),
      );
      return taken + counted;
    },
    isCounting: async () =>
      (await tallies.findOne({ given: { $exists: false } }, { projection: { _id: 1 } })) !== null,
    activities: async ({ skip, limit, except }) =>
      (
        await activities
          .find(except ? { _id: { $nin: except } } : {}, { sort: { statements: -1, _id: 1 }, skip, limit })
          .toArray()
      ).map((document) => ({
        ...view(document),
        id: document._id,
        type: document.type,
        name: document.name && Object.fromEntries(document.name),
        kinds: document.kinds,
      })),
    unresolved: async ({ skip, limit }) => {
      for (;;) {
        const page = await unresolved.find({}, { sort: { statements: -1, _id: 1 }, skip, limit }).toArray();
        const identifiers = page.map(({ _id }) => _id);
        const linked = await links.distinct('identifier', {
          identifier: { $in: identifiers },
          unlinkedAt: { $exists: false },
        });
        if (linked.length === 0)
          return page.map((document) => ({
            ...view(document),
            identifier: document._id,
            names: [...new Set(document.names)],
          }));
        // Linked since, or counted at the moment of linking: they wait for nobody.
        await unresolved.deleteMany({ _id: { $in: linked } });
      }
    },
  };
}
