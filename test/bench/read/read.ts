// SPDX-License-Identifier: Apache-2.0
/**
 * GET /statements over HTTP, the newest 25 by filter, one request after the other, with 10,000 to 1,000,000 stored. Statements
 * are written past the endpoint, in the store's own layout, so that a million takes minutes. --statements=N ends earlier.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Long, MongoClient } from 'mongodb';
import { startCairn } from '../../running-cairn/running-cairn.ts';
import {
  accountOf,
  makeStatement,
  people,
  seeded,
  toDocument,
  verbCount,
  verbId,
} from '../statements/statements.ts';
import type { BenchOptions, Row } from '../bench.types.ts';

const sizes = [10_000, 100_000, 1_000_000];
const requests = 500;
const perWrite = 5000;
const port = 18_392;

async function load(client: MongoClient, from: number, to: number): Promise<void> {
  const db = client.db('cairn');
  const random = seeded(from);
  for (let at = from; at < to; at += perWrite) {
    const documents = Array.from({ length: Math.min(perWrite, to - at) }, (_, i) =>
      toDocument(makeStatement(at + i, random), at + i + 1),
    );
    await db.collection('statements').insertMany(documents, { ordered: false });
  }
  await db
    .collection<{ _id: string }>('sequence')
    .updateOne({ _id: 'statements' }, { $set: { next: Long.fromNumber(to + 1) } });
}

const percentile = (sorted: readonly number[], share: number) =>
  Math.round(10 * (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)) /
  10;

/** Whom and what is asked for: seldom and often met alike. */
const filters = {
  'agent and verb': (random: () => number) => ({
    agent: JSON.stringify({ account: accountOf(Math.floor(people * random())) }),
    verb: verbId(Math.floor(verbCount * random())),
  }),
  agent: (random: () => number) => ({
    agent: JSON.stringify({ account: accountOf(Math.floor(people * random())) }),
  }),
  'verb and activity, related': (random: () => number) => ({
    verb: verbId(Math.floor(verbCount * random())),
    activity: `https://moodle.example.org/course/view.php?id=${Math.floor(60 * random())}`,
    related_activities: 'true',
  }),
  'verb, until the middle': (random: () => number, middle: string) => ({
    verb: verbId(Math.floor(verbCount * random())),
    until: middle,
  }),
} as const;

export async function* read({ statements }: BenchOptions): AsyncGenerator<Row> {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-bench-'));
  const cairn = await startCairn({ data, port });
  const { uri } = JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as { uri: string };
  const client = await new MongoClient(uri, { promoteLongs: false }).connect();
  try {
    const authorization = `Basic ${Buffer.from(await cairn.firstSource()).toString('base64')}`;
    const get = async (parameters: Readonly<Record<string, string>>) => {
      const query = new URLSearchParams({ ...parameters, limit: '25' }).toString();
      const started = performance.now();
      const response = await fetch(`${cairn.url}/xapi/statements?${query}`, {
        headers: { authorization, 'x-experience-api-version': '1.0.3' },
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${response.status} ${text}`);
      return performance.now() - started;
    };
    let stored = 0;
    for (const size of sizes.filter((one) => one <= Math.max(statements, sizes[0] ?? 0))) {
      await load(client, stored, size);
      stored = size;
      const [half] = await client
        .db('cairn')
        .collection('statements')
        .find({ seq: Long.fromNumber(size / 2) })
        .toArray();
      const middle = new Date(half?.['s'] as Date).toISOString();
      for (const [filter, ask] of Object.entries(filters)) {
        const random = seeded(size);
        const times: number[] = [];
        for (let i = 0; i < requests; i += 1) times.push(await get(ask(random, middle)));
        const sorted = times.toSorted((a, b) => a - b);
        yield {
          stored: size,
          filter,
          'p50 ms': percentile(sorted, 0.5),
          'p99 ms': percentile(sorted, 0.99),
          'longest ms': percentile(sorted, 1),
        };
      }
    }
  } finally {
    await client.close();
    cairn.child.kill('SIGTERM');
    await cairn.ended;
    await rm(data, { recursive: true, force: true });
  }
}
