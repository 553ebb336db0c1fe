// SPDX-License-Identifier: Apache-2.0
/** Collection `evidence`: immutable but for its withdrawal, and without persons. Flow: processor → [here] → fold, explanation. */
import type { CompiledPolicy, Evidence } from '@cairn/engine';
import { Binary, type IndexDescription, Long } from 'mongodb';
import { collections, type Database } from './database.ts';
import { toBinary, toId } from './ids.ts';

/** Everything of a piece but what the indexes need in another form. */
interface EvidenceDocument extends Omit<Evidence, 'id' | 'statementId' | 'subject' | 'competencyId' | 'seq'> {
  readonly _id: Binary;
  readonly st: Binary;
  readonly su: string;
  readonly c: string;
  readonly seq: Long;
}
export const evidenceIndexes: readonly IndexDescription[] = [
  { key: { su: 1, c: 1 } },
  { key: { st: 1 } },
  { key: { activityId: 1, ruleDigest: 1 } },
];

export interface EvidenceStore {
  /** Again is a no-op: the id is the content. */
  readonly add: (evidence: readonly Evidence[]) => Promise<void>;
  /** Withdraws what stands on these statements, from when the void was recorded (ms). Returns (subject, competency) touched. */
  readonly withdraw: (
    voids: readonly { readonly statementId: string; readonly at: number }[],
  ) => Promise<readonly Touched[]>;
  /** By activity: pieces that stand, by the rules and dialects of this policy. */
  readonly countByActivity: (
    activityIds: readonly string[],
    policy: Pick<CompiledPolicy, 'digestsInForce' | 'dialectInForce'>,
  ) => Promise<ReadonlyMap<string, number>>;
  /** All of these subjects, withdrawn included; of one competency or of all. */
  readonly ofSubjects: (
    subjects: readonly string[],
    competencyIds?: readonly string[],
  ) => Promise<readonly Evidence[]>;
}
export interface Touched {
  readonly subject: string;
  readonly competencyId: string;
}

function toDocument({ id, statementId, subject, competencyId, seq, ...rest }: Evidence): EvidenceDocument {
  return {
    ...rest,
    _id: new Binary(Buffer.from(id, 'hex')),
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
    add: async (pieces) => {
      if (pieces.length === 0) return;
      await evidence.bulkWrite(
        pieces.map(toDocument).map(({ _id, ...content }) => ({
          updateOne: { filter: { _id }, update: { $setOnInsert: content }, upsert: true },
        })),
        { ordered: false, writeConcern: { w: 'majority' } },
      );
    },
    withdraw: async (voids) => {
      if (voids.length === 0) return [];
      const updates = voids.map(({ statementId, at }) => ({
        updateMany: {
          filter: { st: toBinary(statementId), withdrawnAt: null },
          update: { $set: { withdrawnAt: at } },
        },
      }));
      await evidence.bulkWrite(updates, { ordered: false, writeConcern: { w: 'majority' } });
      const touched = await evidence
        .find(
          { st: { $in: voids.map(({ statementId }) => toBinary(statementId)) } },
          { projection: { su: 1, c: 1 } },
        )
        .toArray();
      return touched.map(({ su, c }) => ({ subject: su, competencyId: c }));
    },
    countByActivity: async (activityIds, { digestsInForce, dialectInForce }) => {
      const rows = await evidence
        .aggregate<{ _id: { activityId: string; dialect: string }; n: number }>([
          {
            $match: {
              activityId: { $in: [...activityIds] },
              ruleDigest: { $in: [...digestsInForce] },
              withdrawnAt: null,
            },
          },
          { $group: { _id: { activityId: '$activityId', dialect: '$dialect' }, n: { $sum: 1 } } },
        ])
        .toArray();
      const counts = new Map<string, number>();
      for (const { _id, n } of rows)
        if (dialectInForce(_id.dialect) === _id.dialect)
          counts.set(_id.activityId, (counts.get(_id.activityId) ?? 0) + n);
      return counts;
    },
    ofSubjects: async (subjects, competencyIds) =>
      (
        await evidence
          .find({ su: { $in: [...subjects] }, ...(competencyIds ? { c: { $in: [...competencyIds] } } : {}) })
          .toArray()
      ).map(toEvidence),
  };
}
