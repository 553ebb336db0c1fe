// SPDX-License-Identifier: Apache-2.0
/**
 * Collection `documents`: state, activity profiles and agent profiles (xAPI Communication 2.2). A change is one update whose
 * filter holds its precondition, so that of two writers with the same ETag exactly one wins.
 */
import { createHash } from 'node:crypto';
import { Binary, type Filter, type IndexDescription, MongoServerError } from 'mongodb';
import { collections, type Database } from './database.ts';

export interface DocumentOwner {
  readonly kind: 'state' | 'activity-profile' | 'agent-profile';
  readonly activity?: string;
  /** Canonical identifier, see `actorIdentifier` of @cairn/xapi. */
  readonly agent?: string;
}
export interface DocumentKey extends DocumentOwner {
  readonly id: string;
  readonly registration?: string | undefined;
}
export interface DocumentContent {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}
export interface KeptDocument extends DocumentContent {
  /** SHA-1 of the bytes, 40 hexadecimal digits (1.0.3 Communication 3.1). */
  readonly etag: string;
  /** ms since the epoch. */
  readonly updated: number;
}
export interface DocumentId {
  readonly id: string;
  /** ms since the epoch. */
  readonly updated: number;
}
/** What must hold of the document that is there, at the moment of the change. */
export type DocumentCondition =
  | { readonly must: 'be-anything' }
  | { readonly must: 'be-absent' }
  | { readonly must: 'be-there' }
  | { readonly must: 'be-one-of' | 'be-none-of'; readonly etags: readonly string[] };

export interface DocumentStore {
  /** `onLarge` is told how many bytes there are before they are read, where they are many; what it throws is thrown. */
  readonly find: (key: DocumentKey, onLarge?: (bytes: number) => void) => Promise<KeptDocument | null>;
  /** Ids without repeats, each with its latest change, the oldest first. `since`: changed after that time, ms since the epoch. */
  readonly ids: (
    owner: DocumentOwner,
    narrowed: { readonly registration?: string | undefined; readonly since?: number | undefined },
  ) => AsyncIterable<DocumentId>;
  /** Durable when it resolves; false: the condition does not hold, and nothing has changed. */
  readonly save: (
    key: DocumentKey,
    content: DocumentContent,
    condition: DocumentCondition,
  ) => Promise<boolean>;
  /** Durable when it resolves; false: the condition does not hold. What is not there is removed already. */
  readonly remove: (key: DocumentKey, condition: DocumentCondition) => Promise<boolean>;
  /** All of an owner, or those of one registration. */
  readonly removeAll: (owner: DocumentOwner, registration?: string) => Promise<void>;
}

interface StoredDocument {
  /** Hash of the whole key: one document, one index entry, however long its ids are. */
  readonly _id: Binary;
  readonly owner: Binary;
  readonly registration: string | null;
  readonly id: string;
  readonly type: string;
  readonly body: Binary;
  readonly etag: string;
  readonly at: Date;
}
type Whole = Pick<StoredDocument, 'type' | 'body' | 'etag' | 'at'>;
interface FoundDocument extends Omit<Whole, 'body'> {
  readonly size: number;
  /** Absent: it is large. */
  readonly body?: Binary;
}
export const documentIndexes: readonly IndexDescription[] = [{ key: { owner: 1, at: 1 } }];

const durable = { writeConcern: { w: 'majority', journal: true } } as const;
/** What was read must not be taken back by a change of primary. */
const lasting = { readConcern: { level: 'majority' } } as const;
/** A larger one is not read before there is room for it. */
const largeBytes = 256 * 1024;
const size = { $binarySize: '$body' };
const unlessLarge = {
  type: 1,
  etag: 1,
  at: 1,
  size,
  body: { $cond: [{ $lte: [size, largeBytes] }, '$body', '$$REMOVE'] },
} as const;
const hash = (parts: readonly (string | null)[]) =>
  new Binary(createHash('sha256').update(JSON.stringify(parts)).digest());
const ownerParts = ({ kind, activity, agent }: DocumentOwner) => [kind, activity ?? null, agent ?? null];
const ownerHash = (owner: DocumentOwner) => hash(ownerParts(owner));
const keyHash = (key: DocumentKey) => hash([...ownerParts(key), key.registration ?? null, key.id]);
const bytesOf = (binary: Binary) => binary.buffer.subarray(0, binary.length());

const toKept = ({ type, body, etag, at }: Whole): KeptDocument => ({
  contentType: type,
  bytes: bytesOf(body),
  etag,
  updated: at.getTime(),
});

function holding(_id: Binary, condition: DocumentCondition): Filter<StoredDocument> {
  switch (condition.must) {
    case 'be-absent':
      return { _id, etag: { $exists: false } };
    case 'be-one-of':
      return { _id, etag: { $in: [...condition.etags] } };
    case 'be-none-of':
      return { _id, etag: { $nin: [...condition.etags] } };
    case 'be-there':
    case 'be-anything':
      return { _id };
  }
}
const mayMake = ({ must }: DocumentCondition) =>
  must === 'be-anything' || must === 'be-absent' || must === 'be-none-of';
const isTaken = (error: unknown) => error instanceof MongoServerError && error.code === 11_000;

export function createDocuments({ db }: Database): DocumentStore {
  const documents = db.collection<StoredDocument>(collections.documents);
  const ofOwner = (owner: DocumentOwner, registration?: string): Filter<StoredDocument> => ({
    owner: ownerHash(owner),
    ...(registration === undefined ? {} : { registration }),
  });

  async function save(
    key: DocumentKey,
    { contentType, bytes }: DocumentContent,
    condition: DocumentCondition,
  ): Promise<boolean> {
    const _id = keyHash(key);
    try {
      const { matchedCount, upsertedCount } = await documents.updateOne(
        holding(_id, condition),
        {
          $set: {
            type: contentType,
            body: new Binary(bytes),
            etag: createHash('sha1').update(bytes).digest('hex'),
          },
          $currentDate: { at: true },
          $setOnInsert: { owner: ownerHash(key), registration: key.registration ?? null, id: key.id },
        },
        { upsert: mayMake(condition), ...durable },
      );
      return matchedCount + upsertedCount > 0;
    } catch (error) {
      // The upsert found nothing that fulfils the condition, yet the document is there.
      if (isTaken(error) && condition.must !== 'be-anything') return false;
      throw error;
    }
  }

  return {
    save,
    find: async (key, onLarge = () => undefined) => {
      const found = await documents.findOne<FoundDocument>(
        { _id: keyHash(key) },
        { ...lasting, projection: unlessLarge },
      );
      if (!found) return null;
      if (found.body) return toKept({ ...found, body: found.body });
      onLarge(found.size);
      const whole = await documents.findOne({ _id: keyHash(key) }, lasting);
      return whole && toKept(whole);
    },
    ids: async function* (owner, { registration, since }) {
      const latest = new Map<string, number>();
      const filter = {
        ...ofOwner(owner, registration),
        ...(since === undefined ? {} : { at: { $gt: new Date(since) } }),
      };
      const options = { projection: { id: 1, at: 1 }, sort: { at: 1 }, ...lasting } as const;
      for await (const { id, at } of documents.find(filter, options)) {
        // Of another registration: it goes to the place of its latest change.
        latest.delete(id);
        latest.set(id, at.getTime());
      }
      for (const [id, updated] of latest) yield { id, updated };
    },
    remove: async (key, condition) => {
      const _id = keyHash(key);
      const { deletedCount } = await documents.deleteOne(holding(_id, condition), durable);
      if (deletedCount > 0 || condition.must === 'be-anything') return true;
      const isThere = (await documents.countDocuments({ _id }, { limit: 1 })) > 0;
      return !isThere && mayMake(condition);
    },
    removeAll: async (owner, registration) => {
      await documents.deleteMany(ofOwner(owner, registration), durable);
    },
  };
}
