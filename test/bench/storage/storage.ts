// SPDX-License-Identifier: Apache-2.0
/**
 * What a statement costs on disk, data and indexes, and what it costs to write and read it, by layout. The same statements go
 * into each, to the same mongod, in the same run. --statements=N up to 200,000.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStore } from '@cairn/store';
import { startEmbedded } from '@cairn/store/embedded';
import { type Collection, MongoClient, type ObjectId } from 'mongodb';
import type { BenchOptions, Row } from '../bench.types.ts';
import { makeStatement, seeded } from '../statements/statements.ts';
import { type Layout, layouts } from './layouts.ts';

const most = 200_000;
const perWrite = 500;
const reads = 3000;
const seed = 7;

/** Statements a second, documents made and written, durably, one write after the other. */
async function fill(to: Collection, { toDocument }: Layout, count: number): Promise<number> {
  const random = seeded(seed);
  let took = 0;
  for (let at = 0; at < count; at += perWrite) {
    const made = Array.from({ length: Math.min(perWrite, count - at) }, (_, i) =>
      makeStatement(at + i, random),
    );
    const started = performance.now();
    await to.insertMany(
      made.map((one, i) => toDocument(one, at + i + 1)),
      { ordered: false, writeConcern: { w: 'majority', journal: true } },
    );
    took += performance.now() - started;
  }
  return Math.round((count * 1000) / took);
}

/** ms a statement: found by its `_id`, at random, up to the text that is answered. */
async function readMs(from: Collection, { textOf }: Layout, ids: readonly ObjectId[]): Promise<number> {
  const random = seeded(seed);
  const started = performance.now();
  for (let i = 0; i < reads; i += 1) {
    const id = ids[Math.floor(random() * ids.length)];
    const document = id && (await from.findOne({ _id: id }));
    if (!document || textOf(document).length === 0) throw new Error('a statement is missing');
  }
  return (performance.now() - started) / reads;
}

interface Stats {
  readonly storageSize: number;
  readonly freeStorageSize: number;
  readonly totalIndexSize: number;
}

export async function* storage({ statements }: BenchOptions): AsyncGenerator<Row> {
  const count = Math.min(statements, most);
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-bench-'));
  const mongod = await startEmbedded({ dataDir: data });
  const client = await new MongoClient(mongod.uri).connect();
  try {
    await (await openStore({ uri: mongod.uri, database: 'cairn' })).close();
    const ours = (await client.db('cairn').collection('statements').indexes())
      .filter(({ name }) => name !== '_id_')
      .map(({ v: _version, ...index }) => index);
    const db = client.db('layouts');
    let least: number | undefined;
    for (const [i, layout] of layouts.entries()) {
      const collection = await db.createCollection(`layout${i}`, layout.collection);
      const indexes = layout.indexes === 'ours' ? ours : [...layout.indexes];
      if (indexes.length > 0) await collection.createIndexes(indexes);
      const written = await fill(collection, layout, count);
      await client.db('admin').command({ fsync: 1 });
      const ids = (await collection.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id);
      const read = await readMs(collection, layout, ids);
      const stats = (await db.command({ collStats: `layout${i}` })) as Stats;
      const bytes = stats.storageSize - stats.freeStorageSize;
      const all = bytes + stats.totalIndexSize;
      least ??= all;
      yield {
        layout: layout.name,
        statements: count,
        'data B': Math.round(bytes / count),
        'indexes B': Math.round(stats.totalIndexSize / count),
        'all B': Math.round(all / count),
        'of Ralph %': Math.round((100 * all) / least),
        'written/s': written,
        'read ms': Math.round(read * 100) / 100,
      };
      await collection.drop();
    }
  } finally {
    await client.close();
    await mongod.stop();
    await rm(data, { recursive: true, force: true });
  }
}
