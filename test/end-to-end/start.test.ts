// SPDX-License-Identifier: Apache-2.0
/** A newcomer's first minutes, and the worst that can happen to them: the program killed in mid-flight. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import XAPI from '@xapi/xapi';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, startCairn } from '../running-cairn/running-cairn.ts';

let data: string;
let port: number;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cairn-start-'));
  port = await freePort();
});
afterAll(() => rm(data, { recursive: true, force: true }));

const statement = (i: number) => ({
  actor: { objectType: 'Agent' as const, mbox: `mailto:person${i}@example.org` },
  verb: { id: 'http://adlnet.gov/expapi/verbs/passed', display: { en: 'passed' } },
  object: { objectType: 'Activity' as const, id: 'https://example.org/check' },
  timestamp: new Date(1_767_225_600_000 + i * 1000).toISOString(),
});
const client = (url: string, pair: string) => {
  const [username = '', password = ''] = pair.split(':');
  return new XAPI({ endpoint: `${url}/xapi/`, auth: XAPI.toBasicAuth(username, password), version: '1.0.3' });
};

const command = path.resolve(import.meta.dirname, '../../packages/cli/bin/cairn.js');
const cairnCommand = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [command, ...args, '--json', '--data', data]);

test('start, send, read, list the source, stop', async () => {
  const cairn = await startCairn({ data, port });
  const xapi = client(cairn.url, await cairn.firstSource());
  const sent = await xapi.sendStatements({ statements: [statement(1), statement(2)] });
  expect(sent.data).toHaveLength(2);
  const read = await xapi.getStatements({ activity: 'https://example.org/check' });
  expect((read.data as { statements: unknown[] }).statements).toHaveLength(2);

  const { stdout } = await promisify(execFile)(process.execPath, [
    command,
    'source',
    'list',
    '--json',
    '--data',
    data,
  ]);
  expect(JSON.parse(stdout)).toMatchObject([{ id: 'first', statements: 2 }]);

  cairn.child.kill('SIGTERM');
  expect(await cairn.ended).toBe(0);
});

test('a port that is taken is said, and nothing is left running', async () => {
  const taken = createServer().listen(port, '127.0.0.1');
  await once(taken, 'listening');
  const options = ['start', '--no-sample', '--port', String(port), '--data', data];
  const refused = promisify(execFile)(process.execPath, [command, ...options]);
  await expect(refused).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`Port ${port} is used`) as string,
  });
  taken.close();
});

test('one statement becomes mastery', async () => {
  const cairn = await startCairn({ data, port });
  const en = (text: string) => ({ en: text });
  const policy = {
    frameworks: [
      {
        id: 'port',
        title: en('Port'),
        version: '1',
        scale: 'scale',
        scales: [
          {
            id: 'scale',
            name: en('Scale'),
            levels: [{ id: 'applies', rank: 1, name: en('Applies'), proficient: true, minScore: 0.6 }],
          },
        ],
        competencies: [
          { id: 'gangway', code: 'G1', label: en('Gangway'), statement: en('Rigs a gangway'), kind: 'skill' },
        ],
      },
    ],
    roles: [{ id: 'hand', title: en('Hand'), requirements: [{ competency: 'gangway', level: 'applies' }] }],
    mapping: {
      title: en('Mapping'),
      rules: [
        {
          id: 'check',
          title: en('Check'),
          competency: 'gangway',
          when: { field: 'activity', op: 'eq', value: 'https://example.org/check' },
          kind: 'knowledge-test',
          value: { from: 'success' },
        },
      ],
    },
  };
  const people = [
    { id: 'ann', name: 'Ann', identifiers: [{ actor: { mbox: 'mailto:person1@example.org' } }] },
  ];
  const [policyFile, peopleFile] = [path.join(data, 'policy.json'), path.join(data, 'people.json')];
  await writeFile(policyFile, JSON.stringify(policy));
  await writeFile(peopleFile, JSON.stringify(people));
  await cairnCommand('people', 'import', peopleFile);
  await cairnCommand('mapping', 'publish', policyFile);
  const state = async () =>
    (
      JSON.parse((await cairnCommand('profile', 'ann')).stdout) as {
        competencies: { state: { status: string; levelId: string | null } }[];
      }
    ).competencies[0]?.state;
  // The statement of the test before counts as soon as the first version is in force: `passed` says success.
  await expect
    .poll(async () => (await state().catch(() => undefined))?.status, { timeout: 20_000 })
    .toBe('proficient');
  const failed = {
    ...statement(1),
    verb: { id: 'http://adlnet.gov/expapi/verbs/failed' },
    timestamp: new Date(1_767_312_000_000).toISOString(),
  };
  await client(cairn.url, await cairn.firstSource()).sendStatements({ statements: [failed] });
  await expect.poll(async () => (await state())?.status, { timeout: 20_000 }).toBe('below');
  expect(JSON.parse((await cairnCommand('gap', 'ann', '--role', 'hand')).stdout)).toMatchObject({
    fit: 0,
    coverage: 1,
    items: [{ status: 'near', gap: 1 }],
  });
  const why = JSON.parse((await cairnCommand('explain', 'ann', 'gangway')).stdout) as { evidence: unknown[] };
  expect(why.evidence).toMatchObject([{ effect: 'counts', rule: { id: 'check' } }, { effect: 'superseded' }]);
  const healthy = JSON.parse((await cairnCommand('doctor')).stdout) as { isGood: boolean }[];
  expect(healthy.every(({ isGood }) => isGood)).toBe(true);
  const { uri } = JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as { uri: string };
  const mongo = await new MongoClient(uri).connect();
  await mongo.db('admin').command({ setParameter: 1, transactionLifetimeLimitSeconds: 11 });
  await mongo.close();
  await expect(cairnCommand('doctor')).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('transactionLifetimeLimitSeconds') as string,
  });
  const beside = spawn(process.execPath, [
    command,
    'serve',
    '--port',
    String(port + 1),
    '--data',
    data,
    '--json',
  ]);
  await once(beside.stdout, 'data');
  expect((await fetch(`http://127.0.0.1:${port + 1}/readyz`)).status).toBe(200);
  beside.kill('SIGTERM');
  expect(await once(beside, 'exit')).toEqual([0, null]);
  cairn.child.kill('SIGTERM');
  expect(await cairn.ended).toBe(0);
});

test('what was acknowledged is there after kill -9, and the next start works', async () => {
  const first = await startCairn({ data, port });
  const pair = await first.firstSource();
  const acknowledged: string[] = [];
  const xapi = client(first.url, pair);
  const sending = Array.from({ length: 8 }, async (_, worker) => {
    for (let i = 0; i < 1000; i += 1) {
      const { data: ids } = await xapi.sendStatements({ statements: [statement(1000 + worker * 1000 + i)] });
      acknowledged.push(...ids);
      if (acknowledged.length === 100) first.child.kill('SIGKILL');
    }
  });
  await Promise.allSettled(sending);
  expect(await first.ended).toBe('SIGKILL');
  expect(acknowledged.length).toBeGreaterThanOrEqual(100);

  const { pid: before } = JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as {
    pid: number;
  };
  const second = await startCairn({ data, port });
  const { pid: after } = JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as {
    pid: number;
  };
  expect(after).not.toBe(before);
  const again = client(second.url, pair);
  for (const statementId of acknowledged)
    expect((await again.getStatement({ statementId })).status).toBe(200);
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
});
