// SPDX-License-Identifier: Apache-2.0
/**
 * Versions get the moment since which they are in force (of those of before only the publication is known), and beside their text
 * what is told in lists. Indexes that others have taken the place of go.
 */
import type { Db } from 'mongodb';
import { collections } from '../database.ts';
import { dialectsText, type PolicyDocument, toPolicy } from '../policies/policy-document.ts';

const replaced: readonly (readonly [collection: string, index: string])[] = [
  [collections.mastery, 'policyVersion_1_personId_1'],
  [collections.mastery, 'dirty_1__id_1'],
  [collections.policies, 'publishedAt_1'],
];

export async function policiesAreDated(db: Db): Promise<void> {
  const policies = db.collection<PolicyDocument>(collections.policies);
  for await (const document of policies.find({ publishedBy: { $exists: false } })) {
    const { publishedBy, dialects } = toPolicy(document);
    const isInForce = document.replayedTo === undefined && document.inForceAt === undefined;
    await policies.updateOne(
      { _id: document._id },
      {
        $set: {
          publishedBy,
          dialects: dialectsText({ dialects }),
          ...(isInForce ? { inForceAt: document.publishedAt } : {}),
        },
      },
    );
  }
  for (const [collection, index] of replaced)
    await db.collection(collection).dropIndex(index).catch(ignoreMissing);
}

function ignoreMissing(error: unknown): void {
  const name: unknown = error instanceof Error ? Reflect.get(error, 'codeName') : undefined;
  if (name !== 'IndexNotFound' && name !== 'NamespaceNotFound') throw error;
}
