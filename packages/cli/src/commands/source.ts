// SPDX-License-Identifier: Apache-2.0
/** `cairn source add|list`: who may send statements. */
import { dialectById, dialects } from '@cairn/dialects';
import { type Command, InvalidArgumentError } from 'commander';
import { readConfig } from '../config.ts';
import { connect } from '../connect.ts';
import type { AddCommand } from './command.types.ts';

interface CommonOptions {
  readonly data?: string;
  readonly json?: true;
}

function print(options: CommonOptions, value: unknown, text: string): void {
  process.stdout.write(options.json ? `${JSON.stringify(value)}\n` : `${text}\n`);
}

const common = (command: Command) =>
  command
    .option('--data <folder>', 'folder of the embedded database (CAIRN_DATA)')
    .option('--json', 'one JSON value instead of text');

function knownDialect(id: string): string {
  if (!dialectById(id))
    throw new InvalidArgumentError(`There are: ${dialects.map((dialect) => dialect.id).join(', ')}.`);
  return id;
}

async function add(
  id: string,
  options: CommonOptions & { title?: string; dialect: string; scope: string[] },
): Promise<void> {
  const store = await connect(readConfig(process.env, options));
  try {
    const scaledRange = dialectById(options.dialect)?.scaledRange ?? '0..1';
    const { source, secret } = await store.sources.add({
      id,
      title: options.title ?? id,
      dialect: options.dialect,
      scaledRange,
      scopes: options.scope,
    });
    print(
      options,
      { ...source, secret },
      `Source ${source.id}\n  key     ${source.key}\n  secret  ${secret}\nThe secret is shown this once and kept only as a hash.`,
    );
  } finally {
    await store.close();
  }
}

async function list(options: CommonOptions): Promise<void> {
  const store = await connect(readConfig(process.env, options));
  try {
    const [sources, activity] = await Promise.all([store.sources.list(), store.sources.activity()]);
    const rows = sources.map((source) => ({
      ...source,
      statements: activity.get(source.id)?.statements ?? 0,
      lastStatementAt: activity.get(source.id)?.lastStatementAt ?? null,
    }));
    const text = rows.map(
      ({ id, dialect, statements, lastStatementAt }) =>
        `${id}  ${dialect}  ${statements} statements${lastStatementAt === null ? '' : `, last ${new Date(lastStatementAt).toISOString()}`}`,
    );
    print(options, rows, text.join('\n') || 'No sources yet. Add one with "cairn source add ID".');
  } finally {
    await store.close();
  }
}

export const addSource: AddCommand = (program) => {
  const source = program.command('source').description('who may send statements');
  common(source.command('add <id>'))
    .description('make a source; prints its key and secret')
    .option('--title <title>', 'what people call it')
    .option('--dialect <dialect>', 'what its statements mean', knownDialect, 'generic')
    .option('--scope <scope...>', 'statements/write, statements/read or all', ['statements/write'])
    .action(add);
  common(source.command('list')).description('sources with their counts').action(list);
};
