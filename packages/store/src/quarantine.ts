// SPDX-License-Identifier: Apache-2.0
/**
 * Collection `quarantine`: what waits for an operator, in one list. `processing`: stored statements that could not be processed
 * (put there by the inbox). `refused`: texts that could not be stored at all, each once however often it is sent.
 */
import { createHash } from 'node:crypto';
import type { AnyBulkWriteOperation, Collection, Filter, IndexDescription } from 'mongodb';
import { collections, type Database, type StatementDocument } from './database.ts';
import { toBinary, toId } from './ids.ts';
import { StoreError } from './store.errors.ts';

export type QuarantineKind = 'processing' | 'refused';
export interface QuarantineReason {
  readonly code: string;
  readonly message: string;
  /** JSON pointer into the text; null: of the whole. */
  readonly pointer: string | null;
}
export interface QuarantineEntry extends QuarantineReason {
  /** UUID; that of the statement when it is stored. */
  readonly id: string;
  readonly kind: QuarantineKind;
  readonly sourceId: string;
  /** ms since the epoch. */
  readonly since: number;
  readonly attempts: number;
  readonly text: string;
  /** Only its beginning is kept, so it cannot be tried again. */
  readonly isCut: boolean;
  /** The id that it gets when it is stored; null: the one in its text. */
  readonly givenId: string | null;
  /** The xAPI version of the request that brought it. */
  readonly version: string | null;
}
/** A text that could not be stored. */
export interface RefusedText extends QuarantineReason {
  readonly sourceId: string;
  readonly text: string;
  readonly givenId: string | null;
  readonly version: string;
}
/** How much of a source may wait that could not be stored. What is stored elsewhere does not count: it cannot be lost. */
export interface QuarantineLimit {
  readonly entries: number;
  readonly bytes: number;
}
export type QuarantineUsage = QuarantineLimit;
export const isFull = (usage: QuarantineUsage | undefined, limit: QuarantineLimit): boolean =>
  usage !== undefined && (usage.entries >= limit.entries || usage.bytes >= limit.bytes);

export interface QuarantineFilter {
  readonly kind?: QuarantineKind | undefined;
  readonly sourceId?: string | undefined;
}

interface QuarantineDocument {
  readonly _id: string;
  readonly sourceId: string;
  readonly code: string;
  readonly message: string;
  readonly since: Date;
  readonly attempts: number;
  readonly pointer?: string | null;
  /** Of what is not stored elsewhere; and how long it is. */
  readonly text?: string;
  readonly bytes?: number;
  readonly isCut?: boolean;
  readonly givenId?: string | null;
  readonly version?: string;
}
export const quarantineIndexes: readonly IndexDescription[] = [
  { key: { sourceId: 1 } },
  // Counts and sums are read from it alone.
  { key: { sourceId: 1, bytes: 1 }, partialFilterExpression: { bytes: { $exists: true } } },
  { key: { since: 1, _id: 1 } },
];

/** As long as a statement may be. Of what is longer only the beginning is kept. */
const longestText = 1024 * 1024;
const keptOfLonger = 64 * 1024;
const durable = { writeConcern: { w: 'majority', journal: true } } as const;

export interface QuarantineStore {
  /**
   * Durable when it resolves. The same text of the same source again only counts as another try. Of one source, and all or nothing:
   * where it is full, nothing new is taken. One call may go beyond the limit, or what is larger than it could never come in.
   * @throws {StoreError} QUARANTINE_FULL
   */
  readonly add: (refused: readonly RefusedText[], limit: QuarantineLimit) => Promise<void>;
  /** Oldest first. */
  readonly page: (
    page: QuarantineFilter & { readonly skip: number; readonly limit: number },
  ) => Promise<readonly QuarantineEntry[]>;
  readonly find: (ids: readonly string[]) => Promise<readonly QuarantineEntry[]>;
  /** All of it, oldest first, streamed. */
  readonly all: (filter: QuarantineFilter) => AsyncIterable<QuarantineEntry>;
  /** After another try that failed too. */
  readonly failedAgain: (id: string, reason: QuarantineReason) => Promise<void>;
  /** Takes them out; a stored statement stays stored, and unprocessed. Returns how many there were. */
  readonly drop: (ids: readonly string[]) => Promise<number>;
  readonly countBySource: () => Promise<ReadonlyMap<string, number>>;
  /** Of what is not stored elsewhere, by source. */
  readonly usage: () => Promise<ReadonlyMap<string, QuarantineUsage>>;
}

/** A UUID of the source and the text, so that a resend finds what is there. `givenId` tells equals of one request apart. */
function idOf({ sourceId, text, givenId }: RefusedText): string {
  const bytes = createHash('sha256')
    .update(`${sourceId}\0${givenId ?? ''}\0${text}`)
    .digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return toId(toBinary(bytes.toString('hex', 0, 16)));
}

const toFilter = ({ kind, sourceId }: QuarantineFilter): Filter<QuarantineDocument> => ({
  ...(kind === undefined ? {} : { text: { $exists: kind === 'refused' } }),
  ...(sourceId === undefined ? {} : { sourceId }),
});

function toUpdate(refused: RefusedText): AnyBulkWriteOperation<QuarantineDocument> {
  const { sourceId, code, message, pointer, text, givenId, version } = refused;
  const isCut = text.length > longestText;
  const kept = isCut ? text.slice(0, keptOfLonger) : text;
  return {
    updateOne: {
      filter: { _id: idOf(refused) },
      update: {
        $set: { sourceId, code, message, pointer, givenId, version },
        $inc: { attempts: 1 },
        $setOnInsert: { since: new Date(), text: kept, bytes: Buffer.byteLength(kept), isCut },
      },
      upsert: true,
    },
  };
}

const toEntry = (document: QuarantineDocument, stored: ReadonlyMap<string, string>): QuarantineEntry => ({
  id: document._id,
  kind: document.text === undefined ? 'processing' : 'refused',
  sourceId: document.sourceId,
  code: document.code,
  message: document.message,
  pointer: document.pointer ?? null,
  since: document.since.getTime(),
  attempts: document.attempts,
  text: document.text ?? stored.get(document._id) ?? '',
  isCut: document.isCut ?? false,
  givenId: document.givenId ?? null,
  version: document.version ?? null,
});

const pageSize = 100;
const usageIndex = { sourceId: 1, bytes: 1 } as const;

async function readUsage(
  quarantine: Collection<QuarantineDocument>,
  ofSource: Filter<QuarantineDocument> = {},
): Promise<ReadonlyMap<string, QuarantineUsage>> {
  const sums = { entries: { $sum: 1 }, bytes: { $sum: '$bytes' } };
  const rows = await quarantine
    .aggregate<QuarantineUsage & { readonly _id: string }>(
      [{ $match: { ...ofSource, bytes: { $gte: 0 } } }, { $group: { _id: '$sourceId', ...sums } }],
      { hint: usageIndex },
    )
    .toArray();
  return new Map(rows.map(({ _id, entries, bytes }) => [_id, { entries, bytes }]));
}

/** @throws {StoreError} QUARANTINE_FULL when something of it is new and there is no room. */
async function checkRoom(
  quarantine: Collection<QuarantineDocument>,
  refused: readonly RefusedText[],
  limit: QuarantineLimit,
): Promise<void> {
  const sourceId = refused[0]?.sourceId ?? '';
  const usage = (await readUsage(quarantine, { sourceId })).get(sourceId);
  if (!isFull(usage, limit)) return;
  const ids = [...new Set(refused.map(idOf))];
  const known = await quarantine.countDocuments({ _id: { $in: ids } }, { hint: { _id: 1 } });
  if (known === ids.length) return;
  throw new StoreError(
    'QUARANTINE_FULL',
    `The quarantine of the source "${sourceId}" is full: ${usage?.entries ?? 0} texts with ${usage?.bytes ?? 0} bytes wait, of at most ${limit.entries} with ${limit.bytes}. Nothing more of what cannot be stored is taken from it until an administrator has tried them again or dropped them ("cairn quarantine list --source ${sourceId}"), or has raised quarantineEntries or quarantineMegabytes of the source.`,
  );
}

export function createQuarantine({ db }: Database): QuarantineStore {
  const quarantine = db.collection<QuarantineDocument>(collections.quarantine);
  const statements = db.collection<StatementDocument>(collections.statements);

  async function withTexts(documents: readonly QuarantineDocument[]): Promise<readonly QuarantineEntry[]> {
    const ids = documents.flatMap(({ _id, text }) => (text === undefined ? [toBinary(_id)] : []));
    const found = ids.length === 0 ? [] : await statements.find({ _id: { $in: ids } }).toArray();
    const texts = new Map(found.map(({ _id, raw }) => [toId(_id), raw]));
    return documents.map((document) => toEntry(document, texts));
  }
  async function page(asked: QuarantineFilter & { readonly skip: number; readonly limit: number }) {
    const { skip, limit } = asked;
    return withTexts(
      await quarantine.find(toFilter(asked), { sort: { since: 1, _id: 1 }, skip, limit }).toArray(),
    );
  }

  return {
    page,
    add: async (refused, limit) => {
      if (refused.length === 0) return;
      await checkRoom(quarantine, refused, limit);
      await quarantine.bulkWrite(refused.map(toUpdate), { ordered: false, ...durable });
    },
    find: async (ids) => withTexts(await quarantine.find({ _id: { $in: [...ids] } }).toArray()),
    all: async function* (filter) {
      let waiting: QuarantineDocument[] = [];
      for await (const document of quarantine.find(toFilter(filter), { sort: { since: 1, _id: 1 } })) {
        waiting.push(document);
        if (waiting.length < pageSize) continue;
        yield* await withTexts(waiting);
        waiting = [];
      }
      yield* await withTexts(waiting);
    },
    failedAgain: async (id, { code, message, pointer }) => {
      await quarantine.updateOne(
        { _id: id },
        { $set: { code, message, pointer }, $inc: { attempts: 1 } },
        durable,
      );
    },
    drop: async (ids) => {
      const those = { _id: { $in: [...ids] } };
      // First the mark: no version built later may read what somebody has given up.
      const processing = await quarantine
        .find({ ...those, text: { $exists: false } }, { projection: { _id: 1 } })
        .toArray();
      if (processing.length > 0)
        await statements.updateMany(
          { _id: { $in: processing.map(({ _id }) => toBinary(_id)) } },
          { $set: { x: true } },
          durable,
        );
      return (await quarantine.deleteMany(those, durable)).deletedCount;
    },
    countBySource: async () => {
      const rows = await quarantine
        .aggregate<{ _id: string; n: number }>([{ $group: { _id: '$sourceId', n: { $sum: 1 } } }])
        .toArray();
      return new Map(rows.map(({ _id, n }) => [_id, n]));
    },
    usage: () => readUsage(quarantine),
  };
}
