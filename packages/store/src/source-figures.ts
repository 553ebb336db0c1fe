// SPDX-License-Identifier: Apache-2.0
/**
 * Collection `sourceFigures`: how much each source has sent or was pulled from it, what was refused and why, and how long it took,
 * over all processes: since the beginning, and lately. Gathered in memory and written every second, for eyes and alarms only.
 */
import type { AnyBulkWriteOperation, IndexDescription } from 'mongodb';
import { collections, type Database } from './database.ts';

/** Who begins: the sender, or Cairn. */
export type Way = 'push' | 'pull';
/** Upper bounds in seconds; what took longer is in a last one without. */
export const latencyBuckets = [
  0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
] as const;

export interface NotedRequest {
  readonly bytes: number;
  /** null: it never came to an end that could be timed. */
  readonly seconds: number | null;
  /** Why the whole came to nothing; null: it did not. */
  readonly code: string | null;
  /** Statements by how they ended, and those that were not stored by why. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly refused: ReadonlyMap<string, number>;
}
export interface SourceFigures {
  readonly requests: number;
  readonly bytes: number;
  /** Statements by how they ended. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** By code. */
  readonly refusedRequests: ReadonlyMap<string, number>;
  readonly refusedStatements: ReadonlyMap<string, number>;
  /** How many requests took so long; in the order of `latencyBuckets` and one more. */
  readonly latencies: readonly number[];
}
/** By source. */
export type FiguresOf = ReadonlyMap<string, SourceFigures>;

export interface SourceFiguresStore {
  /** Costs nothing; seen by others after a second or so. */
  readonly note: (sourceId: string, way: Way, request: NotedRequest) => void;
  /** Since the beginning. */
  readonly total: (way: Way) => Promise<FiguresOf>;
  /** Of today and yesterday, in UTC. */
  readonly lately: (way: Way) => Promise<FiguresOf>;
  /** Writes what is noted. */
  readonly flush: () => Promise<void>;
}

interface FiguresDocument {
  /** Way, source and, of a day, the day. */
  readonly _id: string;
  readonly way: Way;
  readonly source: string;
  /** Absent: since the beginning. */
  readonly day?: Date;
  /** Sums by name: `requests`, `bytes`, `outcome.stored`, `request.CODE`, `statement.CODE`, `latency.3`. */
  readonly n: Readonly<Record<string, Readonly<Record<string, number>> | number>>;
}
const dayMs = 86_400_000;
const writeEveryMs = 1000;
export const figuresIndexes: readonly IndexDescription[] = [
  { key: { day: 1 }, expireAfterSeconds: 3 * 86_400 },
];

/** Field names of ours alone: a code is one of few, whoever made it. */
const nameOf = (code: string) => (/^[\w-]{1,60}$/.test(code) ? code : 'OTHER');
const bucketOf = (seconds: number) => {
  const found = latencyBuckets.findIndex((bound) => seconds <= bound);
  return found < 0 ? latencyBuckets.length : found;
};

type Sums = Map<string, number>;
function addTo(sums: Sums, { bytes, seconds, code, outcomes, refused }: NotedRequest): void {
  const add = (name: string, n: number) => sums.set(name, (sums.get(name) ?? 0) + n);
  add('requests', 1);
  add('bytes', bytes);
  if (seconds !== null) add(`latency.${bucketOf(seconds)}`, 1);
  if (code !== null) add(`request.${nameOf(code)}`, 1);
  for (const [outcome, n] of outcomes) add(`outcome.${nameOf(outcome)}`, n);
  for (const [reason, n] of refused) add(`statement.${nameOf(reason)}`, n);
}

function toUpdates(
  { way, source, sums }: { readonly way: Way; readonly source: string; readonly sums: Sums },
  day: Date,
): readonly AnyBulkWriteOperation<FiguresDocument>[] {
  const $inc = Object.fromEntries([...sums].map(([name, n]) => [`n.${name}`, n]));
  const _id = `${way} ${source}`;
  // By _id alone: of two processes that both make it, MongoDB then lets the later one add to it.
  return [
    {
      updateOne: { filter: { _id }, update: { $inc, $setOnInsert: { way, source } }, upsert: true },
    },
    {
      updateOne: {
        filter: { _id: `${_id} ${day.toISOString().slice(0, 10)}` },
        update: { $inc, $setOnInsert: { way, source, day } },
        upsert: true,
      },
    },
  ];
}

type Names = 'outcome' | 'request' | 'statement' | 'latency';
function toFigures(documents: readonly FiguresDocument[]): SourceFigures {
  const sumOf = (name: string) =>
    documents.reduce((sum, { n }) => sum + (typeof n[name] === 'number' ? n[name] : 0), 0);
  const by = (name: Names) => {
    const sums: Sums = new Map();
    for (const { n } of documents)
      for (const [key, count] of Object.entries(typeof n[name] === 'object' ? n[name] : {}))
        sums.set(key, (sums.get(key) ?? 0) + count);
    return sums;
  };
  const latencies = by('latency');
  return {
    requests: sumOf('requests'),
    bytes: sumOf('bytes'),
    outcomes: by('outcome'),
    refusedRequests: by('request'),
    refusedStatements: by('statement'),
    latencies: Array.from({ length: latencyBuckets.length + 1 }, (_, i) => latencies.get(String(i)) ?? 0),
  };
}

function bySource(documents: readonly FiguresDocument[]): FiguresOf {
  const parts = new Map<string, FiguresDocument[]>();
  for (const one of documents) parts.set(one.source, [...(parts.get(one.source) ?? []), one]);
  return new Map([...parts].map(([source, some]) => [source, toFigures(some)]));
}

/**
 * Seconds that a share of requests (0..1) took at most, as if they lay evenly within a bucket; of the last one its beginning. null:
 * there were none.
 */
export function latencyAt(latencies: readonly number[], share: number): number | null {
  const all = latencies.reduce((sum, n) => sum + n, 0);
  if (all === 0) return null;
  let before = 0;
  for (const [i, n] of latencies.entries()) {
    const from = i === 0 ? 0 : (latencyBuckets[i - 1] ?? 0);
    if (n > 0 && before + n >= share * all)
      return from + ((latencyBuckets[i] ?? from) - from) * Math.max(0, (share * all - before) / n);
    before += n;
  }
  return latencyBuckets.at(-1) ?? null;
}

export function createSourceFigures({ db }: Database): SourceFiguresStore {
  const figures = db.collection<FiguresDocument>(collections.sourceFigures);
  let noted = new Map<string, { readonly way: Way; readonly source: string; readonly sums: Sums }>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  const today = () => new Date(Math.floor(Date.now() / dayMs) * dayMs);

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const updates = [...noted.values()].flatMap((one) => toUpdates(one, today()));
    noted = new Map();
    // Lost when it fails: written twice would be worse.
    if (updates.length > 0)
      writing = writing.then(() =>
        figures.bulkWrite([...updates], { ordered: false }).catch(() => undefined),
      );
    await writing;
  }
  return {
    flush,
    note: (source, way, request) => {
      const key = `${way} ${source}`;
      const one = noted.get(key) ?? { way, source, sums: new Map<string, number>() };
      noted.set(key, one);
      addTo(one.sums, request);
      timer ??= setTimeout(() => void flush(), writeEveryMs).unref();
    },
    total: async (way) => bySource(await figures.find({ way, day: { $exists: false } }).toArray()),
    lately: async (way) =>
      bySource(await figures.find({ way, day: { $gte: new Date(today().getTime() - dayMs) } }).toArray()),
  };
}
