// SPDX-License-Identifier: Apache-2.0
/** `cairn start`: MongoDB if none is given, then the server; stops everything in reverse. */
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { startProcessorThread } from '@cairn/processor';
import { startServer } from '@cairn/server';
import { openStore } from '@cairn/store';
import { startEmbedded } from '@cairn/store/embedded';
import { pino } from 'pino';
import { type Config, readConfig } from '../config.ts';
import { ensureFirstSource, firstSourceFile } from '../first-source.ts';
import type { AddCommand } from './command.types.ts';

const say = (text: string) => process.stderr.write(`${text}\n`);

type Stop = () => Promise<void>;

/** Starts one thing after the other; what has been started is in `stops`, whatever happens. */
async function run(config: Config, stops: Stop[], told: AbortSignal): Promise<void> {
  await mkdir(config.data, { recursive: true, mode: 0o700 });
  const embedded =
    config.mongodbUri === null ? await startEmbedded({ dataDir: config.data, onProgress: say }) : null;
  if (embedded) stops.push(embedded.stop);
  say(
    embedded
      ? `MongoDB runs (${embedded.binary}), data in ${config.data}`
      : 'MongoDB as given by MONGODB_URI',
  );
  if (told.aborted) return;
  const uri = config.mongodbUri ?? embedded?.uri ?? '';
  const store = await openStore({ uri });
  stops.push(store.close);
  const pair = await ensureFirstSource(store, config);
  const log = pino({ level: config.log }, pino.destination(2));
  const processor = startProcessorThread({ uri, logLevel: config.log });
  stops.push(processor.stop);
  const onEnd = (error?: unknown) => {
    if (!told.aborted)
      log.error(
        { err: error },
        'the processor has ended; statements are still taken, and wait for the next start',
      );
  };
  processor.ended.then(onEnd, onEnd);
  const server = await startServer({ store, url: config.url, log, host: config.host, port: config.port });
  stops.push(server.close);
  if (!told.aborted) process.stdout.write(welcome(config, pair));
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

/** Heeds a signal from the first moment, so that one during the start leaves no MongoDB behind. */
async function untilToldToStop(config: Config): Promise<void> {
  const told = new AbortController();
  const stops: Stop[] = [];
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told.abort());
  try {
    await run(config, stops, told.signal);
    if (!told.signal.aborted) await once(told.signal, 'abort');
    say('Stopping …');
  } finally {
    told.abort();
    for (const stop of stops.toReversed()) await stop();
  }
}

export const addStart: AddCommand = (program) => {
  program
    .command('start')
    .description('run Cairn: MongoDB if none is given, the server and the processor')
    .option('--port <port>', 'where it listens (CAIRN_PORT)')
    .option('--data <folder>', 'folder of the embedded database (CAIRN_DATA)')
    .action((options: { port?: string; data?: string }) => untilToldToStop(readConfig(process.env, options)));
};
