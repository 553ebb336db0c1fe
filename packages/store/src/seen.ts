// SPDX-License-Identifier: Apache-2.0
/**
 * Collections `activities` and `unresolved`: what has been seen, and of whom nobody is known. Counted in the transaction that
 * clears the inbox flag, so each statement counts once, however often it is tried.
 */
import type { ClientSession, IndexDescription } from 'mongodb';
import { collections, type Database } from './database.ts';

/** What one processed statement was about. Times are ms since the epoch. */
export interface Seen {
  readonly statementId: string;
  readonly sourceId: string;
  readonly occurredAt: number;
  readonly kind: string;
  readonly activity: {
    readonly id: string;
    readonly type: string | null;
    readonly name: Readonly<Record<string, string>> | null;
  } | null;
  /** Subjects without any identity link, and the name that was sent. */
  readonly unknownSubjects: readonly string[];
  readonly subjectName: string | null;
}
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
  /** Inside the transaction that clears the flags of these statements. */
  readonly count: (seen: readonly Seen[], session: ClientSession) => Promise<void>;
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

interface Sum {
  n: number;
  first: number;
  last: number;
  readonly sources: Set<string>;
  readonly words: Set<string>;
  sample: Seen;
}
function sumBy(
  seen: readonly Seen[],
  keysOf: (one: Seen) => readonly string[],
  wordOf: (one: Seen) => string | null,
) {
  const sums = new Map<string, Sum>();
  for (const one of seen)
    for (const key of keysOf(one)) {
      const sum = sums.get(key) ?? {
        n: 0,
        first: one.occurredAt,
        last: one.occurredAt,
        sources: new Set<string>(),
        words: new Set<string>(),
        sample: one,
      };
      sum.n += 1;
      sum.first = Math.min(sum.first, one.occurredAt);
      if (one.occurredAt >= sum.last) sum.sample = one;
      sum.last = Math.max(sum.last, one.occurredAt);
      sum.sources.add(one.sourceId);
      const word = wordOf(one);
      if (word !== null) sum.words.add(word);
      sums.set(key, sum);
    }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}
const counting = ({ n, first, last, sources }: Sum) => ({
  $inc: { statements: n },
  $min: { firstAt: new Date(first) },
  $max: { lastAt: new Date(last) },
  sources: { $each: [...sources] },
});
const view = ({ statements, firstAt, lastAt, sources }: SeenDocument): SeenView => ({
  statements,
  firstAt: firstAt.getTime(),
  lastAt: lastAt.getTime(),
  sources,
});

export function createSeen({ db }: Database): SeenStore {
  const activities = db.collection<ActivityDocument>(collections.activities);
  const unresolved = db.collection<UnresolvedDocument>(collections.unresolved);
  const links = db.collection<{ identifier: string }>(collections.identityLinks);
  return {
    count: async (seen, session) => {
      const byActivity = sumBy(
        seen,
        ({ activity }) => (activity ? [activity.id] : []),
        ({ kind }) => kind,
      );
      if (byActivity.length > 0)
        await activities.bulkWrite(
          byActivity.map(([_id, sum]) => {
            const { sources, ...update } = counting(sum);
            const { activity } = sum.sample;
            const name = activity?.name ? Object.entries(activity.name) : null;
            return {
              updateOne: {
                filter: { _id },
                update: {
                  ...update,
                  $addToSet: { sources, kinds: { $each: [...sum.words] } },
                  $set: { type: activity?.type ?? null, ...(name ? { name } : {}) },
                  ...(name ? {} : { $setOnInsert: { name: null } }),
                },
                upsert: true,
              },
            };
          }),
          { session, ordered: false },
        );
      const bySubject = sumBy(
        seen,
        ({ unknownSubjects }) => unknownSubjects,
        ({ subjectName }) => subjectName,
      );
      if (bySubject.length > 0)
        await unresolved.bulkWrite(
          bySubject.map(([_id, sum]) => {
            const { sources, ...update } = counting(sum);
            return {
              updateOne: {
                filter: { _id },
                update: {
                  ...update,
                  $addToSet: { sources },
                  $push: { names: { $each: [...sum.words], $slice: -mostNames } },
                },
                upsert: true,
              },
            };
          }),
          { session, ordered: false },
        );
    },
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
        const linked = await links.distinct('identifier', { identifier: { $in: identifiers } });
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
