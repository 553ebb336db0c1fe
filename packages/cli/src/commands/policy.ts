// SPDX-License-Identifier: Apache-2.0
/** `cairn mapping publish`, `cairn people import`: what counts, and who is who. */
import type { Store } from '@cairn/store';
import { readConfig } from '../config.ts';
import { connect } from '../connect.ts';
import { readPeopleFile, readPolicyFile } from '../files.ts';
import type { AddCommand } from './command.types.ts';

interface Options {
  readonly data?: string;
  readonly json?: true;
}

async function withStore<T>(options: Options, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await connect(readConfig(process.env, options));
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const print = (options: Options, value: unknown, text: string) =>
  process.stdout.write(options.json ? `${JSON.stringify(value)}\n` : `${text}\n`);

async function publish(file: string, options: Options): Promise<void> {
  const { version } = await withStore(options, async (store) => {
    const sources = (await store.sources.list()).map(({ id }) => id);
    return store.policies.publish({ ...(await readPolicyFile(file, sources)), publishedBy: 'command line' });
  });
  print(
    options,
    { version },
    `Version ${version} is published. It is in force as soon as what has come so far has been read by it.`,
  );
}

async function importPeople(file: string, options: Options): Promise<void> {
  const batch = await readPeopleFile(file);
  await withStore(options, (store) => store.people.import(batch, `file ${file}`));
  print(options, { people: batch.length }, `${batch.length} people are known.`);
}

const dataOption = ['--data <folder>', 'folder of the embedded database (CAIRN_DATA)'] as const;
const jsonOption = ['--json', 'one JSON value instead of text'] as const;

export const addPolicy: AddCommand = (program) => {
  program
    .command('mapping')
    .description('which statements count for which competency')
    .command('publish <file>')
    .description('publish frameworks, roles and mapping of a JSON file as a new version')
    .option(...dataOption)
    .option(...jsonOption)
    .action(publish);
  program
    .command('people')
    .description('who somebody is')
    .command('import <file>')
    .description('make people and their identifiers known, from a JSON file')
    .option(...dataOption)
    .option(...jsonOption)
    .action(importPeople);
};
