// SPDX-License-Identifier: Apache-2.0
/**
 * Which competency in force one of a file is: ids that files give → ids that they have here. A file without ids says who is who
 * by codes alone (Moodle's ID numbers); in one with ids a code speaks for what has no other claim.
 */
import type { ReadFramework } from '../formats/format.types.ts';
import type { Competency, Framework } from '../framework.schema.ts';
import { idOf } from '../ids.ts';

type Read = Extract<ReadFramework, { ok: true }>;

/** Under `kept.import`: what an import has to know when the same file comes again. */
export interface KeptImport {
  /** The id that a successor has in the files that it comes from. */
  readonly id?: string;
  /** It is deprecated only since a file left it out. */
  readonly isLeftOut?: true;
}
export const keptImport = ({ kept }: Competency): KeptImport => kept?.['import'] ?? {};
export const importedAs = (one: Competency): string | undefined => keptImport(one).id;

/** Ids of such a file are only made of what it does say: no competency is meant by one. */
export const hasIds = ({ holds }: Read): boolean => holds === undefined || holds.competency.includes('id');

/** Id in the file → id here, for those that are other. */
export function knownIds(current: Framework, read: Read): ReadonlyMap<string, string> {
  const { competencies } = read.framework;
  const alive = current.competencies.filter(({ status }) => status !== 'deprecated');
  const successors = new Map(alive.flatMap((one) => [[importedAs(one), one.id] as const]));
  const byCode = new Map(current.competencies.map(({ id, code }) => [code, id]));
  const there = new Set(current.competencies.map(({ id }) => id));
  const byId = ({ id }: Competency) => successors.get(id) ?? (there.has(id) ? id : undefined);
  const ofCode = ({ code }: Competency) => byCode.get(code);

  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const find of hasIds(read) ? [byId, ofCode] : [ofCode, byId])
    for (const one of competencies) {
      const id = names.has(one.id) ? undefined : find(one);
      if (id === undefined || taken.has(id)) continue;
      names.set(one.id, id);
      taken.add(id);
    }
  // What is new may be called like one that another row was found to be.
  for (const { id } of competencies) if (!names.has(id) && taken.has(id)) names.set(id, idOf(`code ${id}`));
  return new Map([...names].filter(([id, now]) => id !== now));
}
