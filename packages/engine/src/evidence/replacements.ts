// SPDX-License-Identifier: Apache-2.0
/** Which competencies took whose place, and what becomes of the evidence of those: from the `replacedBy` relations of the frameworks. */
import type { Framework } from '@cairn/frameworks';

export interface Predecessor {
  readonly id: string;
  /** It counts as less than proficient: a capped link lies on the way. */
  readonly isCapped: boolean;
}
export interface Replacements {
  /** Whose evidence is read for a competency too, over any number of replacements; those that carry nothing end the way. */
  readonly predecessors: (competencyId: string) => readonly Predecessor[];
  /** For whom the evidence of a competency counts too. */
  readonly successors: (competencyId: string) => readonly string[];
}

/** Of two ways to the same competency the one that caps less. */
function reach(
  from: string,
  links: ReadonlyMap<string, readonly Predecessor[]>,
): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  const work: Predecessor[] = [{ id: from, isCapped: false }];
  for (let step = work.pop(); step; step = work.pop())
    for (const { id, isCapped } of links.get(step.id) ?? []) {
      const capped = isCapped || step.isCapped;
      if (id === from || found.get(id) === false || found.get(id) === capped) continue;
      found.set(id, capped);
      work.push({ id, isCapped: capped });
    }
  return found;
}

export function indexReplacements(frameworks: readonly Framework[]): Replacements {
  const backward = new Map<string, Predecessor[]>();
  const forward = new Map<string, Predecessor[]>();
  const add = (links: Map<string, Predecessor[]>, from: string, to: Predecessor) => {
    const list = links.get(from);
    if (list) list.push(to);
    else links.set(from, [to]);
  };
  for (const { type, origin, destination, evidence = 'none' } of frameworks.flatMap(
    ({ relations }) => relations,
  ))
    if (type === 'replacedBy' && evidence !== 'none') {
      const isCapped = evidence === 'carry-capped';
      add(backward, destination, { id: origin, isCapped });
      add(forward, origin, { id: destination, isCapped });
    }
  const before = new Map(
    [...backward.keys()].map((id) => [
      id,
      [...reach(id, backward)].map(([one, isCapped]): Predecessor => ({ id: one, isCapped })),
    ]),
  );
  const after = new Map([...forward.keys()].map((id) => [id, [...reach(id, forward).keys()]]));
  return {
    predecessors: (id) => before.get(id) ?? [],
    successors: (id) => after.get(id) ?? [],
  };
}
