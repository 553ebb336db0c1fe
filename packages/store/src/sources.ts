// SPDX-License-Identifier: Apache-2.0
/** Collection `sources`: who may send statements. A secret is shown once; only its SHA-256 is kept (it is random, 192 bits). */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { XapiVersion } from '@cairn/xapi';
import { Binary, type IndexDescription, MongoServerError } from 'mongodb';
import { cached } from './cached.ts';
import { collections, type Database, type StatementDocument } from './database.ts';
import type { Source, SourceStore } from './domain.types.ts';
import { StoreError } from './store.errors.ts';

interface SourceDocument {
  readonly _id: string;
  readonly title: string;
  readonly key: string;
  readonly secretHash: Binary;
  readonly dialect: string;
  readonly scaledRange: Source['scaledRange'];
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly assumedVersion?: XapiVersion;
}
export const sourceIndexes: readonly IndexDescription[] = [{ key: { key: 1 }, unique: true }];

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();
/** Compared with for a key that nobody has, so that the answer takes as long. */
const nobody = hashOf(randomBytes(24).toString('base64url'));

const toSource = ({
  _id,
  title,
  key,
  dialect,
  scaledRange,
  scopes,
  createdAt,
  assumedVersion,
}: SourceDocument): Source => ({
  id: _id,
  title,
  key,
  dialect,
  scaledRange,
  scopes,
  createdAt: createdAt.getTime(),
  ...(assumedVersion === undefined ? {} : { assumedVersion }),
});

export function createSources({ db }: Database): SourceStore {
  const sources = db.collection<SourceDocument>(collections.sources);
  const statements = db.collection<StatementDocument>(collections.statements);
  const byKey = cached((key) => sources.findOne({ key }));

  return {
    add: async ({ id, title, dialect, scaledRange, scopes, assumedVersion }, credentials) => {
      const secret = credentials?.secret ?? randomBytes(24).toString('base64url');
      const document: SourceDocument = {
        _id: id,
        title,
        key: credentials?.key ?? randomBytes(9).toString('base64url'),
        secretHash: new Binary(hashOf(secret)),
        dialect,
        scaledRange,
        scopes,
        createdAt: new Date(),
        ...(assumedVersion === undefined ? {} : { assumedVersion }),
      };
      try {
        await sources.insertOne(document, { writeConcern: { w: 'majority', journal: true } });
      } catch (error) {
        if (error instanceof MongoServerError && error.code === 11_000)
          throw new StoreError(
            'SOURCE_EXISTS',
            `There is already a source "${id}" or one with the same key. Choose another id.`,
          );
        throw error;
      }
      return { source: toSource(document), secret };
    },
    authenticate: async (key, secret) => {
      const document = await byKey.get(key);
      const isRight = timingSafeEqual(hashOf(secret), document?.secretHash.value() ?? nobody);
      return document && isRight ? toSource(document) : null;
    },
    list: async () => (await sources.find({}, { sort: { _id: 1 } }).toArray()).map(toSource),
    find: async (id) => {
      const document = await sources.findOne({ _id: id });
      return document && toSource(document);
    },
    activity: async () => {
      const ids = await sources.distinct('_id');
      const rows = await Promise.all(
        ids.map(async (id) => {
          const [count, last] = await Promise.all([
            statements.countDocuments({ src: id }),
            statements.findOne({ src: id }, { sort: { seq: -1 }, projection: { s: 1 } }),
          ]);
          return [id, { statements: count, lastStatementAt: last?.s.getTime() ?? null }] as const;
        }),
      );
      return new Map(rows);
    },
  };
}
