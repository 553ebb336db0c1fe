// SPDX-License-Identifier: Apache-2.0
/** `cairn mapping import-profile`: an xAPI Profile in JSON-LD → its templates and ready rules, alone or in a draft. Writes to standard output alone. */
import {
  draftWithProfile,
  partOfProfile,
  readMappingText,
  readProfile,
  writeMappingText,
} from '@cairn/engine';
import type { Command } from 'commander';
import { faultLines, readTextFile } from '../../files.ts';
import { InputError } from '../../input-error.ts';

interface ImportOptions {
  readonly competency: string;
  readonly into?: string;
  readonly json?: true;
}

const some = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

async function readValue(file: string): Promise<unknown> {
  const read = readMappingText(await readTextFile(file));
  if (read.ok) return read.value;
  throw new InputError(faultLines(file, read.faults).join('\n'));
}

async function readProfileFile(file: string) {
  const text = await readTextFile(file);
  const read = readMappingText(text);
  if (!read.ok) throw new InputError(faultLines(file, read.faults).join('\n'));
  const found = readProfile(read.value);
  if (found.ok) return { profile: found.profile, warnings: faultLines(file, read.placed(found.warnings)) };
  throw new InputError(faultLines(file, read.placed(found.faults)).join('\n'));
}

async function importProfile(file: string, { competency, into, json }: ImportOptions): Promise<void> {
  const { profile, warnings } = await readProfileFile(file);
  const part = partOfProfile(profile, competency);
  const whole = into === undefined ? null : draftWithProfile(await readValue(into), profile, competency);
  if (into !== undefined && whole === null)
    throw new InputError(`${into} at /mapping: There is no mapping in it to put the profile into.`);
  const added = (whole?.added ?? part.rules).length;
  const told = [
    ...warnings,
    `${some(profile.templates.length, 'statement template')}, ${some(added, 'rule')}. Look over what each rule gives, then run "cairn mapping check".`,
  ];
  process.stderr.write(`${told.join('\n')}\n`);
  const value = whole ? whole.draft : part;
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : writeMappingText(value));
}

export function addProfileImport(mapping: Command): void {
  mapping
    .command('import-profile <file>')
    .description('statement templates of an xAPI Profile (JSON-LD), and a ready rule for each, as YAML')
    .requiredOption('--competency <id>', 'what the rules are for; change it rule by rule afterwards')
    .option('--into <draft>', 'print this draft with them in it, instead of them alone')
    .option('--json', 'JSON instead of YAML')
    .action(importProfile);
}
