// SPDX-License-Identifier: Apache-2.0
/** What people call a competency in a table: its id, address, code or label in any language → its id. Pure. */
import type { FrameworkIndex, IndexedCompetency } from '@cairn/frameworks';

export interface CompetencyNames {
  /** Ids that bear this name: none, one, or several that cannot be told apart. */
  readonly find: (name: string) => readonly string[];
  /** Whether it is what a group of them is called. */
  readonly isGroup: (name: string) => boolean;
}

const plain = (name: string) => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();

const ranks: readonly ((one: IndexedCompetency['competency']) => readonly string[])[] = [
  ({ id, uri }) => (uri === undefined ? [id] : [id, uri]),
  ({ code }) => [code],
  ({ label }) => Object.values(label),
];

/** An exact id or address goes before a code, a code before a label. */
function indexNames(all: readonly IndexedCompetency[]): CompetencyNames['find'] {
  const indexes = ranks.map((namesOf) => {
    const index = new Map<string, Set<string>>();
    for (const { competency } of all)
      for (const name of namesOf(competency)) {
        const key = plain(name);
        const ids = index.get(key);
        if (ids) ids.add(competency.id);
        else index.set(key, new Set([competency.id]));
      }
    return index;
  });
  return (name) => {
    const key = plain(name);
    for (const index of indexes) {
      const ids = index.get(key);
      if (ids) return [...ids];
    }
    return [];
  };
}

export function indexCompetencyNames({ competencies, groups }: FrameworkIndex): CompetencyNames {
  const groupsOf = indexNames(groups);
  return { find: indexNames(competencies), isGroup: (name) => groupsOf(name).length > 0 };
}
