// SPDX-License-Identifier: Apache-2.0
/** `cairn mapping check|preview|why`: what a draft is worth before it is published, and why a statement counts or not. Nothing is changed. */
import { sentenceLanguages, type SentenceLanguage } from '@cairn/engine';
import { indexFrameworks } from '@cairn/frameworks';
import { preview, whyStatement } from '@cairn/processor';
import { createPolicyReader, faultView, previewView, whyView } from '@cairn/server';
import { type Command, Option } from 'commander';
import { InputError } from '../../input-error.ts';
import { createProgressBar } from '../../progress-bar.ts';
import { print, type StoreOptions, withStore, withStoreOptions } from '../with-store.ts';
import { readDraftOf, some, tellRefused, tellWarnings } from './draft-file.ts';
import { previewText } from './preview-text.ts';
import { whyText } from './why-text.ts';

const check = (file: string, options: StoreOptions) =>
  withStore(options, async (store) => {
    const read = await readDraftOf(store, file);
    if (!read.ok) return tellRefused(options, file, read.faults);
    const { draft, warnings } = read;
    const parts = [
      some(indexFrameworks(draft.frameworks).competencies.length, 'competency', 'competencies'),
      some(draft.mapping.rules.length, 'rule', 'rules'),
      some(draft.roles.length, 'role', 'roles'),
      some(warnings.length, 'warning', 'warnings'),
    ];
    tellWarnings(options, file, warnings);
    print(
      options,
      { ok: true, faults: warnings.map(faultView) },
      `${file} can be published: ${parts.join(', ')}.`,
    );
  });

const phases = { reading: 'Reading statements', comparing: 'Comparing people' } as const;

const tryOut = (file: string, options: StoreOptions & LanguageOption) =>
  withStore(options, async (store) => {
    const draft = await readDraftOf(store, file);
    if (!draft.ok) return tellRefused(options, file, draft.faults);
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
      tellWarnings(options, file, draft.warnings);
      print(options, view, previewText(view, languageOf(options)).join('\n'));
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
