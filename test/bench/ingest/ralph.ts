// SPDX-License-Identifier: Apache-2.0
/**
 * Ralph beside Cairn, where somebody has it: `pip install 'ralph-malph[full]'`, and `RALPH_BIN` names the folder with its programs.
 * One process of its server in front of the same mongod, told to acknowledge what is durable, as Cairn does.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../running-cairn/running-cairn.ts';

export interface Ralph {
  readonly url: string;
  /** `key:secret` */
  readonly credentials: string;
  readonly stop: () => Promise<void>;
}

const patienceMs = 60_000;

async function untilItAnswers(url: string): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!(await fetch(url).catch(() => null))) {
    if (performance.now() > until) throw new Error('Ralph does not answer');
    await setTimeout(200);
  }
}

/** null: there is none on this machine. @throws when it is there and does not start. */
export async function startRalph(mongoUri: string, folder: string): Promise<Ralph | null> {
  const programs = process.env['RALPH_BIN'];
  if (programs === undefined) return null;
  const uri = new URL(mongoUri);
  uri.searchParams.set('w', 'majority');
  uri.searchParams.set('journal', 'true');
  const env = {
    ...process.env,
    RALPH_APP_DIR: folder,
    RALPH_AUTH_FILE: path.join(folder, 'ralph-auth.json'),
    RALPH_RUNSERVER_BACKEND: 'async_mongo',
    RALPH_BACKENDS__LRS__MONGO__CONNECTION_URI: uri.href,
    RALPH_BACKENDS__LRS__MONGO__DEFAULT_DATABASE: 'ralph',
    RALPH_BACKENDS__LRS__MONGO__DEFAULT_COLLECTION: 'statements',
  };
  const mbox = 'mailto:bench@example.org';
  await promisify(execFile)(
    path.join(programs, 'ralph'),
    ['auth', '-u', 'bench', '-p', 'bench', '-s', 'all', '-M', mbox, '-w'],
    { env },
  );
  const port = await freePort();
  const server = spawn(
    path.join(programs, 'uvicorn'),
    ['ralph.api:app', '--port', String(port), '--log-level', 'warning', '--no-access-log'],
    { env, stdio: 'ignore' },
  );
  const ended = once(server, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([
    untilItAnswers(`${url}/__heartbeat__`),
    ended.then(() => Promise.reject(new Error('Ralph has ended'))),
  ]);
  return {
    url: `${url}/xAPI/statements/`,
    credentials: 'bench:bench',
    stop: async () => {
      server.kill('SIGTERM');
      await ended;
    },
  };
}
