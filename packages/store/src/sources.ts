// SPDX-License-Identifier: Apache-2.0
/** Collection `sources`: who may send statements, with which keys, and what their requests may be like. */
import { queryKey } from '@cairn/xapi';
import { type IndexDescription, Long, MongoServerError, type UpdateFilter } from 'mongodb';
import { cached } from './cached.ts';
import { collections, type Database, type StatementDocument } from './database.ts';
import type { IssuedCredential, Source, SourceStore } from './domain.types.ts';
import {
  type CredentialDocument,
  isGoodAt,
  isRightSecret,
  makeCredential,
  toCredential,
} from './source-credentials.ts';
import { probeActivity } from './source-probe.ts';
import { strictSettings } from './source-settings.ts';
import { StoreError } from './store.errors.ts';

interface SourceDocument extends Omit<Source, 'id' | 'credentials' | 'pausedAt' | 'createdAt'> {
  readonly _id: string;
  readonly credentials: readonly CredentialDocument[];
  readonly pausedAt: Date | null;
  readonly createdAt: Date;
}
export const sourceIndexes: readonly IndexDescription[] = [
  {
    key: { 'credentials.key': 1 },
    unique: true,
    // A source that only pulls has none, and there may be several such.
    partialFilterExpression: { 'credentials.key': { $exists: true } },
  },
];

const durable = { writeConcern: { w: 'majority', journal: true } } as const;
/** How often a key's last use is written down. */
const noteUseMs = 60_000;

const toSource = ({ _id, credentials, pausedAt, createdAt, settings, ...rest }: SourceDocument): Source => ({
  ...rest,
  id: _id,
  // One that is older than a setting has that setting's default.
  settings: { ...strictSettings, ...settings },
  credentials: credentials.map(toCredential),
  pausedAt: pausedAt?.getTime() ?? null,
  createdAt: createdAt.getTime(),
});
const withScopesOf = (source: Source, { scopes }: CredentialDocument): Source =>
  scopes ? { ...source, scopes } : source;

const unknown = (id: string) =>
  new StoreError('SOURCE_UNKNOWN', `There is no source "${id}". See "cairn source list".`);
function taken(error: unknown, id: string): never {
  if (error instanceof MongoServerError && error.code === 11_000)
    throw new StoreError(
      'SOURCE_EXISTS',
      `There is already a source "${id}" or one with the same key. Choose another id.`,
    );
  throw error;
}

/** Statements that tell of a probe, or void one: as object, or in the context. */
const probeKeys = [queryKey('activity', probeActivity), queryKey('related-activity', probeActivity)].map(
  (key) => Long.fromBigInt(key),
);

export function createSources({ db }: Database): SourceStore & { readonly idle: () => Promise<void> } {
  const sources = db.collection<SourceDocument>(collections.sources);
  const statements = db.collection<StatementDocument>(collections.statements);
  const byKey = cached((key) => sources.findOne({ 'credentials.key': key }));
  const noted = new Map<string, number>();
  const noting = new Set<Promise<unknown>>();

  function noteUse(key: string, now: number): void {
    if ((noted.get(key) ?? 0) > now - noteUseMs) return;
    noted.set(key, now);
    // Not waited for, and no harm when it fails: it is for the operator's eyes.
    const work = sources
      .updateOne(
        { 'credentials.key': key },
        { $max: { 'credentials.$[used].lastUsedAt': new Date(now) } },
        { arrayFilters: [{ 'used.key': key }] },
      )
      .catch(() => undefined)
      .finally(() => noting.delete(work));
    noting.add(work);
  }

  async function change(id: string, update: UpdateFilter<SourceDocument>): Promise<Source> {
    const document = await sources.findOneAndUpdate({ _id: id }, update, {
      returnDocument: 'after',
      ...durable,
    });
    byKey.forget();
    if (!document) throw unknown(id);
    return toSource(document);
  }

  async function statementsOf(id: string) {
    const [all, probes, last] = await Promise.all([
      statements.countDocuments({ src: id }),
      statements.countDocuments({ q: { $in: probeKeys }, src: id }),
      statements.findOne(
        { src: id, q: { $nin: probeKeys } },
        { sort: { seq: -1 }, projection: { s: 1 } },
      ),
    ]);
    return { statements: all - probes, lastStatementAt: last?.s.getTime() ?? null };
  }

  return {
    idle: async () => {
      await Promise.all(noting);
    },
    add: async ({ id, ...rest }, given) => {
      const { document: credential, secret } = makeCredential({ given });
      const document: SourceDocument = {
        ...rest,
        _id: id,
        credentials: [credential],
        pausedAt: null,
        createdAt: credential.createdAt,
      };
      await sources.insertOne(document, durable).catch((error: unknown) => taken(error, id));
      return { source: toSource(document), key: credential.key, secret };
    },
    authenticate: async (key, secret) => {
      const document = await byKey.get(key);
      const credential = document?.credentials.find((one) => one.key === key);
      const isRight = isRightSecret(secret, credential);
      const now = Date.now();
      if (!document || !credential || !isRight || !isGoodAt(credential, now)) return null;
      noteUse(key, now);
      return withScopesOf(toSource(document), credential);
    },
    list: async () => (await sources.find({}, { sort: { _id: 1 } }).toArray()).map(toSource),
    find: async (id) => {
      const document = await sources.findOne({ _id: id });
      return document && toSource(document);
    },
    rotate: async (id, short): Promise<IssuedCredential> => {
      const { document: credential, secret } = makeCredential({ short });
      // What a probe has left behind goes with the next one.
      await sources.updateOne(
        { _id: id },
        { $pull: { credentials: { expiresAt: { $lt: credential.createdAt } } } },
      );
      const source = await change(id, { $push: { credentials: credential } });
      return { source, key: credential.key, secret };
    },
    revoke: async (id, key) => {
      const before = await sources.findOne({ _id: id });
      if (!before) throw unknown(id);
      if (!before.credentials.some((one) => one.key === key))
        throw new StoreError(
          'CREDENTIAL_UNKNOWN',
          `The source "${id}" has no key "${key}". See "cairn source list".`,
        );
      const { modifiedCount } = await sources.updateOne(
        { _id: id, credentials: { $elemMatch: { key, revokedAt: null } } },
        { $set: { 'credentials.$.revokedAt': new Date() } },
        durable,
      );
      byKey.forget();
      return toSource((modifiedCount > 0 ? await sources.findOne({ _id: id }) : before) ?? before);
    },
    setPaused: async (id, isPaused) => change(id, { $set: { pausedAt: isPaused ? new Date() : null } }),
    configure: async (id, changes) => change(id, { $set: changes }),
    activity: async () => {
      const ids = await sources.distinct('_id');
      return new Map(
        await Promise.all(ids.map(async (id) => [id, await statementsOf(id)] as const)),
      );
    },
  };
}
