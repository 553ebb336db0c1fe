// SPDX-License-Identifier: Apache-2.0
/** A PostgreSQL of one test's own: in a temporary folder, on a free port of this machine, gone at the end. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { freePort } from '../../running-cairn/running-cairn.ts';
import { type TakeDown, takeDown } from './take-down.ts';

export interface Postgres {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** Debian keeps the server's programs out of the PATH. undefined: there are none. */
export function postgresFolder(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const initdb = [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    ...versions.map((version) => path.join(debian, version, 'bin')),
  ]
    .map((folder) => path.join(folder, 'initdb'))
    .find((file) => existsSync(file));
  // What stands in the PATH may be a link to one of several programs; the others are beside the program itself.
  return initdb === undefined ? undefined : path.dirname(realpathSync(initdb));
}

/** PostgreSQL refuses to run as root; its packages make a user for it. */
function whoRuns(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Of the user who may do everything, and of the database that is there from the start. */
export const postgresName = 'postgres';
// It holds nothing that is to outlive the test, so nothing waits for the disk.
const careless = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

export async function startPostgres(): Promise<Postgres> {
  const bin = postgresFolder();
  if (bin === undefined) throw new Error('no PostgreSQL server on this machine');
  const who = whoRuns();
  const folder = await mkdtemp(path.join(tmpdir(), 'cairn-postgres-'));
  const started: TakeDown[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    if (who.uid !== undefined && who.gid !== undefined) chownSync(folder, who.uid, who.gid);
    const data = path.join(folder, 'data');
    const own = { ...who, env: { ...process.env, LC_ALL: 'C' }, cwd: folder };
    const first = ['-D', data, '-U', postgresName, '-A', 'trust', '-E', 'UTF8', '--no-sync'];
    await promisify(execFile)(path.join(bin, 'initdb'), first, own);
    const port = await freePort();
    const settings = [...careless, 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
    const server = spawn(
      path.join(bin, 'postgres'),
      ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
      { ...own, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const ended = once(server, 'exit');
    started.push(() => {
      server.kill('SIGINT');
      return ended;
    });
    await ready(server.stderr, ended);
    return { port, stop: () => takeDown(started) };
  } catch (error) {
    await takeDown(started);
    throw error;
  }
}

/** Rejects with what it said when it ends before. */
async function ready(stderr: Readable, ended: Promise<unknown>): Promise<void> {
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: stderr }).on('line', (line) => {
      said.push(line);
      if (line.includes('ready to accept connections')) resolve();
    });
    ended.then(() => reject(new Error(`PostgreSQL ended:\n${said.join('\n')}`)), reject);
  });
}
