// SPDX-License-Identifier: Apache-2.0
/** Framework → CASE package. One that came as a package goes out with its members as they stood; another gets its top said. */
import type { Framework, Relation } from '../../framework.schema.ts';
import type { CfAssociation, CfPackage } from './case.schema.ts';
import { CaseWriter } from './case-writer.ts';

/** Beside the framework itself: what a package has that belongs to no item. */
export interface KeptPackage {
  /** CFDefinitions, CFRubrics and extensions of the package. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Associations of which no end is an item here. */
  readonly loose?: readonly CfAssociation[];
  /** Which list the associations came in, in order: r a relation, a an alignment, l a loose one; runs with their lengths. */
  readonly order?: readonly (readonly ['r' | 'a' | 'l', number])[];
  /** There was no list of associations. */
  readonly without?: true;
}
export const keptPackage = ({ kept }: Framework): KeptPackage | undefined =>
  kept?.['casePackage'] as KeptPackage | undefined;

/** What CASE asks for and the model leaves unsaid: that what has no parent is a child of the document. */
function topRelations({ id: own, competencies, relations }: Framework): readonly Relation[] {
  const children = new Set(relations.filter(({ type }) => type === 'isChildOf').map(({ origin }) => origin));
  return competencies
    .filter(({ id }) => !children.has(id))
    .map(({ id }) => ({ type: 'isChildOf', origin: id, destination: own }));
}

function inOrder(
  lists: Readonly<Record<'r' | 'a' | 'l', readonly CfAssociation[]>>,
  order: KeptPackage['order'] = [],
): CfAssociation[] {
  const next = { r: 0, a: 0, l: 0 };
  const all: CfAssociation[] = [];
  const take = (list: 'r' | 'a' | 'l', count: number) => {
    all.push(...lists[list].slice(next[list], next[list] + count));
    next[list] += count;
  };
  for (const [list, count] of order) take(list, count);
  for (const list of ['r', 'a', 'l'] as const) take(list, lists[list].length);
  return all;
}

export function writePackage(framework: Framework, url: string): CfPackage {
  const writer = new CaseWriter(framework, url);
  const kept = keptPackage(framework);
  const { competencies, relations, alignments = [] } = framework;
  const said = kept ? relations : [...relations, ...topRelations(framework)];
  const associations = inOrder(
    {
      r: said.map((one) => writer.relation(one)),
      a: alignments.map((one) => writer.alignment(one)),
      l: kept?.loose ?? [],
    },
    kept?.order,
  );
  return {
    CFDocument: writer.document(),
    CFItems: competencies.map((one) => writer.item(one)),
    ...(kept?.without === true && associations.length === 0 ? {} : { CFAssociations: associations }),
    ...kept?.members,
  };
}
