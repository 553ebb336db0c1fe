// SPDX-License-Identifier: Apache-2.0
/** What must be folded again: a mark raises the revision, so that a fold that has not seen its cause does not clear it. */
import type { MasteryTimeline } from '@cairn/engine';
import type { Collection } from 'mongodb';
import { partitionCount } from '../database.ts';
import type { MasteryDocument, MasteryKey } from './mastery-document.ts';

/** As the index says it: one over a part of the documents serves only a query that asks for no other. */
export const dueBy = (now: number) => ({ next: { $type: 'date' as const, $lte: new Date(now) } });

export const idOf = ({ policyVersion, personId, competencyId }: MasteryKey) =>
  JSON.stringify([policyVersion, personId, competencyId]);
const empty: MasteryTimeline = { segments: [], evidenceCount: 0, lastEvidenceAt: null, lastEvidenceId: null };

/** FNV-1a. */
function partOf(personId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < personId.length; i += 1) hash = Math.imul(hash ^ personId.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % partitionCount;
}

export interface Marks {
  readonly markDirty: (keys: readonly MasteryKey[]) => Promise<void>;
  /** Everything there is. */
  readonly markAll: () => Promise<void>;
  /** Marks what changes by itself by `now`; returns how many. */
  readonly markDue: (now: number) => Promise<number>;
}

export function createMarks(mastery: Collection<MasteryDocument>): Marks {
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
                  part: partOf(personId),
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
    markAll: async () => {
      const since = { $cond: [{ $eq: ['$dirty', true] }, '$since', '$$NOW'] };
      await mastery.updateMany({}, [
        { $set: { rev: { $add: ['$rev', 1] }, since } },
        { $set: { dirty: true } },
      ]);
    },
    markDue: async (now) => {
      // The moment itself changes what is seen: told at once, refolded after.
      const due = [{ $set: { rev: { $add: ['$rev', 1] }, dirty: true, next: null, changedAt: '$$NOW' } }];
      return (await mastery.updateMany(dueBy(now), due)).modifiedCount;
    },
  };
}
