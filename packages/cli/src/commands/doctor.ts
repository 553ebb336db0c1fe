// SPDX-License-Identifier: Apache-2.0
/** `cairn doctor`: is everything as it must be, and if not, what to do. Exit code 1 when something is not. */
import { transactionLifetime } from '@cairn/server';
import { isFull, quarantineLimit, type Store } from '@cairn/store';
import { type Config, readConfig } from '../config.ts';
import { connect } from '../connect.ts';
import { secretKey } from '../kept.ts';
import type { AddCommand } from './command.types.ts';
import { spanText } from './source/list-text.ts';

interface Finding {
  readonly check: string;
  readonly isGood: boolean;
  readonly detail: string;
}
const message = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function examine(check: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { check, isGood: true, detail: await look() };
  } catch (error) {
    return { check, isGood: false, detail: message(error) };
  }
}
const needs = (isGood: boolean, detail: string, otherwise: string) => {
  if (!isGood) throw new Error(otherwise);
  return detail;
};

const storeChecks = (store: Store): readonly Promise<Finding>[] => [
  examine('indexes and schema', async () => {
    await store.check();
    return 'as this Cairn needs them';
  }),
  examine('transactions', async () => {
    const { seconds, fault } = await transactionLifetime(store);
    if (seconds === null) return 'their lifetime cannot be read with these rights';
    return needs(fault === null, `live ${seconds} s at most`, fault ?? '');
  }),
  examine('clock', async () => {
    const apart = Math.abs((await store.now()) - Date.now());
    return needs(
      apart < 5000,
      'the same as the database’s, within 5 s',
      `This machine and the database are ${Math.round(apart / 1000)} s apart. Set both by NTP: tokens are judged by this machine’s clock.`,
    );
  }),
  examine('sources', async () => {
    const sources = await store.sources.list();
    return needs(
      sources.length > 0,
      `${sources.length}`,
      'There are none. Make one with "cairn source add".',
    );
  }),
  examine('mapping', async () => {
    const version = await store.policies.currentVersion();
    return needs(
      version !== null,
      `version ${version} is in force`,
      'None is in force. See "cairn mapping publish".',
    );
  }),
  examine('processing', async () => {
    const [{ statements: waiting, isEstimate }, { count, rate }] = await Promise.all([
      store.inbox.count(),
      store.processors.alive(),
    ]);
    const waits = `${isEstimate ? 'about ' : ''}${waiting} statements wait`;
    const left = waiting === 0 || rate === 0 ? '' : `, about ${spanText(waiting / rate)} left`;
    return needs(
      count > 0 || waiting === 0,
      waiting === 0
        ? `nothing waits; ${count} ${count === 1 ? 'processor' : 'processors'}`
        : `${waits}; ${count === 1 ? 'one processor does' : `${count} processors do`} ${Math.round(rate)}/s${left}`,
      `${waits} and no processor runs. Start one: "cairn start" or "cairn process".`,
    );
  }),
  examine('rules', async () => {
    const version = await store.policies.currentVersion();
    const off = version === null ? [] : ((await store.policies.record(version))?.off ?? []);
    return needs(
      off.length === 0,
      'none is switched off',
      `${off.map(({ rule, reason }) => `${rule} (${reason})`).join(', ')}: could not be applied and is switched off. Mend it and publish again.`,
    );
  }),
  examine('quarantine', async () => {
    const [counts, usage, sources] = await Promise.all([
      store.quarantine.countBySource(),
      store.quarantine.usage(),
      store.sources.list(),
    ]);
    const all = [...counts.values()].reduce((sum, one) => sum + one, 0);
    const full = sources.filter(({ id, settings }) => isFull(usage.get(id), quarantineLimit(settings)));
    const names = full.map(({ id }) => id).join(', ');
    return needs(
      all === 0,
      'empty',
      `${all} statements wait. Look at them in the console or with "cairn quarantine list".${names === '' ? '' : ` FULL for ${names}: what cannot be stored is not taken from there until there is room.`}`,
    );
  }),
];

async function findings(config: Config): Promise<readonly Finding[]> {
  const key = await secretKey(config);
  const keyFinding = await examine('secret key', () =>
    Promise.resolve(
      needs(key !== null, 'is there', 'Set CAIRN_SECRET_KEY to 32 characters or more: portals need it.'),
    ),
  );
  let store: Store;
  try {
    store = await connect(config);
  } catch (error) {
    return [{ check: 'database', isGood: false, detail: message(error) }, keyFinding];
  }
  try {
    return [
      { check: 'database', isGood: true, detail: 'answers' },
      keyFinding,
      ...(await Promise.all(storeChecks(store))),
    ];
  } finally {
    await store.close();
  }
}

async function doctor(options: { readonly data?: string; readonly json?: true }): Promise<void> {
  const found = await findings(readConfig(process.env, options));
  const lines = found.map(({ check, isGood, detail }) => `${isGood ? '✓' : '✗'} ${check}: ${detail}`);
  process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : `${lines.join('\n')}\n`);
  if (found.some(({ isGood }) => !isGood)) process.exitCode = 1;
}

export const addDoctor: AddCommand = (program) => {
  program
    .command('doctor')
    .description('is everything as it must be, and if not, what to do')
    .option('--data <folder>', 'folder of the embedded database (CAIRN_DATA)')
    .option('--json', 'one JSON value instead of text')
    .action(doctor);
};
