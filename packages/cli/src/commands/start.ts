// SPDX-License-Identifier: Apache-2.0
/** `cairn start`: MongoDB if none is given, then the server; stops everything in reverse. */
import { mkdir } from 'node:fs/promises';
import { startServer } from '@cairn/server';
import { openStore } from '@cairn/store';
import { startEmbedded } from '@cairn/store/embedded';
import { pino } from 'pino';
import { type Config, readConfig } from '../config.ts';
import { ensureFirstSource, firstSourceFile } from '../first-source.ts';
import type { AddCommand } from './command.types.ts';

const say = (text: string) => process.stderr.write(`${text}\n`);

type Stop = () => Promise<void>;

async function run(config: Config): Promise<Stop> {
  await mkdir(config.data, { recursive: true, mode: 0o700 });
  const embedded =
    config.mongodbUri === null ? await startEmbedded({ dataDir: config.data, onProgress: say }) : null;
  say(
    embedded
      ? `MongoDB runs (${embedded.binary}), data in ${config.data}`
      : 'MongoDB as given by MONGODB_URI',
  );
  const stops: Stop[] = embedded ? [embedded.stop] : [];
  const stopAll = async () => {
    for (const stop of stops.toReversed()) await stop();
  };
  try {
    const store = await openStore({ uri: config.mongodbUri ?? embedded?.uri ?? '' });
    stops.push(store.close);
    const pair = await ensureFirstSource(store, config);
    const log = pino({ level: config.log }, pino.destination(2));
    const server = await startServer({ store, url: config.url, log, host: config.host, port: config.port });
    stops.push(server.close);
    process.stdout.write(welcome(config, pair));
    return stopAll;
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function welcome(config: Config, pair: string | null): string {
  const [key, secret] = pair?.split(':') ?? [];
  const credentials =
    pair === null
      ? ['  its key and secret were given elsewhere']
      : [`  key     ${key}`, `  secret  ${secret}`, `  (kept in ${firstSourceFile(config)})`];
  return ['', `xAPI endpoint  ${config.url}/xapi`, ...credentials, '', 'Ctrl-C stops everything.', ''].join(
    '\n',
  );
}

async function untilToldToStop(stop: Stop): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  say('Stopping …');
  await stop();
}

export const addStart: AddCommand = (program) => {
  program
    .command('start')
    .description('run Cairn: MongoDB if none is given, and the server')
    .option('--port <port>', 'where it listens (CAIRN_PORT)')
    .option('--data <folder>', 'folder of the embedded database (CAIRN_DATA)')
    .action(async (options: { port?: string; data?: string }) =>
      untilToldToStop(await run(readConfig(process.env, options))),
    );
};
