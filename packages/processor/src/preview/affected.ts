// SPDX-License-Identifier: Apache-2.0
/** What of a draft may change somebody's mastery: competencies, rules that come and go, and the keys of their statements. Pure. */
import { type CompiledPolicy, isOfStatement } from '@cairn/engine';
import { keysOf, type PlannedDraft } from '@cairn/store';

const digestsOf = (policy: CompiledPolicy | null) => new Set(policy?.digestsInForce);

/** Digests in force that the draft has not: what their statements gave is withdrawn. */
export const goneDigests = ({ before, after }: PlannedDraft): ReadonlySet<string> =>
  new Set([...digestsOf(before)].filter((digest) => !digestsOf(after).has(digest)));

/** Of the statements to read: those that its new rules may be met by, and those that the rules which go may have been met by. */
export function keysToRead(planned: PlannedDraft): readonly bigint[] | null {
  const { before, keys, isIndexed } = planned;
  const gone = goneDigests(planned);
  if (gone.size === 0 || !before || keys === null) return keys;
  const ofGone = isIndexed ? keysOf(before, gone) : null;
  return ofGone && [...new Set([...keys, ...ofGone])];
}

const competenciesOf = (policy: CompiledPolicy | null) =>
  policy?.frameworks.competencies.map(({ competency }) => competency.id) ?? [];

/** Those whose mastery does not stand on the same as before. */
export function affectedCompetencies({ before, after, carried }: PlannedDraft): ReadonlySet<string> {
  const same = new Set(carried.flatMap(([, ids]) => ids));
  return new Set(
    [...competenciesOf(before), ...competenciesOf(after)].filter((competencyId) => !same.has(competencyId)),
  );
}

/** A competency and those whose evidence counts for it, before or after. */
export const readFor = (
  competencyId: string,
  { before, after }: { readonly before: CompiledPolicy | null; readonly after: CompiledPolicy },
): readonly string[] => [
  ...new Set([
    competencyId,
    ...[before, after].flatMap(
      (policy) => policy?.replacements.predecessors(competencyId).map(({ id }) => id) ?? [],
    ),
  ]),
];

/** Rules whose stored evidence bears on these competencies, before or after; one that names none may bear on any. */
export function digestsOn(affected: ReadonlySet<string>, { before, after }: PlannedDraft): readonly string[] {
  if (affected.size === 0) return [];
  const of = (policy: CompiledPolicy | null) =>
    (policy?.rulesInForce ?? []).flatMap((rule) => {
      const { id, competency } = rule;
      if (isOfStatement(rule)) return [...affected].flatMap((one) => policy?.digestOfPiece(id, one) || []);
      return affected.has(competency) || !policy?.frameworks.find(competency)
        ? (policy?.digestsOfPieces(id) ?? [])
        : [];
    });
  return [...new Set([...of(before), ...of(after)])];
}
