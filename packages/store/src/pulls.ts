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

type Pulls = Collection<PullDocument>;

async function due(pulls: Pulls, paused: () => Promise<readonly string[]>, limit: number) {
  const found = await pulls
    .find(
      {
        stoppedAt: null,
        _id: { $nin: [...(await paused())] },
        $expr: { $and: [{ $lte: ['$nextAt', '$$NOW'] }, { $lte: ['$lease.until', '$$NOW'] }] },
      },
      { sort: { nextAt: 1 }, limit, projection: { _id: 1 } },
    )
    .toArray();
  return found.map(({ _id }) => _id);
}

async function sealed(pulls: Pulls, sourceId: string, seal: Seal): Promise<PullSecrets> {
  const document = await pulls.findOne({ _id: sourceId }, { projection: { authorization: 1, proxy: 1 } });
  if (!document) throw unknown(sourceId);
  const open = (one: Binary | null) => (one === null ? null : seal.open(one.value()));
  return { authorization: open(document.authorization), proxy: open(document.proxy) };
}

export function createPulls({ db }: Database, seal: Seal): PullStore {
  const pulls: Pulls = db.collection(collections.pulls);
  const sources = db.collection<{ _id: string; pausedAt: Date | null }>(collections.sources);
  const find = async (sourceId: string) => {
    const document = await pulls.findOne({ _id: sourceId });
    return document && toPull(document, Date.now());
  };
  const found = async (sourceId: string) => {
    const pull = await find(sourceId);
    if (!pull) throw unknown(sourceId);
    return pull;
  };

  return {
    find,
    list: async () =>
      (await pulls.find({}, { sort: { _id: 1 } }).toArray()).map((document) => toPull(document, Date.now())),
    secrets: (sourceId) => sealed(pulls, sourceId, seal),
    remove: async (sourceId) => (await pulls.deleteOne({ _id: sourceId }, durable)).deletedCount > 0,
    configure: async (sourceId, changes, secrets = {}) => {
      if (!(await sources.findOne({ _id: sourceId }, { projection: { _id: 1 } })))
        throw new StoreError('SOURCE_UNKNOWN', `There is no source "${sourceId}". See "cairn source list".`);
      const before = await pulls.findOne({ _id: sourceId });
      const settings = { ...usualPullSettings, ...before?.settings, ...named(changes) } as PullSettings;
      if (!before && changes.endpoint === undefined)
        throw new StoreError('PULL_ENDPOINT', 'The address of the remote LRS is needed: its endpoint.');
      const isSame =
        before && questionOf({ ...usualPullSettings, ...before.settings }) === questionOf(settings);
      const close = (text: string | null) => (text === null ? null : new Binary(seal.close(text)));
      const kept = Object.fromEntries(
        Object.entries(named(secrets)).map(([name, text]) => [name, close(text ?? null)]),
      );
      const first = { authorization: null, proxy: null, ...nothing, lease: { owner: null, until: never } };
      const set = {
        settings,
        ...kept,
        ...(isSame ? {} : beginning(settings, Date.now())),
        stoppedAt: null,
        failures: 0,
        pageSize: null,
        nextAt: new Date(),
      };
      const insert = Object.entries(first).filter(([name]) => !Object.hasOwn(set, name));
      await pulls.updateOne(
        { _id: sourceId },
        { $set: set, $inc: { revision: 1 }, $setOnInsert: Object.fromEntries(insert) },
        { upsert: true, ...durable },
      );
      return found(sourceId);
    },
    ask: async (sourceId, anew) => {
      const before = await found(sourceId);
      const settings = { ...before.settings, ...anew };
      const set = {
        stoppedAt: null,
        failures: 0,
        nextAt: new Date(),
        ...(anew ? { 'settings.since': anew.since, ...beginning(settings, Date.now()) } : {}),
      };
      await pulls.updateOne(
        { _id: sourceId },
        { $set: set, ...(anew ? { $inc: { revision: 1 } } : {}) },
        durable,
      );
      return found(sourceId);
    },
    due: (limit) =>
      due(
        pulls,
        async () =>
          (await sources.find({ pausedAt: { $ne: null } }, { projection: { _id: 1 } }).toArray()).map(
            ({ _id }) => _id,
          ),
        limit,
      ),
    take: async (sourceId, owner, { ms, onlyDue }) => {
      const isFree = { $lte: ['$lease.until', '$$NOW'] };
      const isDue = { $and: [isFree, { $lte: ['$nextAt', '$$NOW'] }, { $eq: ['$stoppedAt', null] }] };
      const document = await pulls.findOneAndUpdate(
        { _id: sourceId, $expr: onlyDue ? isDue : isFree },
        [{ $set: { lease: { owner: { $literal: owner }, until: afterNow(ms) } } }],
        { returnDocument: 'after', ...durable },
      );
      return document && toPull(document, Date.now());
    },
    renew: async (lease, ms) =>
      (await pulls.updateOne(held(lease), [{ $set: { 'lease.until': afterNow(ms) } }])).matchedCount > 0,
    save: async (lease, progress, ms) =>
      (
        await pulls.updateOne(
          held(lease),
          [{ $set: { ...literals(progress), 'lease.until': afterNow(ms) } }],
          durable,
        )
      ).matchedCount > 0,
    finish: async (lease, progress, { afterMs, isStopped }) => {
      const rest = {
        lease: { owner: null, until: never },
        nextAt: afterNow(afterMs),
        stoppedAt: isStopped ? '$$NOW' : null,
      };
      const { matchedCount } = await pulls.updateOne(
        held(lease),
        [{ $set: { ...literals(progress), ...rest } }],
        durable,
      );
      // Another question now, which is due at once.
      if (matchedCount === 0)
        await pulls.updateOne(
          { _id: lease.sourceId, 'lease.owner': lease.owner },
          { $set: { lease: { owner: null, until: never } } },
        );
    },
  };
}
