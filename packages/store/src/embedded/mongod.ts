// SPDX-License-Identifier: Apache-2.0
/** The mongod process itself: launched with what a one-member replica set needs, ended in order. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { MongoInstance } from 'mongodb-memory-server-core';

export interface Launched {
  readonly port: number;
  readonly pid: number;
  readonly mongod: ChildProcess | undefined;
}

/** The package takes a chunk of mongod's output for one line, and throws out of the event handler where it is more. */
class Mongod extends MongoInstance {
  protected override checkErrorInLine(chunk: string): void {
    for (const line of chunk.split('\n'))
      try {
        super.checkErrorInLine(line);
      } catch {
        this.errorHandler(line);
      }
  }
}

export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** After a kill, mongod recovers its data before it listens. */
const launchWithinMs = 60_000;

/** @throws {Error} with what mongod says. */
export async function launch(options: {
  readonly dbPath: string;
  readonly binary: string;
  readonly cacheSizeGb: number;
  readonly keyFile: string;
  /** The set knows itself by its port: the one of before, if there was one. */
  readonly port: number | undefined;
}): Promise<Launched> {
  process.env['MONGOMS_SYSTEM_BINARY_VERSION_CHECK'] ??= 'false';
  const port = options.port ?? (await freePort());
  const instance = new Mongod({
    instance: {
      port,
      ip: '127.0.0.1',
      dbPath: options.dbPath,
      storageEngine: 'wiredTiger',
      auth: true,
      launchTimeout: launchWithinMs,
      args: [
        '--replSet',
        'cairn',
        '--keyFile',
        options.keyFile,
        '--wiredTigerCacheSizeGB',
        String(options.cacheSizeGb),
        '--setParameter',
        'transactionLifetimeLimitSeconds=3',
      ],
    },
    binary: { systemBinary: options.binary },
    // A process group of its own: Ctrl-C goes to all of the terminal's, and mongod must outlive what still writes to it.
    spawn: { detached: process.platform !== 'win32' },
  });
  try {
    await instance.start();
  } catch (error) {
    await instance.stop();
    throw error;
  }
  const { mongodProcess: mongod } = instance;
  return { port, pid: mongod?.pid ?? 0, mongod };
}

/** SIGTERM is mongod's orderly stop; it also ends well when mongod is gone already. */
export async function stopMongod({ mongod }: Launched): Promise<void> {
  if (!mongod || mongod.exitCode !== null || mongod.signalCode !== null) return;
  const exited = once(mongod, 'exit');
  mongod.kill('SIGTERM');
  await exited;
}
