// SPDX-License-Identifier: Apache-2.0
/** `cairn mapping publish`, `cairn people import`: what counts, and who is who. */
import { readFile } from 'node:fs/promises';
import { parseDraft } from '@cairn/engine';
import type { Store } from '@cairn/store';
import { actorIdentifier } from '@cairn/xapi';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import { connect } from '../connect.ts';
import { InputError } from '../input-error.ts';
import type { AddCommand } from './command.types.ts';

interface Options {
  readonly data?: string;
  readonly json?: true;
}

const policyFile = z.strictObject({
  timeZone: z.string().default('UTC'),
  frameworks: z.array(z.unknown()).min(1),
  roles: z.array(z.unknown()).default([]),
  mapping: z.unknown(),
});
const instant = z.iso
  .datetime()
  .transform((text) => Date.parse(text))
  .nullable()
  .default(null);
const identity = z.strictObject({
  actor: z.strictObject({
    mbox: z.string().startsWith('mailto:').optional(),
    mbox_sha1sum: z.string().optional(),
    openid: z.string().optional(),
    account: z.strictObject({ homePage: z.string(), name: z.string() }).optional(),
  }),
  from: instant,
  to: instant,
});
const peopleFile = z.array(
  z.strictObject({
    id: z.string().min(1),
    name: z.string().min(1),
    team: z.string().nullable().default(null),
    roles: z.array(z.string()).default([]),
    identifiers: z.array(identity),
  }),
);

async function readJson<T extends z.ZodType>(file: string, schema: T): Promise<z.output<T>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new InputError(`The file ${file} cannot be read.`);
  });
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof z.ZodError)
      throw new InputError(
        error.issues.map(({ path, message }) => `${file} at /${path.join('/')}: ${message}`).join('\n'),
      );
    throw new InputError(`The file ${file} is no valid JSON.`);
  }
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
  const input = await readJson(file, policyFile);
  const { version } = await withStore(options, async (store) => {
    const parsed = parseDraft(
      input,
      (await store.sources.list()).map(({ id }) => id),
    );
    if (!parsed.ok)
      throw new InputError(
        parsed.faults.map(({ pointer, message }) => `${file} at ${pointer}: ${message}`).join('\n'),
      );
    return store.policies.publish({ ...parsed.draft, publishedBy: 'command line' });
  });
  print(
    options,
    { version },
    `Version ${version} is published. It is in force as soon as what has come so far has been read by it.`,
  );
}

async function importPeople(file: string, options: Options): Promise<void> {
  const people = await readJson(file, peopleFile);
  const batch = people.map(({ id, name, team, roles, identifiers }) => ({
    id,
    name,
    teamId: team,
    roleIds: roles,
    identifiers: identifiers.map(({ actor, from, to }) => {
      const identifier = actorIdentifier(actor);
      if (identifier === null)
        throw new InputError(`${id}: an identifier needs one of mbox, mbox_sha1sum, openid, account.`);
      return { identifier, from, to };
    }),
  }));
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
