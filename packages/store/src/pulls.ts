// SPDX-License-Identifier: Apache-2.0
/**
 * Collection `pulls`: for each source that is pulled, from where, how far it is, and who is at it. One document holds settings,
 * cursor and lease, so that each write of a cursor is fenced by the lease in the same operation.
 */
import { Binary, type Collection, type IndexDescription } from 'mongodb';
import { collections, type Database } from './database.ts';
import { type PullSettings, usualPullSettings } from './pull-settings.ts';
import type { Pull, PullLease, PullProgress, PullSecrets, PullStore, PullStream } from './pulls.types.ts';
import type { Seal } from './seal.ts';
import { builtIn, ownPreset } from './sources.ts';
import { StoreError } from './store.errors.ts';

interface PullDocument extends PullProgress {
  readonly _id: string;
  readonly settings: PullSettings;
  readonly authorization: Binary | null;
  readonly proxy: Binary | null;
  readonly revision: number;
  readonly stoppedAt: Date | null;
  readonly nextAt: Date;
  /** The last one's, long over where nobody is at it. */
  readonly lease: { readonly owner: string | null; readonly until: Date };
}
export const pullIndexes: readonly IndexDescription[] = [{ key: { nextAt: 1 } }];

const durable = { writeConcern: { w: 'majority', journal: true } } as const;
const voided = 'http://adlnet.gov/expapi/verbs/voided';
const never = new Date(0);

/** With a filter, voids are asked for beside it: they would not come along from every remote. */
function streamsOf({ verbs, activity, since }: PullSettings): readonly PullStream[] {
  const cursor = since === null ? null : Date.parse(since);
  const rest = { cursor, consistentThrough: null, walk: null, reconciledAt: null, caughtUpAt: null };
  const filters = (verbs.length === 0 ? [null] : verbs).map((verb) => ({ verb, activity }));
  const isFiltered = verbs.length > 0 || activity !== null;
  const hasVoids = activity === null && verbs.includes(voided);
  const all = isFiltered && !hasVoids ? [...filters, { verb: voided, activity: null }] : filters;
  return all.map((filter) => ({ ...filter, ...rest }));
}

const beginning = (settings: PullSettings, now: number): Pick<PullProgress, 'streams' | 'backfill'> => ({
  streams: streamsOf(settings),
  backfill: { startedAt: now, endedAt: null, from: null, to: null, through: null, statements: 0 },
});
const nothing = {
  counts: { stored: 0, duplicates: 0, conflicts: 0, quarantined: 0, late: 0, pages: 0, bytes: 0 },
  skewMs: null,
  lastSuccessAt: null,
  lastError: null,
  failures: 0,
  quietMs: null,
  pageSize: null,
};

/** What decides which statements are asked for. */
const questionOf = ({ endpoint, since, verbs, activity, orderedBy }: PullSettings) =>
  JSON.stringify([endpoint, since, verbs, activity, orderedBy]);

function toPull(document: PullDocument, now: number): Pull {
  const { _id, authorization: _a, proxy: _p, lease, stoppedAt, nextAt, settings, ...rest } = document;
  return {
    ...rest,
    sourceId: _id,
    // One that is older than a setting has that setting's default.
    settings: { ...usualPullSettings, ...settings },
    stoppedAt: stoppedAt?.getTime() ?? null,
    nextAt: nextAt.getTime(),
    isRunning: lease.owner !== null && lease.until.getTime() > now,
  };
}

const unknown = (id: string) =>
  new StoreError(
    'PULL_UNKNOWN',
    `The source "${id}" does not pull. Make it with "cairn source pull ${id} --endpoint URL".`,
  );
const named = <T extends object>(one: T): Partial<T> =>
  Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as Partial<T>;

/** Of whoever holds the lease, and only as long as the question is the same. */
const held = ({ sourceId, owner, revision }: PullLease) => ({
  _id: sourceId,
  revision,
  'lease.owner': owner,
  $expr: { $gt: ['$lease.until', '$$NOW'] },
});
const afterNow = (ms: number) => ({ $add: ['$$NOW', Math.round(ms)] });
const literals = (progress: PullProgress) => {
  const { streams, counts, backfill, skewMs, lastSuccessAt, lastError, failures, quietMs, pageSize } =
    progress;
  const all = { streams, counts, backfill, skewMs, lastSuccessAt, lastError, failures, quietMs, pageSize };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, { $literal: value }]));
};

/** Whatever it waited for before. */
const anewAtOnce = () => ({ stoppedAt: null, failures: 0, nextAt: new Date() });

type Pulls = Collection<PullDocument>;

interface Context {
  readonly pulls: Pulls;
  readonly sources: Collection<{ _id: string; preset: string; pausedAt: Date | null }>;
  readonly seal: Seal;
}

async function due({ pulls, sources }: Context, limit: number): Promise<readonly string[]> {
  const paused = await sources.find({ pausedAt: { $ne: null } }, { projection: { _id: 1 } }).toArray();
  const isFree = { $lte: ['$lease.until', '$$NOW'] };
  const found = await pulls
    .find(
      {
        stoppedAt: null,
        _id: { $nin: paused.map(({ _id }) => _id) },
        $expr: { $and: [{ $lte: ['$nextAt', '$$NOW'] }, isFree] },
      },
      { sort: { nextAt: 1 }, limit, projection: { _id: 1 } },
    )
    .toArray();
  return found.map(({ _id }) => _id);
}

async function opened(pulls: Pulls, sourceId: string, seal: Seal): Promise<PullSecrets> {
  const document = await pulls.findOne({ _id: sourceId }, { projection: { authorization: 1, proxy: 1 } });
  if (!document) throw unknown(sourceId);
  const open = (one: Binary | null) => (one === null ? null : seal.open(one.value()));
  return { authorization: open(document.authorization), proxy: open(document.proxy) };
}

async function find({ pulls }: Pick<Context, 'pulls'>, sourceId: string): Promise<Pull | null> {
  const document = await pulls.findOne({ _id: sourceId });
  return document && toPull(document, Date.now());
}
async function found(context: Pick<Context, 'pulls'>, sourceId: string): Promise<Pull> {
  const pull = await find(context, sourceId);
  if (!pull) throw unknown(sourceId);
  return pull;
}

const configure =
  (context: Context): PullStore['configure'] =>
  async (sourceId, changes, secrets = {}) => {
    const { pulls, sources, seal } = context;
    const source = await sources.findOne({ _id: sourceId }, { projection: { preset: 1 } });
    if (!source)
      throw new StoreError('SOURCE_UNKNOWN', `There is no source "${sourceId}". See "cairn source list".`);
    if (source.preset === ownPreset) throw builtIn(sourceId);
    const before = await find(context, sourceId);
    if (!before && changes.endpoint === undefined)
      throw new StoreError('PULL_ENDPOINT', 'The address of the remote LRS is needed: its endpoint.');
    const settings = { ...usualPullSettings, ...before?.settings, ...named(changes) } as PullSettings;
    const isSame = before !== null && questionOf(before.settings) === questionOf(settings);
    const kept = Object.entries(named(secrets)).map(([name, text]) => [
      name,
      text === null || text === undefined ? null : new Binary(seal.close(text)),
    ]);
    const set = {
      settings,
      ...(Object.fromEntries(kept) as Partial<Pick<PullDocument, 'authorization' | 'proxy'>>),
      ...(isSame ? {} : beginning(settings, Date.now())),
      ...anewAtOnce(),
      pageSize: null,
    };
    const first = { authorization: null, proxy: null, ...nothing, lease: { owner: null, until: never } };
    const insert = Object.entries(first).filter(([name]) => !Object.hasOwn(set, name));
    await pulls.updateOne(
      { _id: sourceId },
      { $set: set, $inc: { revision: 1 }, $setOnInsert: Object.fromEntries(insert) },
      { upsert: true, ...durable },
    );
    return found(context, sourceId);
  };

const ask =
  (context: Context): PullStore['ask'] =>
  async (sourceId, anew) => {
    const before = await found(context, sourceId);
    const settings = { ...before.settings, ...anew };
    await context.pulls.updateOne(
      { _id: sourceId },
      {
        $set: { ...anewAtOnce(), ...(anew ? { settings, ...beginning(settings, Date.now()) } : {}) },
        ...(anew ? { $inc: { revision: 1 } } : {}),
      },
      durable,
    );
    return found(context, sourceId);
  };

const take =
  ({ pulls }: Context): PullStore['take'] =>
  async (sourceId, owner, { ms, onlyDue }) => {
    const isFree = { $lte: ['$lease.until', '$$NOW'] };
    const isDue = { $and: [isFree, { $lte: ['$nextAt', '$$NOW'] }, { $eq: ['$stoppedAt', null] }] };
    const document = await pulls.findOneAndUpdate(
      { _id: sourceId, $expr: onlyDue ? isDue : isFree },
      [{ $set: { lease: { owner: { $literal: owner }, until: afterNow(ms) } } }],
      { returnDocument: 'after', ...durable },
    );
    return document && toPull(document, Date.now());
  };

const finish =
  ({ pulls }: Context): PullStore['finish'] =>
  async (lease, progress, { afterMs, isStopped }) => {
    const free = { lease: { owner: null, until: never } };
    const stoppedAt = isStopped ? '$$NOW' : null;
    const { matchedCount } = await pulls.updateOne(
      held(lease),
      [{ $set: { ...literals(progress), ...free, nextAt: afterNow(afterMs), stoppedAt } }],
      durable,
    );
    // Another question now, which is due at once.
    if (matchedCount === 0)
      await pulls.updateOne({ _id: lease.sourceId, 'lease.owner': lease.owner }, { $set: free });
  };

export function createPulls({ db }: Database, seal: Seal): PullStore {
  const pulls: Pulls = db.collection(collections.pulls);
  const context: Context = { pulls, sources: db.collection(collections.sources), seal };
  return {
    find: (sourceId) => find(context, sourceId),
    list: async () =>
      (await pulls.find({}, { sort: { _id: 1 } }).toArray()).map((document) => toPull(document, Date.now())),
    secrets: (sourceId) => opened(pulls, sourceId, seal),
    remove: async (sourceId) => {
      if ((await pulls.deleteOne({ _id: sourceId }, durable)).deletedCount === 0) throw unknown(sourceId);
    },
    configure: configure(context),
    ask: ask(context),
    due: (limit) => due(context, limit),
    take: take(context),
    renew: async (lease, ms) =>
      (await pulls.updateOne(held(lease), [{ $set: { 'lease.until': afterNow(ms) } }])).matchedCount > 0,
    save: async (lease, progress, ms) => {
      const set = { ...literals(progress), 'lease.until': afterNow(ms) };
      return (await pulls.updateOne(held(lease), [{ $set: set }], durable)).matchedCount > 0;
    },
    finish: finish(context),
  };
}
