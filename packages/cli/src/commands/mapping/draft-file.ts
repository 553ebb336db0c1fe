// SPDX-License-Identifier: Apache-2.0
/** A draft's file for the commands that take one: what is wrong with it is their answer, what is only doubtful stands beside it. */
import type { DraftFault } from '@cairn/engine';
import { faultView, type ReadDraft } from '@cairn/server';
import type { Store } from '@cairn/store';
import { faultLines, readDraftFile } from '../../files.ts';
import { print, type StoreOptions } from '../with-store.ts';

export const some = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** @throws {InputError} when it cannot be read as text. */
export async function readDraftOf(store: Store, file: string): Promise<ReadDraft> {
  const sources = (await store.sources.list()).map(({ id }) => id);
  return readDraftFile(file, sources);
}

/** Everything at once, each with its line; the exit code is that of a failure. */
export function tellRefused(options: StoreOptions, file: string, faults: readonly DraftFault[]): void {
  process.exitCode = 1;
  const errors = faults.filter(({ severity }) => severity !== 'warning').length;
  print(
    options,
    { ok: false, faults: faults.map(faultView) },
    [...faultLines(file, faults), `${file} cannot be published: ${some(errors, 'fault', 'faults')}.`].join(
      '\n',
    ),
  );
}

/** Beside the answer, for people; in JSON they are part of it. */
export function tellWarnings(options: StoreOptions, file: string, warnings: readonly DraftFault[]): void {
  if (options.json || warnings.length === 0) return;
  process.stderr.write(`${faultLines(file, warnings).join('\n')}\n`);
}
