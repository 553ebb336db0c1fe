// SPDX-License-Identifier: Apache-2.0
/** `cairn start`: MongoDB if none is given, then the server; stops everything in reverse. */
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { startProcessorThread } from '@cairn/processor';
import { type RunningServer, startServer } from '@cairn/server';
import { openStore } from '@cairn/store';
import { startEmbedded } from '@cairn/store/embedded';
import type { RequestHandler } from 'express';
import { assets } from '../assets.ts';
import { type Config, readConfig } from '../config.ts';
import { ensureFirstAdmin, type FirstAdmin, firstAdminFile } from '../first-admin.ts';
import { ensureFirstSource, firstSourceFile } from '../first-source.ts';
import { ensureSecretKey } from '../kept.ts';
import { createLog } from '../log.ts';
import { portalOf, readSample, seed } from '../sample.ts';
import type { AddCommand } from './command.types.ts';

const say = (text: string) => process.stderr.write(`${text}\n`);

type Stop = () => Promise<void>;

/** Starts one thing after the other; what has been started is in `stops`, whatever happens. */
async function run(config: Config, withSample: boolean, stops: Stop[], told: AbortSignal): Promise<void> {
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
  const key = await ensureSecretKey(config);
  const store = await openStore({ uri, secretKey: key ?? undefined });
  stops.push(store.close);
  const sample = await readSample(store, config, withSample);
  const pair = await ensureFirstSource(store, config);
  const admin = await ensureFirstAdmin(store, config);
  const log = createLog(config);
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
  // The portal can only be there when it has a secret, which the running server makes.
  let portal: RequestHandler | null = null;
  const server = await startServer({
    store,
    url: config.url,
    log,
    host: config.host,
    port: config.port,
    ...assets,
    pages: { '/portal': (request, response, next) => (portal ? portal(request, response, next) : next()) },
  });
  stops.push(server.close);
  if (told.aborted) return;
  const level = log.level;
  // The sample's own requests say nothing that the progress does not.
  log.level = 'warn';
  const seeded =
    sample && !sample.isDone && admin
      ? await seed(config, sample, admin, addressOf(config, server), say)
      : sample;
  log.level = level;
  if (seeded?.isDone) portal = portalOf(config, seeded);
  if (!told.aborted) process.stdout.write(welcome(config, pair, admin, seeded?.isDone ?? false));
}

/** Where this machine reaches it, whatever others see. */
const addressOf = ({ host }: Config, { port }: RunningServer) =>
  `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${port}`;

function welcome(config: Config, pair: string | null, admin: FirstAdmin | null, hasPortal: boolean): string {
  const [key, secret] = pair?.split(':') ?? [];
  return [
    '',
    ...(hasPortal ? [`Portal page     ${config.url}/portal/`] : []),
    `Admin page      ${config.url}/admin/`,
    ...(admin
      ? [
          `  sign in as    ${admin.email}`,
          `  password      ${admin.password}`,
          `  (kept in ${firstAdminFile(config)})`,
        ]
      : ['  administrators are known already']),
    `xAPI endpoint   ${config.url}/xapi`,
    ...(pair === null
      ? ['  its key and secret were given elsewhere']
      : [`  key           ${key}`, `  secret        ${secret}`, `  (kept in ${firstSourceFile(config)})`]),
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}

/** Heeds a signal from the first moment, so that one during the start leaves no MongoDB behind. */
async function untilToldToStop(config: Config, withSample: boolean): Promise<void> {
  const told = new AbortController();
  const stops: Stop[] = [];
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told.abort());
  try {
    await run(config, withSample, stops, told.signal);
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
    .option('--no-sample', 'leave an empty database empty')
    .action((options: { port?: string; data?: string; sample: boolean }) =>
      untilToldToStop(readConfig(process.env, options), options.sample),
    );
};
