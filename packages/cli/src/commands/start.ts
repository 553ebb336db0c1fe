// SPDX-License-Identifier: Apache-2.0
/** `cairn start`: MongoDB if none is given, the server and the processor; on an empty database the sample organisation. */
import { previewInThread } from '@cairn/processor';
import { type RunningServer, startServer, warnOfTransactionLifetime } from '@cairn/server';
import { openStore, type Store } from '@cairn/store';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { assets } from '../assets.ts';
import { type Config, readConfig } from '../config.ts';
import { ensureFirstAdmin, type FirstAdmin, firstAdminFile } from '../first-admin.ts';
import { ensureFirstSource, firstSourceFile } from '../first-source.ts';
import { ensureSecretKey, noteAddress } from '../kept.ts';
import { createLog } from '../log.ts';
import { keepProcessor, keepPuller, type Running, say, startDatabase, untilToldToStop } from '../running.ts';
import { portalOf, readSample, seed } from '../sample.ts';
import type { AddCommand } from './command.types.ts';

interface Options {
  readonly port?: string;
  readonly data?: string;
  readonly sample: boolean;
  readonly json?: true;
}

async function run(running: Running, { sample: withSample, json }: Options): Promise<void> {
  const { config, told, onStop } = running;
  const uri = await startDatabase(running);
  if (told.aborted) return;
  const secretKey = await ensureSecretKey(config);
  const store = await openStore({ uri, secretKey });
  onStop(store.close);
  const log = createLog(config);
  await warnOfTransactionLifetime(store, log);
  const sample = await readSample(store, config, withSample);
  const pair = await ensureFirstSource(store, config);
  const admin = await ensureFirstAdmin(store, config);
  keepProcessor(running, uri, log);
  keepPuller(running, { uri, secretKey, log });
  const { server, openPortal } = await serve(running, uri, store, log);
  if (told.aborted) return;
  const seeded =
    sample && !sample.isDone && admin
      ? await quietly(log, () => seed(config, sample, admin, addressOf(config, server), say))
      : sample;
  if (seeded?.isDone) openPortal(portalOf(config, seeded));
  const hasPortal = seeded?.isDone ?? false;
  if (!told.aborted)
    process.stdout.write(
      json ? `${JSON.stringify(addresses(config, hasPortal))}\n` : welcome(config, pair, admin, hasPortal),
    );
}

async function serve({ config, onStop }: Running, uri: string, store: Store, log: Logger) {
  // The portal can only be there when it has a secret, which the running server makes.
  let portal: RequestHandler = (_request, _response, next) => next();
  const server = await startServer({
    store,
    url: config.url,
    log,
    host: config.host,
    port: config.port,
    publicFrameworks: config.publicFrameworks,
    metricsToken: config.metricsToken ?? undefined,
    preview: previewInThread({ uri }),
    ...assets,
    pages: { '/portal': (request, response, next) => portal(request, response, next) },
  });
  await noteAddress(config);
  onStop(server.close);
  return { server, openPortal: (made: RequestHandler) => void (portal = made) };
}

/** The sample's own requests say nothing that the progress does not. */
async function quietly<T>(log: Logger, act: () => Promise<T>): Promise<T> {
  const { level } = log;
  log.level = 'warn';
  try {
    return await act();
  } finally {
    log.level = level;
  }
}

/** Where this machine reaches it, whatever others see. */
const addressOf = ({ host }: Config, { port }: RunningServer) =>
  `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${port}`;

/** For programs: where things are, and in which files the first credentials are kept. */
const addresses = (config: Config, hasPortal: boolean) => ({
  portal: hasPortal ? `${config.url}/portal/` : null,
  admin: `${config.url}/admin/`,
  xapi: `${config.url}/xapi`,
  firstAdmin: firstAdminFile(config),
  firstSource: firstSourceFile(config),
});

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

export const addStart: AddCommand = (program) => {
  program
    .command('start')
    .description('run Cairn: MongoDB if none is given, the server and the processor')
    .option('--port <port>', 'where it listens (CAIRN_PORT)')
    .option('--data <folder>', 'folder of the embedded database (CAIRN_DATA)')
    .option('--no-sample', 'leave an empty database empty')
    .option('--json', 'one JSON value instead of text')
    .action((options: Options) =>
      untilToldToStop(readConfig(process.env, options), (running) => run(running, options)),
    );
};
