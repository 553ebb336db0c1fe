// SPDX-License-Identifier: Apache-2.0
/** Frameworks made ready to be asked: by competency, in order of display. Built once for a policy version. */
import type { Competency, Framework, Level, Scale } from './framework.schema.ts';

export interface IndexedCompetency {
  readonly competency: Competency;
  readonly framework: Framework;
  readonly scale: Scale;
  /** Nearest competency of kind `group` above it; null when there is none. */
  readonly groupId: string | null;
}
export interface FrameworkIndex {
  readonly frameworks: readonly Framework[];
  /** Without groups, in order of display: framework, group, place in the document. */
  readonly competencies: readonly IndexedCompetency[];
  readonly groups: readonly IndexedCompetency[];
  readonly find: (competencyId: string) => IndexedCompetency | undefined;
  readonly level: (competencyId: string, levelId: string) => Level | undefined;
}

export function indexFrameworks(frameworks: readonly Framework[]): FrameworkIndex {
  const all = frameworks.flatMap(indexOne);
  const byId = new Map(all.map((one) => [one.competency.id, one]));
  return {
    frameworks,
    competencies: all.filter(({ competency }) => competency.kind !== 'group'),
    groups: all.filter(({ competency }) => competency.kind === 'group'),
    find: (id) => byId.get(id),
    level: (id, levelId) => byId.get(id)?.scale.levels.find((level) => level.id === levelId),
  };
}

/**
 * Group of each competency: a parent that is one, else the group of the first parent that has any; null when there is none. Every
 * competency is looked at once, without recursion: a chain may be 20,000 deep.
 */
function groupsAbove(
  ids: readonly string[],
  parents: ReadonlyMap<string, readonly string[]>,
  isGroup: (id: string) => boolean,
): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  const begun = new Set<string>();
  for (const start of ids) {
    const work = [start];
    for (let id = work.pop(); id !== undefined; id = work.pop()) {
      if (found.has(id)) continue;
      const above = parents.get(id) ?? [];
      const open = begun.has(id) ? [] : above.filter((one) => !found.has(one));
      begun.add(id);
      if (open.length > 0) work.push(id, ...open);
      else {
        const inherited = above.map((one) => found.get(one)).find((one) => typeof one === 'string');
        found.set(id, above.find(isGroup) ?? inherited ?? null);
      }
    }
  }
  return found;
}

function indexOne(framework: Framework): readonly IndexedCompetency[] {
  const scales = new Map(framework.scales.map((scale) => [scale.id, scale]));
  const groups = new Map(
    framework.competencies.filter(({ kind }) => kind === 'group').map(({ id }, i) => [id, i]),
  );
  const parents = new Map<string, string[]>();
  for (const { type, origin, destination } of framework.relations) {
    if (type !== 'isChildOf') continue;
    const own = parents.get(origin);
    if (own) own.push(destination);
    else parents.set(origin, [destination]);
  }
  const above = groupsAbove(
    framework.competencies.map(({ id }) => id),
    parents,
    (id) => groups.has(id),
  );
  const place = (groupId: string | null) => (groupId === null ? -1 : (groups.get(groupId) ?? -1));
  return framework.competencies
    .flatMap((competency) => {
      const scale = scales.get(competency.scale ?? framework.scale);
      const groupId = above.get(competency.id) ?? null;
      return scale ? [{ competency, framework, scale, groupId }] : [];
    })
    .sort((a, b) => place(a.groupId) - place(b.groupId));
}

/** Highest level whose `minScore` the score reaches (inclusive below); null below the first, or when no level names a score. */
export function levelFromScore(scale: Scale, score: number): Level | null {
  return scale.levels.findLast(({ minScore }) => minScore !== undefined && score >= minScore) ?? null;
}
