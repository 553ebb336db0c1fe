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

export const competencyNameSchema = z
  .union([idSchema, z.literal(competencyOfStatement)])
  .meta({ description: 'Id of a competency; "@statement": the one that the statement itself names' });

export const isOfStatement = ({ competency }: { readonly competency: string }): boolean =>
  competency === competencyOfStatement;

export interface NameIndex {
  /** Competencies that a claim speaks of, each once; of a name that nobody has, none. */
  readonly ofClaim: (claim: Claim | undefined) => readonly IndexedCompetency[];
  /** All that decides what the names mean, and what is made of them. */
  readonly content: () => unknown;
}

/** Of one competency: what decides which claims are of it, and what they give. */
export const namedContent = ({ competency: { id, uri, validFor }, scale }: IndexedCompetency) => ({
  id,
  uri,
  validFor,
  levels: scale.levels.map((level) => level.id),
});

export function indexNames({ competencies, find }: FrameworkIndex): NameIndex {
  const byUri = new Map<string, IndexedCompetency[]>();
  for (const one of competencies) {
    const { uri } = one.competency;
    if (uri === undefined) continue;
    const list = byUri.get(uri);
    if (list) list.push(one);
    else byUri.set(uri, [one]);
  }
  const named = (name: string): readonly IndexedCompetency[] => {
    const own = find(name);
    return own && own.competency.kind !== 'group' ? [own] : (byUri.get(name) ?? []);
  };
  return {
    ofClaim: (claim) => [...new Set(claim?.competencies.flatMap(named))],
    content: () => competencies.map(namedContent).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
