// SPDX-License-Identifier: Apache-2.0
/** Ways to keep a statement in MongoDB: ours with its body as text or compressed, and those of two other LRSs, as they document them. */
import { createHash } from 'node:crypto';
import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateRawSync,
  inflateRawSync,
} from 'node:zlib';
import type { Statement } from '@cairn/xapi';
import {
  Binary,
  type CreateCollectionOptions,
  type Document,
  type IndexDescription,
  ObjectId,
} from 'mongodb';
import { type Made, toDocument } from '../statements/statements.ts';

export interface Layout {
  readonly name: string;
  readonly collection: CreateCollectionOptions;
  /** `'ours'`: those of the store's own collection. */
  readonly indexes: 'ours' | readonly IndexDescription[];
  readonly toDocument: (made: Made, seq: number) => Document;
  /** The text that is answered. */
  readonly textOf: (document: Document) => string;
}

const compressor = (name: string) => ({
  storageEngine: { wiredTiger: { configString: `block_compressor=${name}` } },
});
const ours = (
  name: string,
  [block, indexBlock]: readonly [string, string],
  pack?: { readonly pack: (text: string) => Uint8Array; readonly unpack: (bytes: Uint8Array) => Buffer },
): Layout => ({
  name,
  collection: { ...compressor(block), indexOptionDefaults: compressor(indexBlock) },
  indexes: 'ours',
  toDocument: (made, seq) => {
    const document = toDocument(made, seq);
    return pack ? { ...document, raw: new Binary(pack.pack(made.text)) } : document;
  },
  textOf: ({ raw }) => (pack ? pack.unpack((raw as Binary).value()).toString('utf8') : (raw as string)),
});

/** Ralph (MongoDB backend): the whole document under an id of timestamp and hashed id, and no other index. */
const ralph: Layout = {
  name: 'Ralph: whole document, _id only',
  collection: compressor('snappy'),
  indexes: [],
  toDocument: ({ id, statement }) => {
    const time = Math.floor(Date.parse(statement.timestamp ?? '') / 1000);
    const head = time.toString(16).padStart(8, '0');
    return {
      _id: new ObjectId(head + createHash('sha256').update(id).digest('hex').slice(0, 16)),
      _source: statement,
    };
  },
  textOf: ({ _source }) => JSON.stringify(_source),
};

/** Learning Locker cannot have dots in keys. */
function withoutDots(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDots);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.replaceAll('.', '&46;'), withoutDots(member)]),
  );
}
const scoped = (...keys: readonly string[]): IndexDescription => ({
  key: Object.fromEntries(['organisation', 'lrs_id', ...keys].map((key) => [key, 1])),
});
const organisation = new ObjectId('5f0000000000000000000001');
const lrs = new ObjectId('5f0000000000000000000002');
const slotsOf = ({ context }: Statement) =>
  Object.values(context?.contextActivities ?? {})
    .flat()
    .map(({ id }) => id);

const learningLocker: Layout = {
  name: 'Learning Locker: over 20 indexes',
  collection: compressor('snappy'),
  indexes: [
    ...['statement.object.id', 'statement.verb.id', 'statement.object.definition.type'].map((key) =>
      scoped('voided', key),
    ),
    scoped('statement.verb.id', 'statement.object.id'),
    scoped('statement.verb.id', 'statement.object.objectType'),
    ...['mbox', 'mbox_sha1sum', 'openid', 'account.name'].map((key) => scoped(`statement.actor.${key}`)),
    scoped('statement.context.registration'),
    scoped('timestamp', '_id'),
    scoped('stored', '_id'),
    scoped('statement.id'),
    scoped('person'),
    { ...scoped('hash'), unique: true },
    ...['agents', 'relatedAgents', 'activities', 'relatedActivities', 'verbs', 'registrations'].map((key) =>
      scoped(key),
    ),
  ],
  toDocument: ({ statement, text }, seq) => {
    const agent = JSON.stringify(statement.actor.account);
    const activity = 'id' in statement.object ? [statement.object.id] : [];
    return {
      _id: new ObjectId(),
      organisation,
      lrs_id: lrs,
      client: organisation,
      statement: withoutDots(statement),
      timestamp: new Date(statement.timestamp ?? ''),
      stored: new Date(Date.UTC(2026, 0, 1) + seq * 400),
      active: true,
      voided: false,
      hash: createHash('sha1').update(text).digest('hex'),
      agents: [agent],
      relatedAgents: [agent],
      activities: activity,
      relatedActivities: [...activity, ...slotsOf(statement)],
      verbs: [statement.verb.id],
      registrations: [statement.context?.registration],
      completedQueues: [],
      processingQueues: [],
      metadata: {},
    };
  },
  textOf: ({ statement }) => JSON.stringify(statement),
};

const brotli = {
  pack: (text: string) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  unpack: (bytes: Uint8Array) => brotliDecompressSync(bytes),
};
const deflate = {
  pack: (text: string) => deflateRawSync(text),
  unpack: (bytes: Uint8Array) => inflateRawSync(bytes),
};

export const layouts: readonly Layout[] = [
  ralph,
  learningLocker,
  ours('text; snappy, indexes plain (the default)', ['snappy', 'none']),
  ours('text by deflate; snappy, indexes plain', ['snappy', 'none'], deflate),
  ours('text by brotli; snappy, indexes plain', ['snappy', 'none'], brotli),
  ours('text; zstd, indexes plain', ['zstd', 'none']),
  ours('text; zstd, indexes snappy', ['zstd', 'snappy']),
  ours('text; zstd, indexes zstd', ['zstd', 'zstd']),
];
