// SPDX-License-Identifier: Apache-2.0
/** `cairn mapping …`, `cairn people import|unlink`: what counts, and who is who. */
import { identifierSchema } from '@cairn/api/contract';
import { actorIdentifier } from '@cairn/xapi';
import { readPeopleFile } from '../files.ts';
import { InputError } from '../input-error.ts';
import type { AddCommand } from './command.types.ts';
import { addProfileImport } from './mapping/import-profile.ts';
import { addMappingLife } from './mapping/mapping.ts';
import { addMappingTrial } from './mapping/trial.ts';
import { print, type StoreOptions, withStore, withStoreOptions } from './with-store.ts';

async function importPeople(file: string, options: StoreOptions): Promise<void> {
  const batch = await readPeopleFile(file);
  await withStore(options, (store) => store.people.import(batch, `file ${file}`));
  print(options, { people: batch.length }, `${batch.length} people are known.`);
}

const forms = 'mailto:ann@example.org, account:https://hr.example.org|ann, or an identifier as JSON';

/** As it is written in lists, as a mail address, or as in a statement. @throws {InputError} for what is none. */
function readIdentifier(text: string): string {
  if (text.startsWith('mailto:')) return actorIdentifier({ mbox: text }) ?? text;
  if (!text.startsWith('{')) return text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`"${text}" is no valid JSON. Write an identifier as ${forms}.`);
  }
  const parsed = identifierSchema.safeParse(value);
  if (!parsed.success) throw new InputError(`"${text}" names nobody. Write an identifier as ${forms}.`);
  return actorIdentifier(parsed.data) ?? '';
}

async function unlink(text: string, options: StoreOptions): Promise<void> {
  const identifier = readIdentifier(text);
  const people = await withStore(options, (store) => store.people.unlink(identifier, 'command line'));
  print(
    options,
    { identifier, people },
    `${identifier} is nobody's any more; it was ${people.join(', ')}. What was known before stays to be told with --known.`,
  );
}

export const addPolicy: AddCommand = (program) => {
  const mapping = program.command('mapping').description('which statements count for which competency');
  addMappingTrial(mapping);
  addMappingLife(mapping);
  addProfileImport(mapping);
  const people = program.command('people').description('who somebody is');
  withStoreOptions(people.command('import <file>'))
    .description('make people and their identifiers known, from a JSON file')
    .action(importPeople);
  withStoreOptions(people.command('unlink <identifier>'))
    .description(`end what links an identifier to a person: ${forms}`)
    .action(unlink);
};
