// SPDX-License-Identifier: Apache-2.0
/**
 * Rules that take the competency from the statement: claims by the TLA and Learner Competency Management profiles name it by an
 * IRI, what was entered into Cairn by its id. Flow: claim → [here] → competencies of the policy.
 */
import type { Claim } from '@cairn/dialects';
import { type FrameworkIndex, idSchema, type IndexedCompetency } from '@cairn/frameworks';
import { z } from 'zod';

/** Stands in a rule for "whatever competency the statement itself names". No id looks like this. */
export const competencyOfStatement = '@statement';

export const competencyNameSchema = z.union([
  idSchema,
  z
    .literal(competencyOfStatement)
    .meta({ description: 'The competency that the statement itself names, by its URI or id' }),
]);

export const isOfStatement = ({ competency }: { readonly competency: string }): boolean =>
  competency === competencyOfStatement;

export interface NameIndex {
  /** Competencies that a claim speaks of, each once; of a name that nobody has, none. */
  readonly ofClaim: (claim: Claim | undefined) => readonly IndexedCompetency[];
  /** All that decides what a name means and how long it holds; part of the digest of rules that go by names. */
  readonly content: unknown;
}

export function indexNames({ competencies, find }: FrameworkIndex): NameIndex {
  const byUri = new Map<string, IndexedCompetency[]>();
  for (const one of competencies) {
    const { uri } = one.competency;
    if (uri !== undefined) byUri.set(uri, [...(byUri.get(uri) ?? []), one]);
  }
  const named = (name: string): readonly IndexedCompetency[] => {
    const own = find(name);
    return own && own.competency.kind !== 'group' ? [own] : (byUri.get(name) ?? []);
  };
  return {
    ofClaim: (claim) => [...new Set(claim?.competencies.flatMap(named))],
    content: competencies
      .map(({ competency: { id, uri = null, validFor = null } }) => [id, uri, validFor])
      .sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)),
  };
}
