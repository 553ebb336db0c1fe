// SPDX-License-Identifier: Apache-2.0
/**
 * Collection `sourceHealth`: how a source's latest requests (or pulls) ended, over all processes. Gathered in memory and written
 * every few seconds: it says who needs an operator's eyes, and decides nothing.
 */
import { type AnyBulkWriteOperation } from 'mongodb';
import { collections, type Database } from './database.ts';

/** So many in a row, with nothing good between, and a source is failing. */
export const failingAfter = 3;
const writeEveryMs = 1000;

export interface HealthReason {
  readonly code: string;
  readonly message: string;
}
export interface SourceHealth {
  readonly goodAt: number | null;
  readonly badAt: number | null;
  /** Of the last that went wrong. */
  readonly reason: HealthReason | null;
  readonly badInARow: number;
}
export interface SourceHealthStore {
  /** `reason`: why the request or pull came to nothing; null: it was taken. Costs nothing; seen by others after a second or so. */
  readonly note: (sourceId: string, reason: HealthReason | null) => void;
  readonly all: () => Promise<ReadonlyMap<string, SourceHealth>>;
  /** Writes what is noted. */
  readonly flush: () => Promise<void>;
}
export const isFailing = ({ badInARow }: Pick<SourceHealth, 'badInARow'>): boolean =>
  badInARow >= failingAfter;

interface HealthDocument extends Omit<SourceHealth, 'goodAt' | 'badAt'> {
  readonly _id: string;
  readonly goodAt: Date | null;
  readonly badAt: Date | null;
}
interface Noted {
  goodAt: Date | null;
  badAt: Date | null;
  reason: HealthReason | null;
  badSinceGood: number;
}
const longestMessage = 500;

function toUpdate(_id: string, { goodAt, badAt, reason, badSinceGood }: Noted) {
  const set = {
    ...(goodAt ? { goodAt, badInARow: badSinceGood } : {}),
    ...(badAt ? { badAt, reason } : {}),
  };
  return {
    updateOne: {
      filter: { _id },
      update: { $set: set, ...(goodAt ? {} : { $inc: { badInARow: badSinceGood } }) },
      upsert: true,
    },
  } satisfies AnyBulkWriteOperation<HealthDocument>;
}

export function createSourceHealth({ db }: Database): SourceHealthStore {
  const health = db.collection<HealthDocument>(collections.sourceHealth);
  let noted = new Map<string, Noted>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<unknown> = Promise.resolve();

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const updates = [...noted].map(([id, one]) => toUpdate(id, one));
    noted = new Map();
    // Lost when it fails: the next request says it again.
    if (updates.length > 0)
      writing = writing.then(() => health.bulkWrite(updates, { ordered: false }).catch(() => undefined));
    await writing;
  }
  return {
    flush,
    note: (sourceId, reason) => {
      const now = new Date();
      const one = noted.get(sourceId) ?? { goodAt: null, badAt: null, reason: null, badSinceGood: 0 };
      noted.set(sourceId, one);
      if (reason === null) Object.assign(one, { goodAt: now, badSinceGood: 0 });
      else {
        const { code, message } = reason;
        one.badAt = now;
        one.reason = { code, message: message.slice(0, longestMessage) };
        one.badSinceGood += 1;
      }
      timer ??= setTimeout(() => void flush(), writeEveryMs).unref();
    },
    all: async () =>
      new Map(
        (await health.find().toArray()).map(({ _id, goodAt, badAt, reason, badInARow }) => [
          _id,
          {
            goodAt: goodAt?.getTime() ?? null,
            badAt: badAt?.getTime() ?? null,
            reason: reason ?? null,
            badInARow: badInARow ?? 0,
          },
        ]),
      ),
  };
}
