// SPDX-License-Identifier: Apache-2.0
/**
 * Content of attachments, once for each SHA-2 however often it is sent (xAPI Data 2.4.11). It lies in GridFS; the collection
 * `attachments` says which hash is which file, and counts the requests that rely on it, so that a refused one leaves nothing.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GridFSBucket, MongoServerError, ObjectId } from 'mongodb';
import { collections, type Database } from './database.ts';

export interface AttachmentStore {
  /** Durable when it resolves. `sha2`: lower-case hexadecimal of the content's hash. Each call holds the content once. */
  readonly hold: (contents: ReadonlyMap<string, Uint8Array>) => Promise<void>;
  /** Takes one hold back; content that nobody holds any more is deleted. */
  readonly release: (hashes: Iterable<string>) => Promise<void>;
  /** Those of the hashes whose content is here, with its length in bytes. */
  readonly known: (hashes: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** @throws when it is not here. */
  readonly read: (sha2: string) => Promise<Readable>;
}

interface AttachmentDocument {
  /** SHA-2, lower-case hexadecimal. */
  readonly _id: string;
  readonly file: ObjectId;
  readonly length: number;
  readonly holds: number;
}

const durable = { writeConcern: { w: 'majority', journal: true } } as const;
/** A write waits for the journal, not for the processor: several share one flush. */
const mostAtOnce = 16;
const isTaken = (error: unknown) => error instanceof MongoServerError && error.code === 11_000;

export function createAttachments({ db }: Database): AttachmentStore {
  const attachments = db.collection<AttachmentDocument>(collections.attachments);
  const bucket = new GridFSBucket(db, { bucketName: collections.attachmentContents, ...durable });

  const holdKnown = async (sha2: string): Promise<boolean> =>
    (await attachments.updateOne({ _id: sha2 }, { $inc: { holds: 1 } }, durable)).matchedCount > 0;

  async function holdOne(sha2: string, bytes: Uint8Array): Promise<void> {
    if (await holdKnown(sha2)) return;
    const file = new ObjectId();
    // Every writer has a file of its own: deleting the loser's cannot touch the winner's.
    await pipeline(Readable.from(bytes.length > 0 ? [bytes] : []), bucket.openUploadStreamWithId(file, sha2));
    try {
      await attachments.insertOne({ _id: sha2, file, length: bytes.length, holds: 1 }, durable);
    } catch (error) {
      await bucket.delete(file);
      if (!isTaken(error)) throw error;
      await holdOne(sha2, bytes);
    }
  }

  async function release(hashes: Iterable<string>): Promise<void> {
    for (const _id of hashes) {
      await attachments.updateOne({ _id }, { $inc: { holds: -1 } });
      const gone = await attachments.findOneAndDelete({ _id, holds: { $lte: 0 } }, durable);
      if (gone) await bucket.delete(gone.file);
    }
  }

  return {
    hold: async (contents) => {
      const waiting = [...contents];
      const held: string[] = [];
      const holdNext = async (): Promise<void> => {
        for (let next = waiting.pop(); next; next = waiting.pop()) {
          await holdOne(...next);
          held.push(next[0]);
        }
      };
      const untilOneFails = () =>
        holdNext().catch((error: unknown) => {
          waiting.length = 0;
          throw error;
        });
      const ends = await Promise.allSettled(Array.from({ length: mostAtOnce }, untilOneFails));
      const failed = ends.find(({ status }) => status === 'rejected');
      if (failed?.status !== 'rejected') return;
      await release(held);
      throw failed.reason;
    },
    release,
    known: async (hashes) => {
      const found = await attachments
        .find({ _id: { $in: [...hashes] } }, { projection: { length: 1 } })
        .toArray();
      return new Map(found.map(({ _id, length }) => [_id, length]));
    },
    read: async (sha2) => {
      const found = await attachments.findOne({ _id: sha2 });
      if (!found) throw new Error(`no content with the hash ${sha2}`);
      return bucket.openDownloadStream(found.file);
    },
  };
}
