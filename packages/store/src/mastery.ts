// SPDX-License-Identifier: Apache-2.0
/**
 * Collection `mastery`: one document a (policy version, person, competency). A cause marks it dirty by raising its revision;
 * a fold writes unless a later one has, and clears the mark only on the revision that it read. Any number of folders at any
 * moment is correct.
 */
import type { MasterySegment, MasteryTimeline } from '@cairn/engine';
import type { ChangeStreamUpdateDocument, Collection, IndexDescription } from 'mongodb';
import { watchChanges } from './changes.ts';
import { collections, type Database } from './database.ts';

export interface MasteryKey {
  readonly policyVersion: string;
  readonly personId: string;
  readonly competencyId: string;
}
interface MasteryDocument extends MasteryKey {
  readonly _id: string;
  readonly rev: number;
  /** Revision that the timeline was folded at. */
  readonly folded: number;
  readonly dirty?: true;
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

export const masteryIndexes: readonly IndexDescription[] = [
  { key: { policyVersion: 1, personId: 1 } },
  { key: { dirty: 1, _id: 1 }, partialFilterExpression: { dirty: true } },
  { key: { next: 1 }, partialFilterExpression: { next: { $type: 'date' } } },
];

export interface MasteryStore {
  readonly markDirty: (keys: readonly MasteryKey[]) => Promise<void>;
  /** Marks what changes by itself by `now`; returns how many. */
  readonly markDue: (now: number) => Promise<number>;
  readonly dirty: (limit: number) => Promise<readonly DirtyMastery[]>;
  /** Whether something has waited to be folded since `moment` (ms) or longer. */
  readonly isDirtySince: (policyVersion: string, moment: number) => Promise<boolean>;
  readonly save: (folded: readonly FoldedMastery[]) => Promise<void>;
  /** Of one that cannot be folded, unless it was marked again meanwhile. */
  readonly unmark: (dirty: DirtyMastery) => Promise<void>;
  readonly ofPerson: (
    policyVersion: string,
    personId: string,
  ) => Promise<ReadonlyMap<string, MasteryTimeline>>;
  /** Calls for every change of a visible result, as soon as it is written; `onReopened` when some may have been missed. Returns a stop function. */
  readonly watch: (
    onChange: (change: MasteryChange) => void,
    onReopened?: () => void,
  ) => Promise<() => Promise<void>>;
}

/** As the index says it: one over a part of the documents serves only a query that asks for no other. */
export const dueBy = (now: number) => ({ next: { $type: 'date' as const, $lte: new Date(now) } });

const idOf = ({ policyVersion, personId, competencyId }: MasteryKey) =>
  JSON.stringify([policyVersion, personId, competencyId]);
const empty: MasteryTimeline = { segments: [], evidenceCount: 0, lastEvidenceAt: null, lastEvidenceId: null };

/** As an older Cairn wrote it: with the ids of what counted, without their number. Shown until its version is built anew. */
type StoredSegment = MasterySegment & { readonly counted?: readonly string[] };
const readable = (timeline: MasteryTimeline): MasteryTimeline => ({
  ...timeline,
  segments: timeline.segments.map(({ counted, ...segment }: StoredSegment) =>
    counted === undefined ? segment : { ...segment, countedCount: counted.length, certainty: null },
  ),
});

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
    markDirty: async (keys) => {
      const distinct = [...new Map(keys.map((key) => [idOf(key), key]))];
      if (distinct.length === 0) return;
      await mastery.bulkWrite(
        distinct.map(([_id, { policyVersion, personId, competencyId }]) => ({
          updateOne: {
            filter: { _id },
            update: [
              {
                $set: {
                  policyVersion: { $literal: policyVersion },
                  personId: { $literal: personId },
                  competencyId: { $literal: competencyId },
                  rev: { $add: [{ $ifNull: ['$rev', 0] }, 1] },
                  folded: { $ifNull: ['$folded', 0] },
                  since: { $cond: [{ $eq: ['$dirty', true] }, '$since', '$$NOW'] },
                  timeline: { $ifNull: ['$timeline', { $literal: empty }] },
                  next: { $ifNull: ['$next', null] },
                  changedAt: { $ifNull: ['$changedAt', new Date(0)] },
                },
              },
              { $set: { dirty: true } },
            ],
            upsert: true,
          },
        })),
        { ordered: false, writeConcern: { w: 'majority' } },
      );
    },
    markDue: async (now) => {
      // The moment itself changes what is seen: told at once, refolded after.
      const due = [{ $set: { rev: { $add: ['$rev', 1] }, dirty: true, next: null, changedAt: '$$NOW' } }];
      return (await mastery.updateMany(dueBy(now), due)).modifiedCount;
    },
    dirty: async (limit) =>
      await mastery
        .find(
          { dirty: true },
          {
            limit,
            sort: { _id: 1 },
            projection: { policyVersion: 1, personId: 1, competencyId: 1, rev: 1, timeline: 1 },
          },
        )
        .toArray(),
    isDirtySince: async (policyVersion, moment) =>
      (await mastery.findOne(
        { dirty: true, policyVersion, since: { $lte: new Date(moment) } },
        { projection: { _id: 1 } },
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
    ofPerson: async (policyVersion, personId) => {
      const found = await mastery
        .find({ policyVersion, personId }, { projection: { competencyId: 1, timeline: 1 } })
        .toArray();
      return new Map(found.map(({ competencyId, timeline }) => [competencyId, readable(timeline)]));
    },
    watch: (onChange, onReopened) => watch(mastery, onChange, onReopened),
  };
}
