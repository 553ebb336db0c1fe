// SPDX-License-Identifier: Apache-2.0
/** Collection `sources`: who may send statements, with which keys, and what their requests may be like. */
import { type Collection, type IndexDescription, MongoServerError, type UpdateFilter } from 'mongodb';
import { cached } from './cached.ts';
import { collections, type Database } from './database.ts';
import type {
  IssuedCredential,
  ShortCredential,
  Source,
  SourceChanges,
  SourceStore,
} from './domain.types.ts';
import {
  type CredentialDocument,
  isGoodAt,
  isRightSecret,
  makeCredential,
  toCredential,
} from './source-credentials.ts';
import { createSourceActivity } from './source-activity.ts';
import { strictSettings } from './source-settings.ts';
import { StoreError } from './store.errors.ts';
import { createUseNotes } from './use-notes.ts';

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

const toSource = ({ _id, credentials, pausedAt, createdAt, settings, ...rest }: SourceDocument): Source => ({
  ...rest,
  id: _id,
  // One that is older than a setting has that setting's default.
  settings: { ...strictSettings, ...settings },
  credentials: credentials.map(toCredential),
  pausedAt: pausedAt?.getTime() ?? null,
  createdAt: createdAt.getTime(),
});
/** What a credential opens. Made once for a document read: it is asked for with every request. */
function createOpened(): (document: SourceDocument, credential: CredentialDocument) => Source {
  const opened = new WeakMap<CredentialDocument, Source>();
  return (document, credential) => {
    const known = opened.get(credential);
    if (known) return known;
    const source = toSource(document);
    const { scopes } = credential;
    const one = scopes ? { ...source, scopes } : source;
    opened.set(credential, one);
    return one;
  };
}

type Sources = Collection<SourceDocument>;

/** What is entered into Cairn comes from a source that nobody sends by: it has no keys, and none can be made. */
export const ownPreset = 'cairn';
export const builtIn = (id: string) =>
  new StoreError(
    'SOURCE_BUILT_IN',
    `The source "${id}" is Cairn's own: what is entered here comes from it. It has no keys and no settings, and cannot be paused or pulled into.`,
  );
async function assertNotOwn(sources: Sources, id: string): Promise<void> {
  if (await sources.findOne({ _id: id, preset: ownPreset }, { projection: { _id: 1 } })) throw builtIn(id);
}

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

/** Returns what is stored after it. @throws {StoreError} SOURCE_UNKNOWN */
async function change(sources: Sources, id: string, update: UpdateFilter<SourceDocument>): Promise<Source> {
  const options = { returnDocument: 'after', ...durable } as const;
  const document = await sources.findOneAndUpdate({ _id: id }, update, options);
  if (!document) throw unknown(id);
  return toSource(document);
}

async function rotate(sources: Sources, id: string, short?: ShortCredential): Promise<IssuedCredential> {
  const { document: credential, secret } = makeCredential({ short });
  // What a probe has left behind goes with the next one.
  const isOver = { expiresAt: { $lt: credential.createdAt } };
  await sources.updateOne({ _id: id }, { $pull: { credentials: isOver } });
  const source = await change(sources, id, { $push: { credentials: credential } });
  return { source, key: credential.key, secret };
}

async function revoke(sources: Sources, id: string, key: string): Promise<Source> {
  await sources.updateOne(
    { _id: id, credentials: { $elemMatch: { key, revokedAt: null } } },
    { $set: { 'credentials.$.revokedAt': new Date() } },
    durable,
  );
  const document = await sources.findOne({ _id: id });
  if (!document) throw unknown(id);
  if (document.credentials.some((one) => one.key === key)) return toSource(document);
  throw new StoreError(
    'CREDENTIAL_UNKNOWN',
    `The source "${id}" has no key "${key}". See "cairn source list".`,
  );
}

function toChanges({ settings, ...changes }: SourceChanges): Readonly<Record<string, unknown>> {
  const named = (one: object) => Object.entries(one).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(named(changes)),
    ...Object.fromEntries(named(settings ?? {}).map(([name, value]) => [`settings.${name}`, value])),
  };
}

export function createSources(
  { db }: Database,
  horizon: () => Promise<bigint>,
): SourceStore & { readonly idle: () => Promise<void> } {
  const sources: Sources = db.collection(collections.sources);
  const activity = createSourceActivity({ db }, horizon);
  const byKey = cached((key) => sources.findOne({ 'credentials.key': key }));
  const uses = createUseNotes((key, at) =>
    sources.updateOne(
      { 'credentials.key': key },
      { $max: { 'credentials.$[used].lastUsedAt': at } },
      { arrayFilters: [{ 'used.key': key }] },
    ),
  );
  const opened = createOpened();
  const changed = <T>(result: T): T => {
    byKey.forget();
    return result;
  };

  return {
    idle: uses.idle,
    add: async ({ id, preset = 'generic', settings, ...rest }, given) => {
      const { document: credential, secret } = makeCredential({ given });
      const document: SourceDocument = {
        ...rest,
        _id: id,
        preset,
        settings: { ...strictSettings, ...settings },
        credentials: preset === ownPreset ? [] : [credential],
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
      uses.note(key, now);
      return opened(document, credential);
    },
    list: async () => (await sources.find({}, { sort: { _id: 1 } }).toArray()).map(toSource),
    find: async (id) => {
      const document = await sources.findOne({ _id: id });
      return document && toSource(document);
    },
    rotate: async (id, short) => {
      await assertNotOwn(sources, id);
      return changed(await rotate(sources, id, short));
    },
    revoke: async (id, key) => changed(await revoke(sources, id, key)),
    setPaused: async (id, isPaused) => {
      await assertNotOwn(sources, id);
      return changed(await change(sources, id, { $set: { pausedAt: isPaused ? new Date() : null } }));
    },
    configure: async (id, changes) => {
      await assertNotOwn(sources, id);
      return changed(await change(sources, id, { $set: toChanges(changes) }));
    },
    activity: async () => {
      const ids = await sources.distinct('_id');
      return new Map(await Promise.all(ids.map(async (id) => [id, await activity.of(id)] as const)));
    },
  };
}
