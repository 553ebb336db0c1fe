// SPDX-License-Identifier: Apache-2.0
/** Pulling as an operator sets it up on the command line: a running Cairn begins by itself, and shows how it goes. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCairn, startCairn } from '../running-cairn/running-cairn.ts';

let data: string;
let cairn: RunningCairn;
let remote: Server;
let endpoint: string;
const wanted = `Basic ${Buffer.from('reader:a secret').toString('base64')}`;
const statements = Array.from({ length: 3 }, (_, i) => ({
  id: randomUUID(),
  actor: { mbox: 'mailto:ann@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
  object: { id: 'http://example.org/a' },
  stored: new Date(Date.UTC(2026, 2, 1, 8, i)).toISOString(),
}));

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cairn-pull-'));
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  remote = createHttpServer((request, response) => {
    const isRight = request.headers.authorization === wanted;
    response.writeHead(isRight ? 200 : 401, { 'Content-Type': 'application/json' });
    response.end(isRight ? JSON.stringify({ statements, more: '' }) : 'no');
  }).listen(0, '127.0.0.1');
  await once(remote, 'listening');
  endpoint = `http://127.0.0.1:${(remote.address() as AddressInfo).port}/xapi`;
  cairn = await startCairn({ data, port });
});
afterAll(async () => {
  cairn.child.kill('SIGTERM');
  await cairn.ended;
  const closed = new Promise((resolve) => remote.close(resolve));
  remote.closeAllConnections();
  await closed;
  await rm(data, { recursive: true, force: true });
});

const program = path.resolve(import.meta.dirname, '../../packages/cli/bin/cairn.js');
async function run(input: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [program, 'source', ...args, '--data', data], {
    env: { ...process.env, CAIRN_URL: cairn.url },
  });
  child.stdin.end(input);
  const [out, said, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: code as number, out, said };
}
interface Listed {
  readonly id: string;
  readonly statements: number;
  readonly pull: { readonly state: string; readonly lastError: { readonly code: string } | null } | null;
}
const listed = async () => {
  const all = JSON.parse((await run('', 'list', '--json')).out) as Listed[];
  return all.find(({ id }) => id === 'old-lrs');
};
const states = (list: Listed | undefined) => [list?.pull?.state, list?.statements];

test('a remote is pulled by the running Cairn, by command, and not while it is paused', async () => {
  expect((await run('', 'add', 'old-lrs')).code).toBe(0);
  expect((await run('', 'pull', 'old-lrs')).out).toContain('is not pulled');
  const wrong = await run('', 'pull', 'old-lrs', '--endpoint', endpoint, '--schedule', 'hourly');
  expect([wrong.code, wrong.said]).toEqual([1, expect.stringContaining('cron')]);

  const refused = await run('reader:wrong', 'pull', 'old-lrs', '--endpoint', endpoint, '--credentials', '-');
  expect(refused.code).toBe(0);
  await expect.poll(async () => states(await listed()), { timeout: 20_000 }).toEqual(['stopped', 0]);
  expect((await run('', 'list')).out).toMatch(/STOPPED[\s\S]*REMOTE_REFUSES: .*answered 401/);

  const file = path.join(data, 'credentials');
  await writeFile(file, 'reader:a secret\n');
  const mended = await run('', 'pull', 'old-lrs', '--credentials', file, '--set', 'overlapSeconds=5');
  expect([mended.code, mended.out]).toEqual([0, expect.not.stringContaining('a secret')]);
  await expect.poll(async () => (await listed())?.statements, { timeout: 20_000 }).toBe(3);

  const again = await run('', 'pull', 'old-lrs', '--since', 'beginning', '--now');
  // Unless the running Cairn was quicker.
  expect(again.out).toMatch(/All that the remote has is here|Another runner is at it/);
  expect(again.code).toBe(0);
  await run('', 'pause', 'old-lrs');
  expect(states(await listed())).toEqual(['paused', 3]);
  await run('', 'resume', 'old-lrs');
  expect((await listed())?.pull?.state).toMatch(/waiting|running/);
  expect((await run('', 'pull', 'old-lrs', '--remove')).out).toContain('is not pulled');
  expect((await listed())?.statements).toBe(3);
});
