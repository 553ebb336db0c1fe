// SPDX-License-Identifier: Apache-2.0
/** `cairn mapping publish|rollback|cancel|history|export`: the life of a version. */
import { contentOf, faultView, recordView } from '@cairn/server';
import type { Store } from '@cairn/store';
import type { Command } from 'commander';
import { InputError } from '../../input-error.ts';
import { print, type StoreOptions, withStore, withStoreOptions } from '../with-store.ts';
import { readDraftOf, tellRefused, tellWarnings } from './draft-file.ts';
import { versionText, waitedText } from './version-text.ts';
import { waitUntilInForce } from './wait-until-in-force.ts';

interface PublishOptions extends StoreOptions {
  readonly wait: boolean;
}
const commandLine = 'command line';

/** `more`: of the answer in JSON. */
async function told(
  store: Store,
  options: PublishOptions,
  version: string,
  more: object = {},
): Promise<void> {
  const waited = options.wait ? await waitUntilInForce(store, version) : await viewOf(store, version);
  print(options, { ...waited, ...more }, waitedText(waited));
  if (waited.state === 'cancelled') process.exitCode = 1;
}
async function viewOf(store: Store, version: string) {
  const record = await store.policies.record(version);
  if (!record) throw new InputError(`There is no version "${version}". See "cairn mapping history".`);
  return recordView(record, await store.now());
}

const publish = (file: string, options: PublishOptions) =>
  withStore(options, async (store) => {
    const read = await readDraftOf(store, file);
    if (!read.ok) return tellRefused(options, file, read.faults);
    const { draft, warnings } = read;
    tellWarnings(options, file, warnings);
    const { version } = await store.policies.publish({ ...draft, publishedBy: commandLine });
    await told(store, options, version, { warnings: warnings.map(faultView) });
  });

const rollBack = (earlier: string, options: PublishOptions) =>
  withStore(options, async (store) => {
    const { version } = await store.policies.rollBack(earlier, commandLine);
    await told(store, options, version);
  });

const cancel = (options: StoreOptions) =>
  withStore(options, async (store) => {
    const version = await store.policies.cancel(commandLine);
    if (version === null) throw new InputError('No version is being built, so there is none to cancel.');
    print(options, { version }, `Version ${version} is cancelled. What is in force stays so.`);
  });

interface HistoryOptions extends StoreOptions {
  readonly limit: string;
}
const history = (options: HistoryOptions) =>
  withStore(options, async (store) => {
    const limit = Number(options.limit);
    if (!Number.isInteger(limit) || limit < 1) throw new InputError('--limit: a whole number from 1 on.');
    const now = await store.now();
    const versions = (await store.policies.history({ skip: 0, limit })).map((one) => recordView(one, now));
    const lines = versions.map(versionText);
    print(options, versions, lines.length > 0 ? lines.join('\n') : 'Nothing has been published yet.');
  });

const exported = (version: string | undefined, options: StoreOptions) =>
  withStore(options, async (store) => {
    const wanted = version ?? (await store.policies.currentVersion());
    const policy = wanted === null ? null : await store.policies.find(wanted);
    if (!policy)
      throw new InputError(
        wanted === null
          ? 'No mapping is in force yet.'
          : `There is no version "${wanted}". See "cairn mapping history".`,
      );
    process.stdout.write(`${JSON.stringify(contentOf(policy), null, options.json ? 0 : 2)}\n`);
  });

export function addMappingLife(mapping: Command): void {
  const noWait = ['--no-wait', 'do not wait until it is in force'] as const;
  withStoreOptions(mapping.command('publish <file>'))
    .description('publish frameworks, roles and mapping of a YAML or JSON file as a new version')
    .option(...noWait)
    .action(publish);
  withStoreOptions(mapping.command('rollback <version>'))
    .description('publish the content of an earlier version as the newest')
    .option(...noWait)
    .action(rollBack);
  withStoreOptions(mapping.command('cancel'))
    .description('drop the version that is being built')
    .action(cancel);
  withStoreOptions(mapping.command('history'))
    .description('all versions, the newest first: who, when, what changed, how far')
    .option('--limit <n>', 'at most so many', '20')
    .action(history);
  withStoreOptions(mapping.command('export [version]'))
    .description(
      'frameworks, roles and mapping of a version (default: the one in force) as they can be published again',
    )
    .action(exported);
}
