// SPDX-License-Identifier: Apache-2.0
/** A source had one key and no settings. What it was allowed by then, ids for statements without and an empty batch, it keeps. */
import { type Db, MongoServerError } from 'mongodb';
import { collections } from '../database.ts';
import { strictSettings } from '../source-settings.ts';

const settings = { ...strictSettings, derivesIds: true, acceptsEmptyBatch: true };

export async function sourcesGetCredentials(db: Db): Promise<void> {
  const sources = db.collection(collections.sources);
  // Two sources without the old key would be two of the same.
  await sources.dropIndex('key_1').catch((error: unknown) => {
    if (
      !(error instanceof MongoServerError) ||
      !['IndexNotFound', 'NamespaceNotFound'].includes(error.codeName ?? '')
    )
      throw error;
  });
  await sources.updateMany({ credentials: { $exists: false } }, [
    {
      $set: {
        preset: { $cond: [{ $eq: ['$dialect', 'moodle-logstore'] }, 'moodle-logstore', 'generic'] },
        settings: { $literal: settings },
        pausedAt: null,
        credentials: [
          {
            key: '$key',
            secretHash: '$secretHash',
            createdAt: '$createdAt',
            lastUsedAt: null,
            revokedAt: null,
            expiresAt: null,
          },
        ],
      },
    },
    { $unset: ['key', 'secretHash'] },
  ]);
}
