// SPDX-License-Identifier: Apache-2.0
/** Killed at random moments under load, Cairn comes to exactly what an uninterrupted run comes to: nothing lost, nothing doubled. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort, type RunningCairn, startCairn, workspace } from '../running-cairn/running-cairn.ts';

const command = path.join(workspace, 'packages/cli/bin/cairn.js');
const people = ['ann', 'bob', 'cleo', 'dan'];
const competencies = ['mooring', 'lashing'];
const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);

const uuid = (text: string) => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
const en = (text: string) => ({ en: text });
const policy = {
  frameworks: [
    {
      id: 'f',
      title: en('F'),
      version: '1',
      scale: 's',
      scales: [
        {
          id: 's',
          name: en('S'),
          levels: [0.3, 0.6, 0.9].map((minScore, i) => ({
            id: `L${i + 1}`,
            rank: i + 1,
            name: en(`L${i + 1}`),
            proficient: i > 0,
            minScore,
          })),
        },
      ],
      competencies: competencies.map((id) => ({
        id,
        code: id,
        label: en(id),
        statement: en(id),
        kind: 'skill',
      })),
    },
  ],
  mapping: {
    title: en('M'),
    rules: competencies.map((competency) => ({
      id: `${competency}-rule`,
      title: en(competency),
      competency,
      when: { field: 'activity', op: 'eq', value: `https://x.example/${competency}` },
      kind: 'knowledge-test',
      value: { from: 'score' },
    })),
  },
};
/** Late ones among them, and every twentieth voids one before it. */
const statements = Array.from({ length: 2400 }, (_, i) => {
  const person = people[i % people.length] ?? '';
  const common = {
    id: uuid(`statement ${i}`),
    actor: { account: { homePage: 'https://hr.example', name: person } },
    timestamp: new Date(start + ((i * 7919) % 300) * day + i).toISOString(),
  };
  return i % 20 === 19
    ? {
        ...common,
        verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
        object: { objectType: 'StatementRef', id: uuid(`statement ${i - 7}`) },
      }
    : {
        ...common,
        verb: { id: 'http://adlnet.gov/expapi/verbs/scored' },
        object: { id: `https://x.example/${competencies[Math.floor(i / 4) % 2] ?? ''}` },
        result: { score: { scaled: ((i * 31) % 101) / 100 } },
      };
});

let data: string;
let port: number;
let cairn: RunningCairn;
let helpers: ChildProcess[];
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cairn-crash-'));
  helpers = [];
});
afterEach(async () => {
  for (const helper of helpers) helper.kill('SIGKILL');
  cairn.child.kill('SIGTERM');
  await cairn.ended;
  await rm(data, { recursive: true, force: true });
});

const run = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [command, ...args, '--json', '--data', data], {
    maxBuffer: 64 << 20,
  });

async function prepare(): Promise<void> {
  port = await freePort();
  cairn = await startCairn({ data, port });
  const [policyFile, peopleFile] = [path.join(data, 'policy.json'), path.join(data, 'people.json')];
  await writeFile(policyFile, JSON.stringify(policy));
  const identified = people.map((name) => ({
    id: name,
    name,
    identifiers: [{ actor: { account: { homePage: 'https://hr.example', name } } }],
  }));
  await writeFile(peopleFile, JSON.stringify(identified));
  await run('people', 'import', peopleFile);
  await run('mapping', 'publish', policyFile);
}

/** Of the crash's moments; another by CAIRN_SEED. */
const seed = Number(process.env['CAIRN_SEED'] ?? 20_261_125);
/** mulberry32. */
function random(state: number): () => number {
  let next = state >>> 0;
  return () => {
    next = (next + 0x6d2b79f5) >>> 0;
    let t = Math.imul(next ^ (next >>> 15), 1 | next);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const batch = 20;
const senders = 4;
/** As senders do: several at once, each again and again until its batch is acknowledged. */
async function send(onBatch: (done: number) => void): Promise<void> {
  const authorization = `Basic ${Buffer.from(await cairn.firstSource()).toString('base64')}`;
  const batches = Array.from({ length: statements.length / batch }, (_, i) =>
    JSON.stringify(statements.slice(i * batch, (i + 1) * batch)),
  );
  let done = 0;
  const sendAll = async () => {
    for (let body = batches.shift(); body !== undefined; body = batches.shift()) {
      for (let isTaken = false; !isTaken;) {
        isTaken = await fetch(`${cairn.url}/xapi/statements`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' },
          body,
          signal: AbortSignal.timeout(15_000),
        }).then(
          (response) => response.ok,
          () => false,
        );
        // Not for timing: a sender that is refused the connection must not spin.
        if (!isTaken) await new Promise((resolve) => setTimeout(resolve, 50));
      }
      done += batch;
      onBatch(done);
    }
  };
  await Promise.all(Array.from({ length: senders }, sendAll));
}

/** The one that runs: after an earlier kill the record may still name the dead. */
async function killMongod(): Promise<string> {
  const pidOf = async () =>
    (JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as { pid: number }).pid;
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(async () => isAlive(await pidOf()), { timeout: 20_000 }).toBe(true);
  const pid = await pidOf();
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  return 'SIGKILL';
}

async function withDatabase<T>(use: (client: MongoClient) => Promise<T>): Promise<T> {
  const { uri } = JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as { uri: string };
  const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 20_000 }).connect();
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

/** When nothing waits any more: all evidence and all mastery, without what depends on when it was recorded. */
async function outcome() {
  await expect
    .poll(
      () =>
        withDatabase(async (client) => {
          const db = client.db('cairn');
          const [waiting, dirty] = await Promise.all([
            db.collection('statements').countDocuments({ p: { $exists: true } }),
            db.collection('mastery').countDocuments({ dirty: true }),
          ]);
          return waiting + dirty;
        }),
      { timeout: 60_000, interval: 250 },
    )
    .toBe(0);
  const stored = await withDatabase((client) => client.db('cairn').collection('statements').countDocuments());
  const seen = await withDatabase((client) =>
    client
      .db('cairn')
      .collection<{ _id: string; statements: number }>('activities')
      .find({}, { sort: { _id: 1 }, projection: { statements: 1 } })
      .toArray(),
  );
  const views = [];
  for (const person of people)
    for (const competency of competencies) {
      const why = JSON.parse((await run('explain', person, competency)).stdout) as {
        state: Record<string, unknown>;
        evidence: { id: string; effect: string; withdrawnAt: string | null }[];
        history: unknown;
      };
      const profile = JSON.parse((await run('profile', person)).stdout) as {
        competencies: { id: string; state: unknown }[];
      };
      views.push({
        person,
        competency,
        // What was folded as it came, and what is folded afresh from the evidence, must be the same.
        folded: profile.competencies.find(({ id }) => id === competency)?.state,
        state: why.state,
        evidence: why.evidence.map(({ id, effect }) => `${id} ${effect}`).sort(),
        history: why.history,
      });
    }
  return { stored, seen, views };
}

test(
  'random kills of Cairn, of a processor beside it and of mongod change nothing',
  { timeout: 240_000 },
  async () => {
    await prepare();
    await send(() => undefined);
    const expected = await outcome();
    expect(expected.stored).toBe(statements.length);
    for (const { folded, state } of expected.views) expect(folded).toEqual(state);
    cairn.child.kill('SIGTERM');
    await cairn.ended;
    await rm(data, { recursive: true, force: true });

    data = await mkdtemp(path.join(tmpdir(), 'cairn-crash-'));
    await prepare();
    const beside = () => {
      const helper = spawn(process.execPath, [command, 'process', '--data', data], { stdio: 'ignore' });
      helpers.push(helper);
      return helper;
    };
    let helper = beside();
    const draw = random(seed);
    const kinds = (['processor', 'mongod', 'cairn', 'processor', 'mongod', 'cairn'] as const)
      .map((kind) => ({ kind, order: draw() }))
      .toSorted((a, b) => a.order - b.order)
      .map(({ kind }) => kind);
    const moments = kinds.map(() => Math.floor(draw() * (statements.length - 200))).sort((a, b) => a - b);
    /** What each kind's victim ended by. */
    const killers = {
      processor: async () => {
        const ended = once(helper, 'exit');
        helper.kill('SIGKILL');
        const [, signal] = await ended;
        helper = beside();
        return signal as unknown;
      },
      mongod: killMongod,
      cairn: async () => {
        cairn.child.kill('SIGKILL');
        const signal = await cairn.ended;
        cairn = await startCairn({ data, port });
        return signal;
      },
    };
    const killed: [string, unknown][] = [];
    const kill = async (kind: (typeof kinds)[number]) => {
      // Away from the moment of an acknowledgement: into requests and folds that are under way.
      await new Promise((resolve) => setTimeout(resolve, draw() * 40));
      killed.push([kind, await killers[kind]()]);
    };
    let due = 0;
    let killing = Promise.resolve();
    await send((done) => {
      for (; (moments[due] ?? Number.POSITIVE_INFINITY) <= done; due += 1) {
        const kind = kinds[due];
        if (kind) killing = killing.then(() => kill(kind));
      }
    });
    await killing;
    expect(killed).toEqual(kinds.map((kind) => [kind, 'SIGKILL']));
    expect(await outcome(), `CAIRN_SEED=${seed}`).toEqual(expected);
  },
);
