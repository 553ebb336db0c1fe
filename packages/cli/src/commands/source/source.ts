// SPDX-License-Identifier: Apache-2.0
/** `cairn source …`: who may send statements, and how it goes. */
import { presets } from '@cairn/lrs-adapter';
import { sourceViews } from '@cairn/server';
import type { AddCommand } from '../command.types.ts';
import { print, type StoreOptions, withStore, withStoreOptions } from '../with-store.ts';
import { addOf, scopes, type AddOptions } from './add-source.ts';
import { listText } from './list-text.ts';
import { addPullCommand } from './pull-source.ts';
import { testSource } from './test-source.ts';

const list = (options: StoreOptions) =>
  withStore(options, async (store) => {
    const views = await sourceViews(store);
    print(options, views, listText(views) || 'No sources yet. Add one with "cairn source add ID".');
  });

const setPaused = (id: string, isPaused: boolean, options: StoreOptions) =>
  withStore(options, async (store) => {
    await store.sources.setPaused(id, isPaused);
    if (!isPaused && (await store.pulls.find(id))) await store.pulls.ask(id);
    print(
      options,
      { id, paused: isPaused },
      isPaused
        ? `${id} is paused: within seconds its requests are answered with 503 and "come again later". Nothing is pulled either. Nothing that it has sent is touched.`
        : `${id} may send again, and is pulled again where it was.`,
    );
  });

const rotate = (id: string, options: StoreOptions) =>
  withStore(options, async (store) => {
    const { source, key, secret } = await store.sources.rotate(id);
    const others = source.credentials.filter((one) => one.revokedAt === null && one.key !== key);
    const before = others.map((one) => one.key).join(', ');
    print(
      options,
      { id, key, secret },
      [
        `A new key of ${id}`,
        `  key     ${key}`,
        `  secret  ${secret}`,
        'The secret is shown this once and kept only as a hash.',
        ...(before === ''
          ? []
          : [`Still good: ${before}. When the sender has the new one: cairn source revoke ${id} KEY`]),
      ].join('\n'),
    );
  });

const revoke = (id: string, key: string, options: StoreOptions) =>
  withStore(options, async (store) => {
    await store.sources.revoke(id, key);
    print(
      options,
      { id, key, revoked: true },
      `The key ${key} of ${id} is refused within seconds, in every process.`,
    );
  });

const add = (id: string, options: AddOptions) =>
  withStore(options, async (store) => {
    const { source, key, secret } = await store.sources.add(addOf(id, options));
    print(
      options,
      { ...source, key, secret },
      `Source ${source.id} (${source.preset}, dialect ${source.dialect})\n  key     ${key}\n  secret  ${secret}\nThe secret is shown this once and kept only as a hash. Try it: cairn source test ${source.id}`,
    );
  });

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export const addSource: AddCommand = (program) => {
  const source = program.command('source').description('who may send statements');
  withStoreOptions(source.command('add <id>'))
    .description('make a source; prints its key and secret')
    .option('--title <title>', 'what people call it')
    .option('--preset <preset>', `the kind of sender: ${presets.map(({ id }) => id).join(', ')}`, 'generic')
    .option('--dialect <dialect>', 'what its statements mean; default: as the preset')
    .option('--scaled-range <range>', '0..1 or -1..1; default: as the dialect')
    .option('--scope <scope...>', `default: as the preset; of ${scopes.join(', ')}`)
    .option(
      '--set <name=value>',
      'a setting that is otherwise than in the preset; may stand several times',
      collect,
    )
    .action(add);
  withStoreOptions(source.command('list')).description('sources, their state, keys and counts').action(list);
  withStoreOptions(source.command('test <id>'))
    .description('send a probe through the whole way and say what happened; it is voided again')
    .option('--url <url>', 'where Cairn listens; default: CAIRN_URL')
    .action(testSource);
  addPullCommand(source, collect);
  withStoreOptions(source.command('pause <id>'))
    .description('tell its sender to wait, and pull nothing')
    .action((id: string, options: StoreOptions) => setPaused(id, true, options));
  withStoreOptions(source.command('resume <id>'))
    .description('take its requests again, and pull again')
    .action((id: string, options: StoreOptions) => setPaused(id, false, options));
  withStoreOptions(source.command('rotate <id>'))
    .description('one more key; those before go on until they are revoked')
    .action(rotate);
  withStoreOptions(source.command('revoke <id> <key>'))
    .description('refuse a key from now on')
    .action(revoke);
};
