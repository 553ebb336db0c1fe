// SPDX-License-Identifier: Apache-2.0
/**
 * Two servers of one Cairn, on a MongoDB as it comes (transactions live for a minute): they behave as one, whichever is asked, and when
 * one is killed the other takes what it had in hand.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Embedded, startEmbedded } from '@cairn/store/embedded';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, type RunningCairn, startCairn, workspace } from '../running-cairn/running-cairn.ts';
import { createClient } from './load/asking.ts';
import { namingText, voidedVerb } from './load/drawing.ts';
import { basic, random, seed, startLoad, textOf, uuid } from './load/load.ts';

const usualLifetime = 60;
const patienceMs = 5000;
const pair = 'two-servers:only-for-tests-and-long-enough';
const authorization = basic(pair);
const env = { CAIRN_SECRET_KEY: 'only for tests, and long enough for it', CAIRN_FIRST_SOURCE: pair };

let data: string;
let embedded: Embedded;
let uri: string;
let servers: RunningCairn[] = [];
const setLifetime = async (seconds: number) => {
  const client = await new MongoClient(embedded.uri).connect();
  await client.db('admin').command({ setParameter: 1, transactionLifetimeLimitSeconds: seconds });
  await client.close();
};
const serve = async (port: number) =>
  startCairn({ data, port, command: 'serve', env: { ...env, MONGODB_URI: uri } });
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cairn-two-servers-'));
  embedded = await startEmbedded({ dataDir: data });
  uri = embedded.uri;
  await setLifetime(usualLifetime);
  servers = [await serve(await freePort()), await serve(await freePort())];
});
afterAll(async () => {
  for (const { child } of servers) child.kill('SIGTERM');
  await Promise.all(servers.map(({ ended }) => ended));
  await embedded.stop();
  await rm(data, { recursive: true, force: true });
});
const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);
const clientOf = (i: number) => createClient({ url: servers[i]?.url ?? '', authorization });

test('the same id at the same instant: one is stored, the other is told rightly', async () => {
  const [one, other] = [clientOf(0), clientOf(1)];
  for (let round = 0; round < 8; round += 1) {
    const id = uuid(`same ${round}`);
    const send = (client: typeof one, text: string) =>
      client.answer('/statements', { method: 'POST', body: text });
    const same = await Promise.all([send(one, textOf(id)), send(other, textOf(id))]);
    expect(same.map(({ status }) => status)).toEqual([200, 200]);
    const another = uuid(`another ${round}`);
    const texts = [textOf(another), textOf(another, '', 'https://x.example/b')];
    const answers = await Promise.all([send(one, texts[0] ?? ''), send(other, texts[1] ?? '')]);
    expect(sorted(answers.map(({ status }) => status))).toEqual([200, 409]);
    const stored = JSON.parse((await other.answer(`/statements?statementId=${another}`)).text) as {
      readonly object: { readonly id: string };
    };
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(stored.object.id).toBe(winner === 0 ? 'https://x.example/a' : 'https://x.example/b');
  }
});
test('of two that replace the document that both know one wins; of two that merge both do', async () => {
  const clients = [clientOf(0), clientOf(1)];
  const path = (id: string) => `/activities/profile?activityId=https://x.example/a&profileId=${id}`;
  const both = (
    method: 'PUT' | 'POST',
    id: string,
    headers: Readonly<Record<string, string>>,
    round: number,
  ) =>
    Promise.all(
      clients.map(async (client, i) => {
        const body = JSON.stringify({ [`${i}:${round}`]: i });
        return (await client.answer(path(id), { method, headers, body })).status;
      }),
    );
  expect(sorted(await both('PUT', 'replaced', { 'if-none-match': '*' }, 0))).toEqual([204, 412]);
  for (let round = 1; round <= 10; round += 1) {
    const known = await clients[round % 2]?.answer(path('replaced'));
    const statuses = await both('PUT', 'replaced', { 'if-match': known?.headers.get('etag') ?? '' }, round);
    expect(sorted(statuses)).toEqual([204, 412]);
    const there = await clients[(round + 1) % 2]?.answer(path('replaced'));
    expect(there?.text).toBe(
      JSON.stringify({ [`${statuses.indexOf(204)}:${round}`]: statuses.indexOf(204) }),
    );
    expect(await both('POST', 'merged', {}, round)).toEqual([204, 204]);
  }
  const merged = JSON.parse((await clients[0]?.answer(path('merged')))?.text ?? '{}') as object;
  expect(Object.keys(merged)).toHaveLength(20);
});
test('a void and its target at the same instant meet, whoever is asked', async () => {
  const [one, other] = [clientOf(0), clientOf(1)];
  for (let round = 0; round < 8; round += 1) {
    const [target, voiding] = [uuid(`target ${round}`), uuid(`voiding ${round}`)];
    const answers = await Promise.all([
      one.answer('/statements', { method: 'POST', body: textOf(target) }),
      other.answer('/statements', { method: 'POST', body: namingText(voiding, voidedVerb, target) }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    for (const client of [one, other]) {
      expect((await client.answer(`/statements?statementId=${target}`)).status).toBe(404);
      expect((await client.answer(`/statements?voidedStatementId=${target}`)).status).toBe(200);
    }
  }
});
test('what a killed server had in hand is taken by the other within 5 s, though transactions live for a minute', async () => {
  const draw = random(seed);
  for (let round = 0; round < 2; round += 1) {
    const [victim] = servers;
    if (!victim) throw new Error('there is no server');
    const port = Number(new URL(victim.url).port);
    const dying = clientOf(0);
    const inHand = Array.from({ length: 24 }, (_, i) =>
      JSON.stringify(
        Array.from({ length: 100 }, (_, j) => JSON.parse(textOf(uuid(`hand ${round} ${i} ${j}`))) as unknown),
      ),
    );
    let answered = 0;
    const killAfter = 1 + Math.floor(draw() * 8);
    await Promise.all(
      inHand.map(async (body) => {
        const answer = await dying.once('/statements', { method: 'POST', body });
        if (answer) answered += 1;
        if (answered >= killAfter) victim.child.kill('SIGKILL');
      }),
    );
    expect(await victim.ended).toBe('SIGKILL');
    expect(answered).toBeLessThan(inHand.length);
    const killedAt = performance.now();
    const resent = await Promise.all(
      inHand.map((body) => clientOf(1).answer('/statements', { method: 'POST', body })),
    );
    expect(resent.map(({ status }) => status)).toEqual(inHand.map(() => 200));
    expect(performance.now() - killedAt).toBeLessThan(patienceMs);
    servers[0] = await serve(port);
  }
});
test('/readyz and doctor warn of transactions that live longer than 10 s, and of no shorter ones', async () => {
  const doctor = () =>
    promisify(execFile)(
      process.execPath,
      [path.join(workspace, 'packages/cli/bin/cairn.js'), 'doctor', '--json'],
      {
        env: { ...process.env, ...env, MONGODB_URI: uri },
      },
    ).then(
      ({ stdout }) => stdout,
      (error: { readonly stdout: string }) => error.stdout,
    );
  const transactions = async () =>
    (JSON.parse(await doctor()) as { check: string; isGood: boolean; detail: string }[]).find(
      ({ check }) => check === 'transactions',
    );
  const readiness = async () => (await fetch(`${servers[1]?.url}/readyz`)).text();
  expect(await readiness()).toMatch(/^ready\nwarning: transactions: They live 60 s/);
  expect(await transactions()).toMatchObject({
    isGood: false,
    detail: expect.stringContaining('They live 60 s') as string,
  });
  await setLifetime(10);
  expect(await readiness()).toBe('ready\n');
  expect(await transactions()).toMatchObject({ isGood: true });
  await setLifetime(usualLifetime);
});
test('all kinds of requests go to both in turn while one is killed and comes back: nothing lost, doubled or taken back', async () => {
  const before = new MongoClient(uri);
  for (const name of ['statements', 'documents']) await before.db('cairn').collection(name).deleteMany({});
  await before.close();
  const [victim, other] = servers;
  if (!victim || !other) throw new Error('there are no two servers');
  const load = startLoad({ url: victim.url, others: [other.url], authorization });
  await load.reach(150);
  victim.child.kill('SIGKILL');
  await victim.ended;
  await load.reach(50);
  servers[0] = await serve(Number(new URL(victim.url).port));
  await load.reach(100);
  expect(load.failures()).toBeGreaterThan(0);
  expect(await load.check(uri)).toBeGreaterThanOrEqual(300);
});
