// SPDX-License-Identifier: Apache-2.0
/** `cairn quarantine list|retry|export|drop`: what could not be stored or processed. */
import { once } from 'node:events';
import { quarantineKindSchema } from '@cairn/api/contract';
import { retryQuarantined } from '@cairn/lrs-adapter';
import { quarantineView } from '@cairn/server';
import type { Store } from '@cairn/store';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { InputError } from '../input-error.ts';
import type { AddCommand } from './command.types.ts';
import { print, type StoreOptions, withStore, withStoreOptions } from './with-store.ts';

interface FilterOptions extends StoreOptions {
  readonly kind?: 'processing' | 'refused';
  readonly source?: string;
}
interface ChoiceOptions extends FilterOptions {
  readonly all?: true;
}
const filterOf = ({ kind, source }: FilterOptions) => ({ kind, sourceId: source });
const mostAtOnce = 500;

const list = (options: FilterOptions & { readonly limit: number }) =>
  withStore(options, async (store) => {
    const entries = await store.quarantine.page({ ...filterOf(options), skip: 0, limit: options.limit });
    const lines = entries.map(
      ({ id, kind, sourceId, since, attempts, code, pointer, message }) =>
        `${id}  ${kind}  ${sourceId}  since ${new Date(since).toISOString()}, ${attempts} ${attempts === 1 ? 'try' : 'tries'}\n  ${code}${pointer === null || pointer === '' ? '' : ` at ${pointer}`}: ${message}`,
    );
    print(options, entries.map(quarantineView), lines.join('\n') || 'Nothing is in quarantine.');
  });

/** In pages: what is named, or all that the filter lets through. */
async function* chosen(
  store: Store,
  ids: readonly string[],
  options: ChoiceOptions,
): AsyncGenerator<string[]> {
  if (ids.length > 0 === (options.all === true))
    throw new InputError(
      'Name the entries by their ids, or say --all (with --source or --kind: all of those).',
    );
  let page: string[] = [...ids];
  if (options.all === true)
    for await (const { id } of store.quarantine.all(filterOf(options))) {
      page.push(id);
      if (page.length < mostAtOnce) continue;
      yield page;
      page = [];
    }
  if (page.length > 0) yield page;
}

const retry = (ids: readonly string[], options: ChoiceOptions) =>
  withStore(options, async (store, { url }) => {
    let tried = 0;
    let retried = 0;
    for await (const page of chosen(store, ids, options)) {
      tried += page.length;
      retried += await retryQuarantined({ store, url }, page);
    }
    print(options, { tried, retried }, `${retried} of ${tried} have left the quarantine.`);
    if (retried < tried) process.exitCode = 1;
  });

const drop = (ids: readonly string[], options: ChoiceOptions) =>
  withStore(options, async (store) => {
    let dropped = 0;
    for await (const page of chosen(store, ids, options)) dropped += await store.quarantine.drop(page);
    print(options, { dropped }, `${dropped} dropped.`);
    if (dropped < ids.length) process.exitCode = 1;
  });

const exportAll = (options: FilterOptions) =>
  withStore(options, async (store) => {
    for await (const entry of store.quarantine.all(filterOf(options)))
      if (!process.stdout.write(`${JSON.stringify(quarantineView(entry))}\n`))
        await once(process.stdout, 'drain');
  });

function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A number from 1 to 999999.');
}
const filtered = (command: Command) =>
  withStoreOptions(command)
    .option('--source <id>', 'of this source only')
    .addOption(
      new Option('--kind <kind>', 'refused: could not be stored; processing: could not be processed').choices(
        quarantineKindSchema.options,
      ),
    );

export const addQuarantine: AddCommand = (program) => {
  const quarantine = program.command('quarantine').description('what could not be stored or processed');
  filtered(quarantine.command('list'))
    .description('what waits, the oldest first, and why')
    .option('--limit <n>', 'so many', count, 100)
    .action(list);
  filtered(quarantine.command('retry [ids...]'))
    .description('let entries go the whole way again')
    .option('--all', 'all of them')
    .action(retry);
  filtered(quarantine.command('export'))
    .description('all of it to standard output, one JSON object a line')
    .action(exportAll);
  filtered(quarantine.command('drop [ids...]'))
    .description('take entries out for good; a stored statement stays stored')
    .option('--all', 'all of them')
    .action(drop);
};
