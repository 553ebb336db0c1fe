// SPDX-License-Identifier: Apache-2.0
/** `cairn serve` and `cairn process`: the server, and the processor with what pulls from remote LRSs, each alone, any number of each. */
import { previewInThread, startProcessor } from '@cairn/processor';
import { startServer, warnOfTransactionLifetime } from '@cairn/server';
import { assets } from '../assets.ts';
import { readConfig } from '../config.ts';
import { databaseUri, openRunning } from '../connect.ts';
import { ensureGivenAdmin } from '../first-admin.ts';
import { ensureGivenSource } from '../first-source.ts';
import { createLog } from '../log.ts';
import { noteAddress, secretKey } from '../kept.ts';
import { keepPuller, type Running, untilToldToStop } from '../running.ts';
import type { AddCommand } from './command.types.ts';

const announce = (json: boolean, value: Readonly<Record<string, unknown>>, text: string) =>
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\nCtrl-C stops it.\n`);

async function open({ config, onStop }: Running) {
  const store = await openRunning(config);
  onStop(store.close);
  const log = createLog(config);
  await warnOfTransactionLifetime(store, log);
  return { store, log };
}
async function serve(running: Running, json: boolean): Promise<void> {
  const { config, onStop } = running;
  const { store, log } = await open(running);
  await ensureGivenSource(store, config);
  await ensureGivenAdmin(store, config);
  const server = await startServer({
    store,
    url: config.url,
    log,
    host: config.host,
    port: config.port,
    publicFrameworks: config.publicFrameworks,
    metricsToken: config.metricsToken ?? undefined,
    preview: previewInThread({ uri: await databaseUri(config) }),
    ...assets,
  });
  await noteAddress(config);
  onStop(server.close);
  announce(json, { url: config.url, port: server.port }, `Cairn answers at ${config.url}`);
}
async function processAlone(running: Running, json: boolean): Promise<void> {
  const { store, log } = await open(running);
  running.onStop(startProcessor({ store, log }).stop);
  const { config } = running;
  keepPuller(running, { uri: await databaseUri(config), secretKey: await secretKey(config), log });
  announce(json, { processing: true }, 'Processing what comes, and pulling from remote LRSs.');
}

interface Options {
  readonly port?: string;
  readonly data?: string;
  readonly json?: true;
}
export const addServe: AddCommand = (program) => {
  program
    .command('serve')
    .description('run the server alone, beside a database that is there')
    .option('--port <port>', 'where it listens (CAIRN_PORT)')
    .option('--data <folder>', 'folder of the embedded database (CAIRN_DATA)')
    .option('--json', 'one JSON value instead of text')
    .action((options: Options) =>
      untilToldToStop(readConfig(process.env, options), (running) => serve(running, options.json === true)),
    );
  program
    .command('process')
    .description('run the processor and what pulls from remote LRSs alone, beside a database that is there')
    .option('--data <folder>', 'folder of the embedded database (CAIRN_DATA)')
    .option('--json', 'one JSON value instead of text')
    .action((options: Options) =>
      untilToldToStop(readConfig(process.env, options), (running) =>
        processAlone(running, options.json === true),
      ),
    );
};
