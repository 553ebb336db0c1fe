// SPDX-License-Identifier: Apache-2.0
/** A whole Cairn as a newcomer starts it: a process of its own with its own data folder and port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';

export interface RunningCairn {
  readonly url: string;
  readonly child: ChildProcess;
  /** `key:secret` */
  readonly firstSource: () => Promise<string>;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** What it has printed so far. */
  readonly output: () => string;
}

/** From the source and from the build alike. */
export const workspace = path.resolve(import.meta.dirname.replace(/([\\/])dist(?=[\\/])/, ''), '../..');
const program = path.join(workspace, 'packages/cli/bin/cairn.js');

/** Nobody listens there at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves when it has printed its address. Rejects with what it printed when it ends before. */
export async function startCairn(options: {
  readonly data: string;
  /** Default: all in one process; `serve` is the endpoint alone, on a database that is given. */
  readonly command?: 'start' | 'serve';
  /** Default: one that is free. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** The sample organisation; default: an empty Cairn. */
  readonly withSample?: boolean;
  /** In a process group of its own, as a terminal starts it. */
  readonly inGroup?: boolean;
}): Promise<RunningCairn> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [
      program,
      options.command ?? 'start',
      '--port',
      String(port),
      '--data',
      options.data,
      ...(options.withSample === true || options.command === 'serve' ? [] : ['--no-sample']),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      detached: options.inGroup === true,
    },
  );
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString('utf8');
  };
  child.stderr.on('data', take);
  const ended = once(child, 'exit').then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null,
  );
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      take(chunk);
      if (output.includes('Ctrl-C')) resolve();
    });
    ended.then(() => reject(new Error(`cairn start ended:\n${output}`)), reject);
  });
  return {
    url,
    child,
    ended,
    output: () => output,
    firstSource: async () => (await readFile(path.join(options.data, 'first-source'), 'utf8')).trim(),
  };
}
