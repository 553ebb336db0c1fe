// SPDX-License-Identifier: Apache-2.0
/** Who is a child of whom, by `isChildOf`. One child may have several parents: a graph without rings, not a tree. */
import type { Framework } from '@cairn/frameworks';

export interface Kin {
  /** Direct ones, in the order of the framework's relations. */
  readonly childrenOf: (parent: string) => readonly string[];
  readonly parentsOf: (child: string) => readonly string[];
}

export function kinOf(frameworks: readonly Framework[]): Kin {
  const children = new Map<string, Set<string>>();
  const parents = new Map<string, Set<string>>();
  const note = (map: Map<string, Set<string>>, key: string, value: string) => {
    const noted = map.get(key);
    if (noted) noted.add(value);
    else map.set(key, new Set([value]));
  };
  for (const { relations } of frameworks)
    for (const { type, origin, destination } of relations)
      if (type === 'isChildOf') {
        note(children, destination, origin);
        note(parents, origin, destination);
      }
  return {
    childrenOf: (parent) => [...(children.get(parent) ?? [])],
    parentsOf: (child) => [...(parents.get(child) ?? [])],
  };
}
