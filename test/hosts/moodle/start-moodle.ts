// SPDX-License-Identifier: Apache-2.0
/** A whole Moodle as an organisation runs it, with plugins in it: in a temporary folder, on free ports of this machine, gone at the end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from '../../browser/browser.ts';
import { freePort } from '../../running-cairn/running-cairn.ts';
import { missingOfPhp, phpArguments, runPhp } from './php.ts';
import { postgresFolder, postgresName, startPostgres } from './postgres.ts';
import { settled } from './settled.ts';
import { type TakeDown, takeDown } from './take-down.ts';
import { placeTree } from './tree.ts';

export interface Plugin {
  /** A folder or a bare git directory. */
  readonly from: string;
  /** Its place in the site, e.g. `blocks/thing`. */
  readonly to: string;
}

export interface Moodle {
  readonly url: string;
  /** Runs a scheduled task now, as cron would. What it printed. */
  readonly runTask: (className: string) => Promise<string>;
  /** A page of a browser in which this user has signed in; `admin` is the administrator. */
  readonly signIn: (username: string) => Promise<Page>;
  /** Runs one of the scripts beside this file with Moodle loaded; what it printed, which is JSON. */
  readonly make: <T>(script: string, given: unknown) => Promise<T>;
  readonly stop: () => Promise<void>;
}

/** Of everybody on the site; it is reached from this machine alone. */
export const password = 'Quay-4711!';

/** What this machine lacks for it, in words. */
export const missingForMoodle = (): readonly string[] => [
  ...missingOfPhp(),
  ...(postgresFolder() === undefined ? ['PostgreSQL 13 or newer (the command "initdb")'] : []),
];

const quoted = (text: string) => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;

function configOf(url: string, dataFolder: string, databasePort: number): string {
  const values = {
    dbtype: quoted('pgsql'),
    dblibrary: quoted('native'),
    dbhost: quoted('127.0.0.1'),
    dbname: quoted(postgresName),
    dbuser: quoted(postgresName),
    dbpass: quoted(''),
    prefix: quoted('mdl_'),
    dboptions: `['dbport' => ${databasePort}]`,
    wwwroot: quoted(url),
    dataroot: quoted(dataFolder),
    admin: quoted('admin'),
    // Nothing leaves this machine.
    noemailever: 'true',
    disableupdatenotifications: 'true',
    // E_ALL: what fails says why.
    debug: '32767',
    debugdisplay: '0',
  };
  const lines = Object.entries(values).map(([name, value]) => `$CFG->${name} = ${value};`);
  return ['<?php', '$CFG = new stdClass();', ...lines, "require_once(__DIR__ . '/lib/setup.php');", ''].join(
    '\n',
  );
}

/** A process group of its own, because the server forks its workers. */
async function startServer(site: string, port: number): Promise<() => Promise<void>> {
  const server = spawn('php', [...phpArguments, '-S', `127.0.0.1:${port}`, '-t', site], {
    env: { ...process.env, PHP_CLI_SERVER_WORKERS: '3' },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = once(server, 'exit');
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (chunk: Buffer) => {
      if (chunk.includes('started')) resolve();
    });
    ended.then(() => reject(new Error('the PHP server ended')), reject);
  });
  return async () => {
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGTERM');
    await ended;
  };
}

async function signIn(browser: Browser, url: string, username: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await page.goto(`${url}/login/index.php`);
  await settled(page);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL((at) => !at.pathname.startsWith('/login/'));
  return page;
}

/** Takes about a minute. `moodle`: a folder or a bare git directory of a Moodle 4.4. */
export async function startMoodle(options: {
  readonly moodle: string;
  readonly plugins: readonly Plugin[];
}): Promise<Moodle> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cairn-moodle-'));
  const started: TakeDown[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = () => takeDown(started);
  try {
    const site = path.join(folder, 'site');
    const data = path.join(folder, 'data');
    await mkdir(data);
    await placeTree(options.moodle, site);
    for (const { from, to } of options.plugins) await placeTree(from, path.join(site, to));
    const database = await startPostgres();
    started.push(database.stop);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await writeFile(path.join(site, 'config.php'), configOf(url, data, database.port));
    const command = (name: string, ...args: readonly string[]) =>
      runPhp([path.join(site, 'admin/cli', `${name}.php`), ...args]);
    await command(
      'install_database',
      '--agree-license',
      `--adminpass=${password}`,
      '--adminemail=admin@college.example',
      '--fullname=Harbour College',
      '--shortname=HC',
    );
    started.push(await startServer(site, port));
    const browser = await launchBrowser();
    started.push(() => browser.close());
    return {
      url,
      stop,
      runTask: (className) => command('scheduled_task', `--execute=${className}`),
      signIn: (username) => signIn(browser, url, username),
      make: async <T>(script: string, given: unknown) =>
        JSON.parse(
          await runPhp([path.join(import.meta.dirname, script), JSON.stringify(given)], { MOODLE: site }),
        ) as T,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
