// SPDX-License-Identifier: Apache-2.0
/** `cairn mapping check|preview|why`: what a draft is worth before it is published, and why a statement counts or not. Nothing is changed. */
import { sentenceLanguages, type SentenceLanguage } from '@cairn/engine';
import { indexFrameworks } from '@cairn/frameworks';
import { preview, whyStatement } from '@cairn/processor';
import { createPolicyReader, faultView, previewView, whyView } from '@cairn/server';
import type { Store } from '@cairn/store';
import { type Command, Option } from 'commander';
import { faultLines, readDraftFile } from '../../files.ts';
import { InputError } from '../../input-error.ts';
import { createProgressBar } from '../../progress-bar.ts';
import { print, type StoreOptions, withStore, withStoreOptions } from '../with-store.ts';
import { previewText } from './preview-text.ts';
import { whyText } from './why-text.ts';

const read = async (store: Store, file: string) =>
  readDraftFile(
    file,
    (await store.sources.list()).map(({ id }) => id),
  );
const some = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

const check = (file: string, options: StoreOptions) =>
  withStore(options, async (store) => {
    const draft = await read(store, file);
    const faults = draft.ok ? draft.warnings : draft.faults;
    const lines = faultLines(file, faults);
    if (draft.ok) {
      const { mapping, roles, frameworks } = draft.draft;
      const { competencies } = indexFrameworks(frameworks);
      const parts = [
        some(competencies.length, 'competency', 'competencies'),
        some(mapping.rules.length, 'rule', 'rules'),
        some(roles.length, 'role', 'roles'),
        some(faults.length, 'warning', 'warnings'),
      ];
      if (lines.length > 0 && !options.json) process.stderr.write(`${lines.join('\n')}\n`);
      print(
        options,
        { ok: true, faults: faults.map(faultView) },
        `${file} can be published: ${parts.join(', ')}.`,
      );
      return;
    }
    process.exitCode = 1;
    const errors = faults.filter(({ severity }) => severity !== 'warning').length;
    print(
      options,
      { ok: false, faults: faults.map(faultView) },
      [...lines, `${file} cannot be published: ${some(errors, 'fault', 'faults')}.`].join('\n'),
    );
  });

const phases = { reading: 'Reading statements', comparing: 'Comparing people' } as const;

const tryOut = (file: string, options: StoreOptions & LanguageOption) =>
  withStore(options, async (store) => {
    const draft = await read(store, file);
    if (!draft.ok) throw new InputError(faultLines(file, draft.faults).join('\n'));
    const bar = createProgressBar();
    const stopped = new AbortController();
    const stop = () => stopped.abort(new InputError('Stopped. Nothing was changed.'));
    process.once('SIGINT', stop);
    try {
      const found = await preview(
        store,
        { ...draft.draft, publishedBy: 'command line' },
        {
          signal: stopped.signal,
          onProgress: ({ phase, ...progress }) => bar.show({ ...progress, what: phases[phase] }),
        },
      );
      bar.end();
      const view = previewView(found, draft.warnings);
      const warnings = faultLines(file, draft.warnings);
      print(options, view, [...warnings, ...previewText(view, languageOf(options))].join('\n'));
    } finally {
      process.off('SIGINT', stop);
      bar.end();
    }
  });

interface LanguageOption {
  readonly lang?: SentenceLanguage;
}
/** As asked for, else as the terminal speaks. */
function languageOf({ lang }: LanguageOption): SentenceLanguage {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const spoken = [LC_ALL, LC_MESSAGES, LANG].find((one) => one !== undefined && one !== '') ?? '';
  return lang ?? sentenceLanguages.find((one) => spoken.toLowerCase().startsWith(one)) ?? 'en';
}

const why = (statement: string, options: StoreOptions & LanguageOption) =>
  withStore(options, async (store) => {
    const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(statement);
    const policy = await createPolicyReader(store).current();
    const found = isId ? await whyStatement(store, statement.toLowerCase(), policy) : null;
    if (!found)
      throw new InputError(
        `There is no statement "${statement}". Name one by its id, as the sender gave it or got it.`,
      );
    const view = whyView(found);
    print(options, view, whyText(view, languageOf(options)).join('\n'));
  });

export function addMappingTrial(mapping: Command): void {
  const inLanguage = (command: Command) =>
    command.addOption(
      new Option('--lang <language>', 'of sentences (default: LANG)').choices(sentenceLanguages),
    );
  withStoreOptions(mapping.command('check <file>'))
    .description('what is wrong with a YAML or JSON file before it is published, each with its line')
    .action(check);
  inLanguage(withStoreOptions(mapping.command('preview <file>')))
    .description(
      'what publishing a YAML or JSON file would change: rules, statements, people; nothing is changed',
    )
    .action(tryOut);
  inLanguage(withStoreOptions(mapping.command('why <statement>')))
    .description('why a statement counts or not')
    .action(why);
}
