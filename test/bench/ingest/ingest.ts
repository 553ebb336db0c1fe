// SPDX-License-Identifier: Apache-2.0
/**
 * Statements a second: over HTTP through the whole endpoint, against the driver making the same writes (same documents, same
 * indexes, a transaction a batch) to the same mongod in the same run, and against Ralph where there is one (`RALPH_BIN`). The
 * statements are a real Moodle's, with new ids.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Collection, Long, MongoClient, UUID } from 'mongodb';
import { startEmbedded } from '@cairn/store/embedded';
import { startCairn, workspace } from '../../running-cairn/running-cairn.ts';
import { startRalph } from './ralph.ts';

const loads = [
  { batch: 1, inFlight: 64, statements: 6000 },
  { batch: 50, inFlight: 8, statements: 30_000 },
  { batch: 500, inFlight: 8, statements: 40_000 },
];
/** It takes so much longer that a part of the load tells its rate. */
const ralphsPart = 5;
const fixture = path.join(
  workspace,
  'packages/dialects/src/moodle-logstore/fixtures/moodle-4.4-logstore-xapi.statements.jsonl',
);
/** Runs `send` for each batch, so many at once; returns statements a second. */
async function rate<T>(
  batches: readonly (readonly T[])[],
  inFlight: number,
  send: (batch: readonly T[]) => Promise<void>,
): Promise<number> {
  const queue = batches.values();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (const batch of queue) await send(batch);
    }),
  );
  return Math.round(
    (batches.reduce((sum, batch) => sum + batch.length, 0) * 1000) / (performance.now() - started),
  );
}

/** By Node's own client, for the sender shares the cores: `fetch` costs it twice as much. `credentials`: `key:secret`. */
function poster(url: string, credentials: string): (batch: readonly string[]) => Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' };
  return (batch) =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method: 'POST', agent, headers }, (response) => {
        const { statusCode } = response;
        response.resume().once('error', reject);
        response.once('end', () => {
          if (statusCode === 200) resolve();
          else reject(new Error(`a batch was answered with ${statusCode}`));
        });
      });
      sent.once('error', reject).end(`[${batch.join(',')}]`);
    });
}

const inBatches = <T>(list: readonly T[], size: number) =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

export async function* ingest(): AsyncGenerator<Readonly<Record<string, string | number>>> {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-bench-'));
  const mongod = await startEmbedded({ dataDir: data });
  // The endpoint alone: a processor beside it would work off what Cairn takes in, and nothing of what the driver writes.
  const source = `bench:${randomUUID()}`;
  const cairn = await startCairn({
    data,
    command: 'serve',
    env: { MONGODB_URI: mongod.uri, CAIRN_SECRET_KEY: randomUUID(), CAIRN_FIRST_SOURCE: source },
  });
  const client = await new MongoClient(mongod.uri, { promoteLongs: false }).connect();
  const ralph = await startRalph(mongod.uri, data);
  try {
    const lines = (await readFile(fixture, 'utf8')).trim().split('\n');
    const post = poster(`${cairn.url}/xapi/statements`, source);
    const postToRalph = ralph && poster(ralph.url, ralph.credentials);
    const statements = (count: number) =>
      Array.from(
        { length: count },
        (_, i) => `{"id":"${randomUUID()}",${(lines[i % lines.length] ?? '{}').slice(1)}`,
      );
    await rate(inBatches(statements(2000), 50), 8, post);
    const bare = await bareCollection(client);
    for (const { batch, inFlight, statements: count } of loads) {
      const through = await rate(inBatches(statements(count), batch), inFlight, post);
      const alone = await rate(inBatches(await copies(client, count), batch), inFlight, (documents) =>
        insert(client, bare, documents),
      );
      const ralphs =
        postToRalph && (await rate(inBatches(statements(count / ralphsPart), batch), inFlight, postToRalph));
      yield {
        batch,
        inFlight,
        'cairn/s': through,
        'driver/s': alone,
        'share %': Math.round((100 * through) / alone),
        ...(ralphs === null
          ? {}
          : { 'ralph/s': ralphs, 'times ralph': Math.round((10 * through) / ralphs) / 10 }),
      };
    }
  } finally {
    await client.close();
    await ralph?.stop();
    cairn.child.kill('SIGTERM');
    await cairn.ended;
    await mongod.stop();
    await rm(data, { recursive: true, force: true });
  }
}

type Stored = Record<string, unknown>;

/** An empty collection with the indexes of ours. */
async function bareCollection(client: MongoClient): Promise<Collection<Stored>> {
  // As compressed as ours.
  const form = { name: 'statements' };
  const [ours] = await client.db('cairn').listCollections(form, { nameOnly: false }).toArray();
  if (!ours) throw new Error('Cairn has no statements');
  const bare = await client.db('bare').createCollection<Stored>(form.name, ours.options);
  const indexes = await client.db('cairn').collection('statements').indexes();
  await bare.createIndexes(
    indexes.filter(({ name }) => name !== '_id_').map(({ v: _version, ...index }) => index),
  );
  return bare;
}

let seq = 1;
/** Documents as the endpoint has written them, with ids and places of their own. */
async function copies(client: MongoClient, count: number): Promise<readonly Stored[]> {
  const stored = await client.db('cairn').collection<Stored>('statements').find().limit(count).toArray();
  return Array.from({ length: count }, (_, i) => {
    seq += 1;
    return { ...stored[i % stored.length], _id: new UUID().toBinary(), seq: Long.fromNumber(seq) };
  });
}

async function insert(
  client: MongoClient,
  bare: Collection<Stored>,
  documents: readonly Stored[],
): Promise<void> {
  // One document is all or nothing by itself.
  const [only] = documents;
  if (only && documents.length === 1)
    return void (await bare.insertOne(only, { writeConcern: { w: 'majority', journal: true } }));
  await client.withSession((session) =>
    session.withTransaction(() => bare.insertMany([...documents], { session, ordered: false }), {
      writeConcern: { w: 'majority', journal: true },
    }),
  );
}
