// SPDX-License-Identifier: Apache-2.0
/** Collection `evidence`: immutable but for its withdrawal, and without persons. Flow: processor → [here] → fold, explanation. */
import type { Evidence } from '@cairn/engine';
import {
  type AnyBulkWriteOperation,
  Binary,
  type IndexDescription,
  Long,
  MongoBulkWriteError,
} from 'mongodb';
import { collections, type Database } from './database.ts';
import { createCounts, type EvidenceCounts } from './evidence/counts.ts';
import type { EvidenceDocument } from './evidence/evidence-document.ts';
import { toBinary, toId } from './ids.ts';

const pairIndex = { su: 1, c: 1 } as const;
export const evidenceIndexes: readonly IndexDescription[] = [
  { key: pairIndex },
  { key: { st: 1 } },
  { key: { activityId: 1, ruleDigest: 1 } },
  { key: { ruleDigest: 1, su: 1 } },
];
const duplicate = 11_000;
const majority = { writeConcern: { w: 'majority' as const } };

export interface EvidenceStore extends EvidenceCounts {
  /** Again is a no-op: the id is the content. */
  readonly add: (evidence: readonly Evidence[]) => Promise<void>;
  /** Withdraws what stands on these statements, from when the void was recorded (ms). Returns (subject, competency) touched. */
  readonly withdraw: (
    voids: readonly { readonly statementId: string; readonly at: number }[],
  ) => Promise<readonly Touched[]>;
  /** What these statements have given, by whatever rule. */
  readonly ofStatements: (statementIds: readonly string[]) => Promise<readonly Evidence[]>;
  /** Puts right what is not as it must be: `wrong` goes, `right` is there after. A piece in both is never missing. */
  readonly mend: (wrong: readonly string[], right: readonly Evidence[]) => Promise<void>;
  /** Subject and competency of all that these subjects have evidence of. */
  readonly touchedOf: (subjects: readonly string[]) => Promise<readonly Touched[]>;
  /** Subjects that a rule has given evidence of, each once, in batches. */
  readonly subjectsOfRule: (ruleDigest: string) => AsyncIterable<readonly string[]>;
  /** All of these subjects, withdrawn included; of one competency or of all. */
  readonly ofSubjects: (
    subjects: readonly string[],
    competencyIds?: readonly string[],
  ) => Promise<readonly Evidence[]>;
  /** Of exactly these, withdrawn included. */
  readonly ofPairs: (pairs: readonly Touched[]) => Promise<readonly Evidence[]>;
}
export interface Touched {
  readonly subject: string;
  readonly competencyId: string;
}

const subjectsAtOnce = 1000;
/** Subjects in one question. */
const pairsAtOnce = 100;
const toEvidenceId = (id: string) => new Binary(Buffer.from(id, 'hex'));

function toDocument({ id, statementId, subject, competencyId, seq, ...rest }: Evidence): EvidenceDocument {
  return {
    ...rest,
    _id: toEvidenceId(id),
    st: toBinary(statementId),
    su: subject,
    c: competencyId,
    seq: Long.fromNumber(seq),
  };
}
function toEvidence({ _id, st, su, c, seq, ...rest }: EvidenceDocument): Evidence {
  return {
    ...rest,
    id: Buffer.from(_id.value()).toString('hex'),
    statementId: toId(st),
    subject: su,
    competencyId: c,
    seq: Long.fromValue(seq).toNumber(),
  };
}

export function createEvidence({ db }: Database): EvidenceStore {
  const evidence = db.collection<EvidenceDocument>(collections.evidence);
  return {
    ...createCounts(evidence),
    add: async (pieces) => {
      if (pieces.length === 0) return;
      try {
        await evidence.insertMany(pieces.map(toDocument), { ordered: false, ...majority });
      } catch (error) {
        // What is there already is the same.
        if (!(error instanceof MongoBulkWriteError)) throw error;
        // Without any, it is the way to the database that failed.
        const errors = [error.writeErrors].flat();
        const isAllThere = errors.length > 0 && errors.every(({ code }) => code === duplicate);
        if (!isAllThere || error.result.getWriteConcernError()) throw error;
      }
    },
    withdraw: async (voids) => {
      if (voids.length === 0) return [];
      const updates = voids.map(({ statementId, at }) => ({
        updateMany: {
          // Of several voids the first counts, in whatever order they are read.
          filter: {
            st: toBinary(statementId),
            $or: [{ withdrawnAt: null }, { withdrawnAt: { $gt: at } }],
          },
          update: { $set: { withdrawnAt: at } },
        },
      }));
      await evidence.bulkWrite(updates, { ordered: false, ...majority });
      const touched = await evidence
        .find(
          { st: { $in: voids.map(({ statementId }) => toBinary(statementId)) } },
          { projection: { su: 1, c: 1 } },
        )
        .toArray();
      return touched.map(({ su, c }) => ({ subject: su, competencyId: c }));
    },
    ofStatements: async (ids) =>
      (await evidence.find({ st: { $in: ids.map(toBinary) } }).toArray()).map(toEvidence),
    mend: async (wrong, right) => {
      const operations: AnyBulkWriteOperation<EvidenceDocument>[] = [
        ...wrong.map((id) => ({ deleteOne: { filter: { _id: toEvidenceId(id) } } })),
        ...right.map(toDocument).map(({ _id, ...content }) => ({
          replaceOne: { filter: { _id }, replacement: content, upsert: true },
        })),
      ];
      if (operations.length > 0) await evidence.bulkWrite(operations, { ordered: false, ...majority });
    },
    touchedOf: async (subjects) =>
      (
        await evidence
          .aggregate<{ _id: { su: string; c: string } }>([
            { $match: { su: { $in: [...subjects] } } },
            { $project: { _id: 0, su: 1, c: 1 } },
            { $group: { _id: { su: '$su', c: '$c' } } },
          ])
          .toArray()
      ).map(({ _id }) => ({ subject: _id.su, competencyId: _id.c })),
    subjectsOfRule: async function* (ruleDigest) {
      const found = evidence.aggregate<{ _id: string }>([
        { $match: { ruleDigest } },
        { $sort: { su: 1 } },
        { $group: { _id: '$su' } },
      ]);
      let batch: string[] = [];
      for await (const { _id } of found) {
        batch.push(_id);
        if (batch.length < subjectsAtOnce) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
    ofSubjects: async (subjects, competencyIds) =>
      (
        await evidence
          .find({ su: { $in: [...subjects] }, ...(competencyIds ? { c: { $in: [...competencyIds] } } : {}) })
          .toArray()
      ).map(toEvidence),
    ofPairs: async (pairs) => {
      const bySubject = new Map<string, string[]>();
      for (const { subject, competencyId } of pairs)
        bySubject.set(subject, [...(bySubject.get(subject) ?? []), competencyId]);
      const groups = [...bySubject].map(([su, ids]) => ({ su, c: { $in: ids } }));
      const parts = Array.from({ length: Math.ceil(groups.length / pairsAtOnce) }, (_, i) =>
        evidence
          .find({ $or: groups.slice(i * pairsAtOnce, (i + 1) * pairsAtOnce) }, { hint: pairIndex })
          .toArray(),
      );
      return (await Promise.all(parts)).flat().map(toEvidence);
    },
  };
}
