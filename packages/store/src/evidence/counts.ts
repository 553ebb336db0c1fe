// SPDX-License-Identifier: Apache-2.0
/** How many pieces of evidence stand, by what gave them: for lists and previews. */
import type { CompiledPolicy } from '@cairn/engine';
import type { Collection } from 'mongodb';
import type { EvidenceDocument } from './evidence-document.ts';

export interface EvidenceCounts {
  /** By rule: how many pieces stand that it has given. */
  readonly countByRule: (ruleDigests: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** By activity: pieces that stand, by the rules and dialects of this policy. */
  readonly countByActivity: (
    activityIds: readonly string[],
    policy: Pick<CompiledPolicy, 'rulesInForce' | 'digestsOfPieces' | 'dialectInForce'>,
  ) => Promise<ReadonlyMap<string, number>>;
}

export function createCounts(evidence: Collection<EvidenceDocument>): EvidenceCounts {
  return {
    countByActivity: async (activityIds, { rulesInForce, digestsOfPieces, dialectInForce }) => {
      const digests = rulesInForce.flatMap(({ id }) => digestsOfPieces(id));
      const rows = await evidence
        .aggregate<{ _id: { activityId: string; dialect: string }; n: number }>([
          {
            $match: {
              activityId: { $in: [...activityIds] },
              ruleDigest: { $in: digests },
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
    countByRule: async (digests) => {
      const rows = await evidence
        .aggregate<{ _id: string; n: number }>([
          { $match: { ruleDigest: { $in: [...digests] }, withdrawnAt: null } },
          { $group: { _id: '$ruleDigest', n: { $sum: 1 } } },
        ])
        .toArray();
      return new Map(rows.map(({ _id, n }) => [_id, n]));
    },
  };
}
