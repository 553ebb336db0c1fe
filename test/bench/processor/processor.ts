// SPDX-License-Identifier: Apache-2.0
/**
 * Statements a second from MongoDB to MongoDB: what waits in the inbox becomes evidence and mastery. One processor, then two, each
 * a thread with a connection of its own; the state in the end is the same. Then a new version of all rules over the same.
 */
import { createHash } from 'node:crypto';
import { startProcessorThread } from '@cairn/processor';
import type { BenchOptions, Row } from '../bench.types.ts';
import { draftOf, openStored, type Stored, until } from '../statements/stored.ts';

const usual = 60_000;

/** In this order: what leaves the inbox has been marked. */
const isIdle = async ({ store }: Stored) =>
  (await store.inbox.waiting(1)).length === 0 &&
  (await store.policies.building()) === null &&
  !(await store.mastery.isDirty());

/** Of all evidence and mastery; what only tells of the work is left out. */
async function stateOf({ db }: Stored): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of db.collection('evidence').find({}, { sort: { _id: 1 } }))
    hash.update(JSON.stringify(piece));
  const folded = db
    .collection('mastery')
    .find({ 'timeline.evidenceCount': { $gt: 0 } }, { sort: { _id: 1 }, projection: { timeline: 1 } });
  for await (const one of folded) hash.update(JSON.stringify(one));
  return hash.digest('hex').slice(0, 12);
}

async function measure(what: string, count: number, stored: Stored, work: () => Promise<void>): Promise<Row> {
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  const evidence = await stored.db.collection('evidence').countDocuments();
  return {
    what,
    statements: count,
    'statements/s': Math.round(count / seconds),
    'CPU ms per 1000': Math.round((user + system) / count),
    'evidence a statement': Math.round((evidence * 100) / count) / 100,
    state: await stateOf(stored),
  };
}

export async function* processorBench({ statements, isLarge }: BenchOptions): AsyncGenerator<Row> {
  const count = isLarge ? statements : Math.min(statements, usual);
  for (const processors of [1, 2]) {
    const stored = await openStored(count, { isWaiting: true });
    const begin = () =>
      Array.from({ length: processors }, () => startProcessorThread({ uri: stored.uri, logLevel: 'error' }));
    try {
      // In force before anything comes.
      await stored.store.policies.publish(draftOf(null));
      await stored.store.policies.switchTo('1');
      const running = begin();
      yield await measure(`${processors} from the inbox`, count, stored, () => until(() => isIdle(stored)));
      await stored.store.policies.publish(draftOf('L2'));
      yield await measure(`${processors} publish`, count, stored, () => until(() => isIdle(stored)));
      await Promise.all(running.map(({ stop }) => stop()));
    } finally {
      await stored.end();
    }
  }
}
