// SPDX-License-Identifier: Apache-2.0
/**
 * Collection `mastery`: one document a (policy version, person, competency). A cause marks it dirty by raising its revision;
 * a fold writes unless a later one has, and clears the mark only on the revision that it read. Any number of folders at any
 * moment is correct.
 */
import type { MasteryTimeline } from '@cairn/engine';
import type { ChangeStreamUpdateDocument, Collection, IndexDescription } from 'mongodb';
import { watchChanges } from './changes.ts';
import { collections, type Database } from './database.ts';
import { createMarks, idOf } from './mastery/marks.ts';
import type { VersionedPolicy } from './policies/policy-document.ts';

export interface MasteryKey {
  /** The version since which the competency's mastery stands on the same rules, model and scale; see `generationOf`. */
  readonly policyVersion: string;
  readonly personId: string;
  readonly competencyId: string;
}
export interface MasteryDocument extends MasteryKey {
  readonly _id: string;
  readonly rev: number;
  /** Revision that the timeline was folded at. */
  readonly folded: number;
  readonly dirty?: true;
  /** By person: who folds it. Absent in those of before, until they are marked again. */
  readonly part?: number | null;
  /** Dirty since; without meaning when not. */
  readonly since: Date;
  readonly timeline: MasteryTimeline;
  /** When the state next changes by itself. */
  readonly next: Date | null;
  /** When the visible result last changed. */
  readonly changedAt: Date;
}
export interface DirtyMastery extends MasteryKey {
  readonly rev: number;
  readonly timeline: MasteryTimeline;
}
export interface FoldedMastery extends DirtyMastery {
  /** The visible result is another than before. */
  readonly isChanged: boolean;
  readonly nextChangeAt: number | null;
}
export interface MasteryChange extends MasteryKey {
  readonly changedAt: number;
}

const dirtyIndex = { dirty: 1, part: 1, since: 1 } as const;
export const masteryIndexes: readonly IndexDescription[] = [
  { key: { policyVersion: 1, personId: 1, competencyId: 1 } },
  { key: dirtyIndex, partialFilterExpression: { dirty: true } },
  { key: { next: 1 }, partialFilterExpression: { next: { $type: 'date' } } },
];

export interface MasteryStore {
  readonly markDirty: (keys: readonly MasteryKey[]) => Promise<void>;
  /** Everything there is. */
  readonly markAll: () => Promise<void>;
  /** Marks what changes by itself by `now`; returns how many. */
  readonly markDue: (now: number) => Promise<number>;
  /** Those that have waited longest; of these parts or of all. */
  readonly dirty: (limit: number, parts?: readonly number[]) => Promise<readonly DirtyMastery[]>;
  /** Whether anything waits to be folded; `moment` (ms): since then or longer. */
  readonly isDirty: (moment?: number) => Promise<boolean>;
  readonly save: (folded: readonly FoldedMastery[]) => Promise<void>;
  /** Of one that cannot be folded, unless it was marked again meanwhile. */
  readonly unmark: (dirty: DirtyMastery) => Promise<void>;
  /** By competency, under the versions that `policy` says. */
  readonly ofPerson: (
    policy: Pick<VersionedPolicy, 'generations' | 'generationOf'>,
    personId: string,
  ) => Promise<ReadonlyMap<string, MasteryTimeline>>;
  /** Removes all under a version that never came into force. */
  readonly dropVersion: (policyVersion: string) => Promise<void>;
  /** Removes what was folded under this version or before and is not shown by it any more. */
  readonly prune: (current: Pick<VersionedPolicy, 'policy' | 'frameworks' | 'generationOf'>) => Promise<void>;
  /** Calls for every change of a visible result, as soon as it is written; `onReopened` when some may have been missed. Returns a stop function. */
  readonly watch: (
    onChange: (change: MasteryChange) => void,
    onReopened?: () => void,
  ) => Promise<() => Promise<void>>;
}

async function watch(
  mastery: Collection<MasteryDocument>,
  onChange: (change: MasteryChange) => void,
  onReopened?: () => void,
): Promise<() => Promise<void>> {
  const { ready, stop } = watchChanges(
    mastery as unknown as Collection,
    [
      {
        $match: {
          operationType: 'update',
          'updateDescription.updatedFields.changedAt': { $exists: true },
        },
      },
    ],
    (event) => {
      const { fullDocument: document } = event as unknown as ChangeStreamUpdateDocument<MasteryDocument>;
      if (document)
        onChange({
          policyVersion: document.policyVersion,
          personId: document.personId,
          competencyId: document.competencyId,
          changedAt: document.changedAt.getTime(),
        });
    },
    { fullDocument: true, ...(onReopened ? { onReopened } : {}) },
  );
  await ready;
  return stop;
}

export function createMastery({ db }: Database): MasteryStore {
  const mastery = db.collection<MasteryDocument>(collections.mastery);
  return {
    ...createMarks(mastery),
    dirty: async (limit, parts) =>
      await mastery
        .find(
          { dirty: true, ...(parts ? { part: { $in: [...parts, null] } } : {}) },
          {
            limit,
            sort: { since: 1 },
            hint: dirtyIndex,
            projection: { policyVersion: 1, personId: 1, competencyId: 1, rev: 1, timeline: 1 },
          },
        )
        .toArray(),
    // Without an order: the first of one may have been folded by the time it is fetched, and the others would be passed over.
    isDirty: async (moment) =>
      (await mastery.findOne(
        { dirty: true, ...(moment === undefined ? {} : { since: { $lte: new Date(moment) } }) },
        { projection: { _id: 1 }, hint: dirtyIndex },
      )) !== null,
    save: async (folded) => {
      if (folded.length === 0) return;
      await mastery.bulkWrite(
        folded.map((one) => ({
          updateOne: {
            // A later fold has seen more. One whose key was marked again meanwhile is still the newest there is: it is
            // shown, and the mark stays, so that what is marked without pause does not stand still.
            filter: { _id: idOf(one), folded: { $lt: one.rev } },
            update: [
              {
                $set: {
                  timeline: { $literal: one.timeline },
                  folded: one.rev,
                  next: one.nextChangeAt === null ? null : new Date(one.nextChangeAt),
                  ...(one.isChanged ? { changedAt: '$$NOW' } : {}),
                  since: '$$NOW',
                  dirty: { $cond: [{ $eq: ['$rev', one.rev] }, '$$REMOVE', true] },
                },
              },
            ],
          },
        })),
        { ordered: false, writeConcern: { w: 'majority' } },
      );
    },
    unmark: async (one) => {
      await mastery.updateOne(
        { _id: idOf(one), rev: one.rev },
        { $unset: { dirty: '' } },
        { writeConcern: { w: 'majority' }, bypassDocumentValidation: true },
      );
    },
    ofPerson: async ({ generations, generationOf }, personId) => {
      const found = await mastery
        .find(
          { policyVersion: { $in: [...generations] }, personId },
          { projection: { policyVersion: 1, competencyId: 1, timeline: 1 } },
        )
        .toArray();
      return new Map(
        found
          .filter(({ policyVersion, competencyId }) => generationOf(competencyId) === policyVersion)
          .map(({ competencyId, timeline }) => [competencyId, timeline]),
      );
    },
    dropVersion: async (policyVersion) => {
      await mastery.deleteMany({ policyVersion });
    },
    prune: async ({ policy, frameworks, generationOf }) => {
      const shown = new Map<string, string[]>();
      for (const { competency } of [...frameworks.competencies, ...frameworks.groups]) {
        const version = generationOf(competency.id);
        shown.set(version, [...(shown.get(version) ?? []), competency.id]);
      }
      for (const version of (await mastery.distinct('policyVersion')) as readonly string[])
        // What is younger is being built, and nobody else's.
        if (Number(version) <= Number(policy.version))
          await mastery.deleteMany({
            policyVersion: version,
            competencyId: { $nin: shown.get(version) ?? [] },
          });
    },
    watch: (onChange, onReopened) => watch(mastery, onChange, onReopened),
  };
}
