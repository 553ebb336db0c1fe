// SPDX-License-Identifier: Apache-2.0
/** `cairn framework list|diff|import|export|versions`: frameworks in and out, each import a diff first. */
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { carries, diffFrameworks, formatById, formats, type Framework } from '@cairn/frameworks';
import { publishPlanned } from '@cairn/server';
import type { Store } from '@cairn/store';
import { type Command, Option } from 'commander';
import { InputError } from '../../input-error.ts';
import type { AddCommand } from '../command.types.ts';
import { print, type StoreOptions, withStore, withStoreOptions } from '../with-store.ts';
import { diffText } from './diff-text.ts';
import { faultLine, faultLines, FileFaults, type FileOptions, readFrameworkFile } from './read-file.ts';

async function findFramework(store: Store, id: string, version?: string): Promise<Framework> {
  const policy = version === undefined ? await store.policies.current() : await store.policies.find(version);
  const found = policy?.frameworks.find((one) => one.id === id);
  if (found) return found;
  const there = policy?.frameworks.map((one) => one.id).join(', ') ?? '';
  throw new InputError(
    `There is no framework "${id}"${version === undefined ? ' in force' : ` in version ${version}`}. There are: ${there || 'none'}.`,
  );
}

/** Faults of a file are an answer too: in JSON on the usual way out, with the exit code of a failure. */
async function answering(file: string, options: FileOptions, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof FileFaults)) throw error;
    process.exitCode = 1;
    const { faults, more = 0 } = error.refused;
    if (options.json) return print(options, { faults, more }, '');
    const lines = [...faultLines(file, error.refused), 'Nothing was changed.'];
    process.stderr.write(`${lines.join('\n')}\n`);
  }
}

const diffFile = (file: string, options: FileOptions) =>
  answering(file, options, () =>
    withStore(options, async (store) => {
      const { planned, against } = await readFrameworkFile(store, file, options);
      const { format, encoding, notes, diff } = planned;
      const text = [...notes.map((note) => faultLine(file, note)), ...diffText(diff)];
      print(options, { format, encoding, notes, diff, against }, text.join('\n'));
    }),
  );

interface VersionOptions extends FileOptions {
  readonly from?: string;
  readonly to?: string;
}
const diffVersions = ({ framework, from, to, ...options }: VersionOptions) =>
  withStore(options, async (store) => {
    if (framework === undefined || from === undefined)
      throw new InputError('Name a file; or --framework and --from, to compare two versions.');
    const before = await findFramework(store, framework, from);
    const diff = diffFrameworks(before, await findFramework(store, framework, to));
    print(options, diff, diffText(diff).join('\n'));
  });
const diff = (file: string | undefined, options: VersionOptions) =>
  file === undefined ? diffVersions(options) : diffFile(file, options);

interface ImportOptions extends FileOptions {
  readonly yes?: true;
}
async function isWanted({ yes }: ImportOptions): Promise<boolean> {
  if (yes === true) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new InputError('Nothing was changed. Say --yes to import what "cairn framework diff" shows.');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question('Publish this as a new version? [y/N] ')).trim());
  } finally {
    lines.close();
  }
}

const importFile = (file: string, options: ImportOptions) =>
  answering(file, options, () =>
    withStore(options, async (store) => {
      const { planned, against } = await readFrameworkFile(store, file, options);
      const { format, encoding, notes, diff } = planned;
      if (!options.json)
        process.stdout.write(
          `${[...notes.map((note) => faultLine(file, note)), ...diffText(diff)].join('\n')}\n`,
        );
      if (planned.draft && !(await isWanted(options))) throw new InputError('Nothing was changed.');
      const version = await publishPlanned(store, planned, { against, publishedBy: 'command line' });
      const text =
        version === null
          ? 'Nothing is otherwise: nothing was published.'
          : `Version ${version} is published. It is in force as soon as what has come so far has been read by it.`;
      print(options, { format, encoding, notes, diff, against, version }, text);
    }),
  );

interface ExportOptions extends StoreOptions {
  readonly format: string;
  readonly out?: string;
  readonly policyVersion?: string;
}
const exportFramework = (id: string, options: ExportOptions) =>
  withStore(options, async (store, { url }) => {
    const format = formatById(options.format);
    if (!format) throw new InputError(`--format: one of ${formats.map((one) => one.id).join(', ')}.`);
    const { document, lost } = format.write(await findFramework(store, id, options.policyVersion), url);
    const content =
      format.content === 'json'
        ? `${JSON.stringify(document, null, 2)}\n`
        : format.content === 'bytes'
          ? (document as Uint8Array)
          : String(document);
    if (lost.length > 0) process.stderr.write(`${format.title} has no place for: ${lost.join('; ')}.\n`);
    if (options.out !== undefined) {
      await writeFile(options.out, content);
      return print(options, { file: options.out, format: format.id, lost }, `Written to ${options.out}.`);
    }
    if (format.content === 'bytes' && process.stdout.isTTY)
      throw new InputError('A workbook is no text: say --out FILE.');
    process.stdout.write(content);
  });

const list = (options: StoreOptions) =>
  withStore(options, async (store) => {
    const policy = await store.policies.current();
    const items = (policy?.frameworks ?? []).map(({ id, title, version, competencies }) => ({
      id,
      title,
      version,
      competencies: competencies.length,
    }));
    const lines = items.map(
      ({ id, title, version, competencies }) =>
        `${id}  ${title['en'] ?? Object.values(title)[0] ?? ''}, version ${version}: ${competencies.toLocaleString('en')} competencies`,
    );
    print(options, items, lines.join('\n') || 'No framework is in force.');
  });

const versions = (id: string, options: StoreOptions) =>
  withStore(options, async (store) => {
    const found = await store.policies.frameworkVersions(id);
    if (found.length === 0) throw new InputError(`There never was a framework "${id}".`);
    const lines = found.map(
      ({ policyVersion, version, competencies, publishedAt, by }) =>
        `${policyVersion}  ${new Date(publishedAt).toISOString()}  version ${version}, ${competencies.toLocaleString('en')} competencies, by ${by}`,
    );
    print(options, found, lines.join('\n'));
  });

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
const formatIds = formats.map(({ id }) => id);

const withFileOptions = (command: Command) =>
  withStoreOptions(command)
    .option('--framework <id>', 'id that it has here; a table needs one')
    .option('--title <title>', 'of a table')
    .option('--language <tag>', 'of texts whose language the file does not name')
    .addOption(new Option('--format <format>', 'default: as the file looks').choices(formatIds))
    .option('--sheet <name>', 'of a workbook; default: the first that is not hidden')
    .option('--column <field=header>', 'which column is what; may stand several times', collect)
    .option('--meaning <id>', 'it means something else now; may stand several times', collect)
    .option('--reworded <id>', 'it means the same in other words; "all": every one', collect)
    .addOption(
      new Option('--evidence <carry>', 'of those that mean something else').choices(carries).default('none'),
    )
    .addOption(
      new Option('--removed <fate>', 'of those that the file leaves out')
        .choices(['deprecate', 'delete'])
        .default('deprecate'),
    )
    .option('--against <version>', 'refuse if another version is in force');

export const addFramework: AddCommand = (program) => {
  const framework = program.command('framework').description('competency frameworks in and out');
  withStoreOptions(framework.command('list')).description('frameworks in force').action(list);
  withFileOptions(framework.command('diff [file]'))
    .description(
      'what importing a file would change, "-" from a pipe; or what is otherwise between two versions',
    )
    .option('--from <version>', 'policy version, without a file')
    .option('--to <version>', 'policy version; default: the one in force')
    .action(diff);
  withFileOptions(framework.command('import <file>'))
    .description('show what it changes, then publish it as a whole: CASE, Moodle CSV, CSV, XLSX, Cairn JSON')
    .option('--yes', 'do not ask')
    .action(importFile);
  withStoreOptions(framework.command('export <id>'))
    .description('a framework as a file')
    .addOption(new Option('--format <format>').choices(formatIds).default('cairn-json'))
    .option('--out <file>', 'default: the usual way out')
    .option('--policy-version <version>', 'default: the one in force')
    .action(exportFramework);
  withStoreOptions(framework.command('versions <id>'))
    .description('the versions in which it was changed')
    .action(versions);
};
