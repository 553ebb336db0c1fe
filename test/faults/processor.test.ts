// SPDX-License-Identifier: Apache-2.0
/**
 * kill -9 of processors at any moment, while statements arrive, while a version is built, and while all is made again: the state in
 * the end is that of a run that nobody has interrupted.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openStore } from '@cairn/store';
import { type Embedded, startEmbedded } from '@cairn/store/embedded';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../bench/statements/statements.ts';
import { competencies, draftOf, openWorld, ruleOf, scored, voiding, type World } from '../history/world.ts';

const random = seeded(20_261_125);
const names = Array.from({ length: 20 }, (_, i) => `person-${i}`);
const many = Array.from({ length: 2000 }, (_, i) =>
  scored(i, names[i % 20] ?? '', competencies[i % 3] ?? '', ((i * 29) % 100) / 100),
);
const everything = [
  ...many,
  ...[7, 700, 1500].map((target, i) => voiding(5000 + i, many[target] ?? scored(0, '', 'A', 0))),
];
const first = competencies.map((competency) => ruleOf(competency));
const second = [ruleOf('A', { level: 'L4' }), ruleOf('B', { weight: 0.5 }), ...first.slice(2)];

let data: string;
let embedded: Embedded;
let client: MongoClient;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cairn-processor-'));
  embedded = await startEmbedded({ dataDir: data });
  client = await new MongoClient(embedded.uri, { promoteLongs: false }).connect();
});
afterAll(async () => {
  await client.close();
  await embedded.stop();
  await rm(data, { recursive: true, force: true });
});

async function open(database: string): Promise<World> {
  const { uri } = embedded;
  const store = await openStore({ uri, database });
  const world = await openWorld({
    store,
    uri,
    database,
    command: (command) => client.db(database).command(command),
    drop: () => store.close(),
  });
  for (const name of names) await world.link(name);
  return world;
}
async function begin(database: string): Promise<ChildProcess> {
  const program = path.join(import.meta.dirname, 'processor.mjs');
  const child = spawn(process.execPath, [program, embedded.uri, database], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}
/** One after the other is killed, some of them while the next is there already. */
async function killSome(database: string, rounds: number): Promise<void> {
  let before: ChildProcess | null = null;
  for (let round = 0; round < rounds; round += 1) {
    const child = await begin(database);
    before?.kill('SIGKILL');
    await setTimeout(random() * 250);
    if (random() < 0.5) child.kill('SIGKILL');
    before = child;
  }
  before?.kill('SIGKILL');
}
/** Without what the order of storing gives. */
const contentOf = (state: Awaited<ReturnType<World['state']>>) => ({
  mastery: state.mastery,
  evidence: state.evidence.map((piece) => {
    const { seq: _seq, recordedAt: _recordedAt, withdrawnAt, ...rest } = piece as Record<string, unknown>;
    return { ...rest, isWithdrawn: withdrawnAt !== null };
  }),
});

async function live(world: World, disturb: () => Promise<void>): Promise<void> {
  await world.store.policies.publish(draftOf(first));
  const sending = (async () => {
    for (let from = 0; from < everything.length; from += 500)
      await world.send(everything.slice(from, from + 500));
  })();
  await disturb();
  await sending;
  await world.settle();
  await world.rest();
  await world.store.policies.publish(draftOf(second));
  await disturb();
  await world.settle();
  await world.rest();
}

test('processors that are killed at any moment leave what one leaves that nobody kills', async () => {
  const calm = await open('calm');
  await live(calm, async () => undefined);
  const must = contentOf(await calm.state());
  await calm.end();
  const world = await open('killed');
  await live(world, () => killSome('killed', 4));
  expect(contentOf(await world.state())).toEqual(must);
  expect(must.mastery.length).toBeGreaterThan(50);

  const exact = await world.state();
  await world.command({ delete: 'evidence', deletes: [{ q: { c: 'B' }, limit: 0 }] });
  await world.command({ delete: 'mastery', deletes: [{ q: { competencyId: 'C' }, limit: 0 }] });
  await world.store.replay.request('test');
  await killSome('killed', 4);
  await world.settle();
  expect(await world.state()).toEqual(exact);
  await world.end();
});
