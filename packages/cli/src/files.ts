// SPDX-License-Identifier: Apache-2.0
/** The files that the command line takes, JSON and for policies YAML too: what the API would refuse is refused here, by the same schemas, with its place. */
import { readFile } from 'node:fs/promises';
import { personRequestSchema } from '@cairn/api/contract';
import type { DraftFault } from '@cairn/engine';
import { readDraftText, type ReadDraft } from '@cairn/server';
import type { PersonImport } from '@cairn/store';
import { schemaFaults } from '@cairn/frameworks';
import { actorIdentifier, jsonErrorPlace } from '@cairn/xapi';
import { z } from 'zod';
import { InputError } from './input-error.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws {InputError} when it cannot be read, or is not UTF-8. */
export async function readTextFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => {
    throw new InputError(`The file ${file} cannot be read.`);
  });
  try {
    return utf8.decode(bytes);
  } catch {
    throw new InputError(`The file ${file} is not UTF-8.`);
  }
}

/** A line each: "draft.yaml:12:3 at /mapping/rules/0: …", as editors and people find the place. */
export const faultLines = (file: string, faults: readonly DraftFault[]): readonly string[] =>
  faults.map(({ pointer, message, line, column, severity }) => {
    const place = [file, line, column].filter((part) => part !== undefined).join(':');
    return `${place} at ${pointer || '/'}: ${severity === 'warning' ? 'warning: ' : ''}${message}`;
  });
const faultsOf = (file: string, faults: readonly DraftFault[]) =>
  new InputError(faultLines(file, faults).join('\n'));

async function readJson<T extends z.ZodType>(file: string, schema: T): Promise<z.output<T>> {
  const text = await readTextFile(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`The file ${file} is no valid JSON: it goes wrong at ${jsonErrorPlace(text)}.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw faultsOf(file, schemaFaults(parsed.error));
}

/** Frameworks, roles and mapping in YAML or JSON. `sources`: ids of those that a rule may name. @throws {InputError} when it cannot be read as text. */
export const readDraftFile = async (file: string, sources: readonly string[]): Promise<ReadDraft> =>
  readDraftText(await readTextFile(file), sources);

const msOrNull = (text: string | null) => (text === null ? null : Date.parse(text));

/** @throws {InputError} with every fault, a line each. */
export async function readPeopleFile(file: string): Promise<readonly PersonImport[]> {
  const people = await readJson(file, z.array(personRequestSchema));
  return people.map(({ id, name, team, roles, identifiers }) => ({
    id,
    name,
    teamId: team,
    roleIds: roles,
    identifiers: identifiers.map(({ actor, from, to }) => ({
      identifier: actorIdentifier(actor) ?? '',
      from: msOrNull(from),
      to: msOrNull(to),
    })),
  }));
}
