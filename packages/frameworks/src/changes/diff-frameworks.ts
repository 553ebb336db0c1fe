// SPDX-License-Identifier: Apache-2.0
/** What is otherwise between two versions of a framework, in the words of those who keep it. */
import type { Competency, Framework, Relation, Text } from '../framework.schema.ts';
import { isSameValue } from '../same-value.ts';
import { type Likeness, likeness } from './meaning.ts';

export interface CompetencyName {
  readonly id: string;
  readonly code: string;
  readonly label: Text;
}
export interface Reworded extends CompetencyName, Likeness {
  readonly before: Text;
  readonly after: Text;
}
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}
export interface RelationName {
  readonly type: string;
  readonly origin: string;
  readonly destination: string;
}
export interface FrameworkDiff {
  readonly frameworkId: string;
  /** There was none before. */
  readonly isNew: boolean;
  /** Fields of the framework itself; its scales among them. */
  readonly framework: readonly FieldChange[];
  readonly added: readonly CompetencyName[];
  /** Same id, other words for the same. */
  readonly reworded: readonly Reworded[];
  /** Replaced by a competency of its own, since it means something else. */
  readonly meaningChanged: readonly (Reworded & {
    readonly replacedBy: string;
    readonly evidence: NonNullable<Relation['evidence']>;
  })[];
  readonly moved: readonly (CompetencyName & {
    readonly from: readonly string[];
    readonly to: readonly string[];
  })[];
  /** Other fields, by name. */
  readonly changed: readonly (CompetencyName & { readonly fields: readonly string[] })[];
  /** Deprecated, or not there any more. */
  readonly removed: readonly (CompetencyName & { readonly isDeleted: boolean })[];
  /** Other than parents and replacements. */
  readonly relations: { readonly added: readonly RelationName[]; readonly removed: readonly RelationName[] };
  readonly unchanged: number;
}

const nameOf = ({ id, code, label }: Competency): CompetencyName => ({ id, code, label });
const frameworkFields = [
  'uri',
  'title',
  'version',
  'publisher',
  'language',
  'licence',
  'description',
  'status',
  'scale',
  'scales',
  'alignments',
] as const;
/** Beside the statement, which is told apart. */
const competencyFields = [
  'uri',
  'code',
  'label',
  'kind',
  'context',
  'scale',
  'indicators',
  'validFor',
  'status',
  'validFrom',
  'validTo',
  'rollUp',
] as const;

function parentsOf({ id: own, relations }: Framework): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, string[]>();
  for (const { type, origin, destination } of relations) {
    if (type !== 'isChildOf' || destination === own) continue;
    const list = parents.get(origin);
    if (list) list.push(destination);
    else parents.set(origin, [destination]);
  }
  for (const list of parents.values()) list.sort();
  return parents;
}

const keyOf = ({ type, origin, destination }: RelationName) => `${type} ${origin} ${destination}`;
const relationName = ({ type, origin, destination }: Relation): RelationName => ({
  type,
  origin,
  destination,
});
/** Parents are told as moves, replacements as changes of meaning. */
const isTold = ({ type }: Relation) => type !== 'isChildOf' && type !== 'replacedBy';

/** Whose meaning changed: a replacement that was not there before, by one that was not there before. */
function replacements(before: Framework, after: Framework): ReadonlyMap<string, Relation> {
  const known = new Set(before.competencies.map(({ id }) => id));
  const old = new Set(before.relations.filter(({ type }) => type === 'replacedBy').map(keyOf));
  return new Map(
    after.relations
      .filter((one) => one.type === 'replacedBy' && !old.has(keyOf(one)))
      .filter(({ origin, destination }) => known.has(origin) && !known.has(destination))
      .map((one) => [one.origin, one]),
  );
}

class Differ {
  readonly added: CompetencyName[] = [];
  readonly reworded: Reworded[] = [];
  readonly meaningChanged: FrameworkDiff['meaningChanged'][number][] = [];
  readonly moved: FrameworkDiff['moved'][number][] = [];
  readonly changed: FrameworkDiff['changed'][number][] = [];
  readonly removed: FrameworkDiff['removed'][number][] = [];
  unchanged = 0;
  readonly #after: ReadonlyMap<string, Competency>;
  readonly #parentsBefore: ReadonlyMap<string, readonly string[]>;
  readonly #parentsAfter: ReadonlyMap<string, readonly string[]>;
  readonly #replaced: ReadonlyMap<string, Relation>;

  constructor(before: Framework, after: Framework) {
    this.#after = new Map(after.competencies.map((one) => [one.id, one]));
    this.#parentsBefore = parentsOf(before);
    this.#parentsAfter = parentsOf(after);
    this.#replaced = replacements(before, after);
    const old = new Map(before.competencies.map((one) => [one.id, one]));
    const heirs = new Set([...this.#replaced.values()].map(({ destination }) => destination));
    for (const one of after.competencies)
      if (!old.has(one.id) && !heirs.has(one.id)) this.added.push(nameOf(one));
    for (const one of before.competencies) this.#compare(one);
  }

  #compare(old: Competency): void {
    const fresh = this.#after.get(old.id);
    const relation = this.#replaced.get(old.id);
    const heir = relation && this.#after.get(relation.destination);
    if (relation && heir) {
      const words = { before: old.statement, after: heir.statement };
      const { evidence = 'none', destination: replacedBy } = relation;
      const how = likeness(old.statement, heir.statement);
      this.meaningChanged.push({ ...nameOf(old), ...words, ...how, replacedBy, evidence });
    } else if (!fresh) this.removed.push({ ...nameOf(old), isDeleted: true });
    else if (fresh.status === 'deprecated' && old.status !== 'deprecated')
      this.removed.push({ ...nameOf(old), isDeleted: false });
    else this.#compareBoth(old, fresh);
  }

  #compareBoth(old: Competency, fresh: Competency): void {
    const [from, to] = [this.#parentsBefore.get(old.id) ?? [], this.#parentsAfter.get(old.id) ?? []];
    const fields = competencyFields.filter((field) => !isSameValue(old[field], fresh[field]));
    const isReworded = !isSameValue(old.statement, fresh.statement);
    const isMoved = !isSameValue(from, to);
    if (isReworded)
      this.reworded.push({
        ...nameOf(fresh),
        ...likeness(old.statement, fresh.statement),
        before: old.statement,
        after: fresh.statement,
      });
    if (isMoved) this.moved.push({ ...nameOf(fresh), from, to });
    if (fields.length > 0) this.changed.push({ ...nameOf(fresh), fields });
    if (!isReworded && !isMoved && fields.length === 0) this.unchanged += 1;
  }
}

/** @param before null: there was none. */
export function diffFrameworks(before: Framework | null, after: Framework): FrameworkDiff {
  const frame = { frameworkId: after.id, isNew: before === null };
  if (before === null)
    return {
      ...frame,
      framework: [],
      added: after.competencies.map(nameOf),
      reworded: [],
      meaningChanged: [],
      moved: [],
      changed: [],
      removed: [],
      relations: { added: after.relations.filter(isTold).map(relationName), removed: [] },
      unchanged: 0,
    };
  const { added, reworded, meaningChanged, moved, changed, removed, unchanged } = new Differ(before, after);
  const [old, fresh] = [before, after].map(
    ({ relations }) => new Map(relations.filter(isTold).map((one) => [keyOf(one), relationName(one)])),
  );
  const only = (here = new Map<string, RelationName>(), there = new Map<string, RelationName>()) =>
    [...here].filter(([key]) => !there.has(key)).map(([, name]) => name);
  return {
    ...frame,
    framework: frameworkFields
      .filter((field) => !isSameValue(before[field], after[field]))
      .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null })),
    added,
    reworded,
    meaningChanged,
    moved,
    changed,
    removed,
    relations: { added: only(fresh, old), removed: only(old, fresh) },
    unchanged,
  };
}

/** Nothing is otherwise. */
export const isSameFramework = (diff: FrameworkDiff): boolean =>
  !diff.isNew &&
  [
    diff.framework,
    diff.added,
    diff.reworded,
    diff.meaningChanged,
    diff.moved,
    diff.changed,
    diff.removed,
    diff.relations.added,
    diff.relations.removed,
  ].every((list) => list.length === 0);
