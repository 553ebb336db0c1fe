// SPDX-License-Identifier: Apache-2.0
/** `cairn evidence import`: a training matrix as a plan in plain words, and done as a whole when asked for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { entryKindSchema } from '@cairn/api/contract';
import { enterEvidence, type ImportPlan, isWhole, type MatrixFault, planImport } from '@cairn/lrs-adapter';
import { createPolicyReader, importView } from '@cairn/server';
import type { z } from 'zod';
import { InputError } from '../../input-error.ts';
import { createProgressBar } from '../../progress-bar.ts';
import { print, type StoreOptions, withStore } from '../with-store.ts';

export const entryKindNames = entryKindSchema.options;

export interface ImportOptions extends StoreOptions {
  readonly apply?: true;
  readonly column?: readonly string[];
  readonly dates?: 'dmy' | 'mdy';
  readonly kind?: z.infer<typeof entryKindSchema>;
  readonly homePage?: string;
  readonly skipUnknown?: true;
  readonly by: string;
}

/** @throws {InputError} for what is no field=header. */
function columnsOf(pairs: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new InputError(`--column ${pair}: write it as field=header.`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

const bytesOf = (file: string) =>
  readFile(file).catch(() => {
    throw new InputError(`The file ${file} cannot be read.`);
  });

const countText = (n: number, one: string, many: string) =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
const faultLine = ({ place, message }: MatrixFault) => (place === '' ? message : `${place}: ${message}`);

/** A plan as people read it: numbers, whom nobody knows, everything that is wrong. */
export function planLines(plan: ImportPlan): readonly string[] {
  const { items, people, added, existing, repeated, unknown, faults, moreFaults, notes } = plan;
  return [
    `${countText(items, 'certificate', 'certificates')} of ${countText(people, 'known person', 'known persons')}: ${added.toLocaleString('en')} new, ${existing.toLocaleString('en')} there already${repeated > 0 ? `, ${repeated.toLocaleString('en')} repeated in the file` : ''}.`,
    ...notes.map((note) => `Note: ${faultLine(note)}`),
    ...(unknown.length > 0
      ? [
          `${countText(unknown.length, 'person is', 'persons are')} not known; nobody is made known by an import:`,
        ]
      : []),
    ...unknown.map(({ name, places }) => `  ${name} (${places.join('; ')})`),
    ...(faults.length > 0
      ? [`${countText(faults.length + moreFaults, 'thing is', 'things are')} wrong:`]
      : []),
    ...faults.map((fault) => `  ${faultLine(fault)}`),
    ...(moreFaults > 0 ? [`  … and ${moreFaults.toLocaleString('en')} more`] : []),
  ];
}

function lastLine(plan: ImportPlan, options: ImportOptions, canBeDone: boolean): string {
  if (!canBeDone)
    return 'Nothing was entered. Mend the file; unknown people can be made known first, or left out with --skip-unknown.';
  if (options.apply && plan.entries.length > 0)
    return `${countText(plan.entries.length, 'certificate is', 'certificates are')} entered.`;
  return plan.entries.length === 0
    ? 'There is nothing to add.'
    : 'Nothing was entered yet. Do it with --apply.';
}

export const importMatrix = (file: string, options: ImportOptions): Promise<void> =>
  withStore(options, async (store, { url }) => {
    const columns = columnsOf(options.column);
    const bytes = await bytesOf(file);
    const policy = await createPolicyReader(store).current();
    if (!policy) throw new InputError('No mapping is in force. See "cairn mapping publish".');
    const { dates, kind, homePage, skipUnknown, by } = options;
    const asked = { columns, dates, kind, homePage, skipUnknown };
    const plan = await planImport({ store, policy }, bytes, asked);
    const canBeDone = isWhole(plan, asked);
    const isApplied = canBeDone && options.apply === true;
    if (isApplied) {
      const total = plan.entries.length;
      const bar = createProgressBar();
      const began = performance.now();
      const onProgress = (done: number) => {
        const perSecond = (done * 1000) / Math.max(1, performance.now() - began);
        bar.show({ what: 'entering', done, total, perSecond, secondsLeft: (total - done) / perSecond });
      };
      const enteredBy = `${by}, file ${path.basename(file)}`;
      await enterEvidence({ store, url, policy, enteredBy, onProgress }, plan.entries).finally(bar.end);
    }
    print(
      options,
      importView(plan, isApplied),
      [...planLines(plan), lastLine(plan, options, canBeDone)].join('\n'),
    );
    if (!canBeDone) process.exitCode = 1;
  });
