// SPDX-License-Identifier: Apache-2.0
/**
 * A clock that jumps back an hour. The only clock that counts is the database's, and what of it counts is `stored` of the sequence
 * document: an hour ahead there is what an hour back on the clock looks like. Time goes on from where it was.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { startCairn } from '../running-cairn/running-cairn.ts';
import { basic, startLoad } from './load/load.ts';

const hourMs = 3_600_000;

test('after a clock set back by an hour nothing appears behind a reader, and `stored` goes on rising', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-clock-'));
  const cairn = await startCairn({ data });
  const { uri } = JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as { uri: string };
  const client = await new MongoClient(uri).connect();
  const db = client.db('cairn');
  try {
    const load = startLoad({ url: cairn.url, authorization: basic(await cairn.firstSource()) });
    await load.reach(200);
    await db
      .collection<{ _id: string; stored: Date }>('sequence')
      .updateOne({ _id: 'statements' }, [
        { $set: { stored: { $dateAdd: { startDate: '$$NOW', unit: 'hour', amount: 1 } } } },
      ]);
    const before = await db.collection('statements').estimatedDocumentCount();
    await load.reach(300);
    expect(await load.check(uri)).toBeGreaterThanOrEqual(500);
    const stored = (
      await db
        .collection<{ s: Date }>('statements')
        .find({}, { sort: { seq: 1 }, projection: { s: 1 } })
        .toArray()
    ).map(({ s }) => s.getTime());
    expect(stored).toEqual(stored.toSorted((a, b) => a - b));
    expect(stored.filter((one) => one > Date.now() + hourMs / 2).length).toBeGreaterThan(0);
    expect(stored.length).toBeGreaterThan(before);
  } finally {
    await client.close();
    cairn.child.kill('SIGTERM');
    await cairn.ended;
    await rm(data, { recursive: true, force: true });
  }
});
