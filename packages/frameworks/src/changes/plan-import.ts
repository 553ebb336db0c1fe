// SPDX-License-Identifier: Apache-2.0
/**
 * A framework that was read + the one in force → the framework as it would be. Nothing that the file cannot speak of is lost; what it
 * leaves out is deprecated, not deleted, so that evidence keeps what it stands on; what means something else gets an id of its own.
 */
import { type FrameworkFault, type Refused, refused } from '../faults.ts';
import type { Holds, ReadFramework } from '../formats/format.types.ts';
import type { Carry, Competency, Framework, Relation, Scale } from '../framework.schema.ts';
import { idOf, uuidOf, uuidPattern } from '../ids.ts';
import { parseFramework } from '../parse-framework.ts';
import { isSameValue } from '../same-value.ts';
import { diffFrameworks, type FrameworkDiff } from './diff-frameworks.ts';
import { hasIds, importedAs, keptImport, knownIds } from './known-ids.ts';
import { withKnownScales } from './known-scales.ts';
import { likeness } from './meaning.ts';

/** What an administrator says beside the file. */
export interface ImportDecisions {
  /** Ids that mean something else now, and such that do not, whatever their words look like. */
  readonly meaningChanged?: readonly string[] | undefined;
  readonly reworded?: readonly string[] | 'all' | undefined;
  /** What becomes of the evidence of those that mean something else; none by default. */
  readonly evidence?: Carry | undefined;
  /** What becomes of competencies that the file leaves out; they are deprecated by default. */
  readonly removed?: 'deprecate' | 'delete' | undefined;
}
export type PlannedImport =
  { readonly ok: true; readonly framework: Framework; readonly diff: FrameworkDiff } | Refused;

type Read = Extract<ReadFramework, { ok: true }>;

const successorId = (id: string, { statement }: Competency): string => {
  const text = JSON.stringify(statement);
  // Of a name the last six letters are those of the hash that `idOf` takes.
  return uuidPattern.test(id) ? uuidOf(text, id) : `${id}.${idOf(`${id} ${text}`).slice(-6)}`.slice(-200);
};

/** Without what CASE kept of names that are not those any more. */
function withoutNames<T extends { readonly kept?: Framework['kept'] | undefined }>(thing: T): T {
  const kept = thing.kept?.['case'] as { readonly set?: Readonly<Record<string, unknown>> } | undefined;
  if (!kept?.set) return thing;
  const {
    identifier: _identifier,
    originNodeURI: _origin,
    destinationNodeURI: _destination,
    ...set
  } = kept.set;
  return { ...thing, kept: { ...thing.kept, case: { ...kept, set } } };
}

function nameless(relation: Relation): Relation {
  if (relation.id === undefined) return relation;
  const { id: _id, uri: _uri, kept, ...fields } = relation;
  const { case: _case, ...others } = kept ?? {};
  return Object.keys(others).length > 0 ? { ...fields, kept: others } : fields;
}

type Renaming = (id: string) => string;

/** Its address is that of the one it came as: one of its own is made when it goes out. */
function asRenamed(one: Competency, id: string): Competency {
  const { uri: _uri, ...fields } = withoutNames(one);
  return { ...fields, id };
}
const renamedCompetency = (one: Competency, idNow: Renaming, under: typeof asRenamed): Competency => {
  const id = idNow(one.id);
  const own = id === one.id ? one : under(one, id);
  if (own.rollUp?.rule.type !== 'points') return own;
  const children = own.rollUp.rule.children.map((child) => ({
    ...child,
    competency: idNow(child.competency),
  }));
  return { ...own, rollUp: { ...own.rollUp, rule: { ...own.rollUp.rule, children } } };
};
function renamedRelation(one: Relation, idNow: Renaming): Relation {
  const [origin, destination] = [idNow(one.origin), idNow(one.destination)];
  return origin === one.origin && destination === one.destination
    ? one
    : { ...withoutNames(one), origin, destination };
}

/** Every mention of some ids by others. @param under gives one competency its other id. */
function renamed(
  framework: Framework,
  names: ReadonlyMap<string, string>,
  under: typeof asRenamed = asRenamed,
): Framework {
  if (names.size === 0) return framework;
  const idNow = (id: string) => names.get(id) ?? id;
  const { alignments } = framework;
  return {
    ...framework,
    competencies: framework.competencies.map((one) => renamedCompetency(one, idNow, under)),
    relations: framework.relations.map((one) => renamedRelation(one, idNow)),
    ...(alignments
      ? {
          alignments: alignments.map((one) =>
            names.has(one.competency) ? { ...withoutNames(one), competency: idNow(one.competency) } : one,
          ),
        }
      : {}),
  };
}

const texts = ['label', 'statement', 'context'] as const;

/** Held fields as they come, others as they are; a text keeps its languages that the file does not have. */
function merged(current: Competency, incoming: Competency, holds: Holds | undefined): Competency {
  const { id, isLeftOut } = keptImport(current);
  const cameAs = id === undefined ? {} : { import: { id } };
  const { import: _import, ...kept } = current.kept ?? {};
  const all = { ...(holds ? kept : {}), ...incoming.kept, ...cameAs };
  const { kept: _kept, ...fresh } = incoming;
  const ofKept = Object.keys(all).length > 0 ? { kept: all } : {};
  if (!holds) return { ...fresh, ...ofKept };
  const held = new Set<string>(['kept', ...holds.competency, ...(isLeftOut === true ? ['status'] : [])]);
  const stays = Object.entries(current).filter(
    ([field]) =>
      !held.has(field) && (Reflect.get(incoming, field) === undefined || isDefault(incoming, field)),
  );
  const spoken = texts.flatMap((field) => {
    const text = incoming[field];
    return text ? [[field, { ...current[field], ...text }] as const] : [];
  });
  return { ...fresh, ...Object.fromEntries(stays), ...Object.fromEntries(spoken), ...ofKept };
}
/** What reading fills in by itself says nothing. */
const isDefault = (incoming: Competency, field: string) =>
  (field === 'indicators' && incoming.indicators.length === 0) ||
  (field === 'status' && incoming.status === 'adopted') ||
  field === 'kind';

/** A scale that has the same levels keeps their cut points, where the file has none. */
function mergedScale(scale: Scale, current: readonly Scale[]): Scale {
  const old = current.find(({ id }) => id === scale.id);
  if (!old || scale.levels.some(({ minScore }) => minScore !== undefined)) return scale;
  const points = new Map(old.levels.map((level) => [level.id, level]));
  const isSame = scale.levels.length === old.levels.length && scale.levels.every(({ id }) => points.has(id));
  if (!isSame) return scale;
  const levels = scale.levels.map((level) => {
    const minScore = points.get(level.id)?.minScore;
    return minScore === undefined ? level : { ...level, minScore };
  });
  return { ...scale, levels };
}

function scalesOf(
  current: Framework,
  incoming: Framework,
  { isHeld, used }: { readonly isHeld: boolean; readonly used: ReadonlySet<string> },
) {
  if (!isHeld) return { scale: current.scale, scales: current.scales };
  const scales = incoming.scales.map((scale) => mergedScale(scale, current.scales));
  const ids = new Set(scales.map(({ id }) => id));
  // What stays of the framework in force still needs the scales that it names.
  const stay = current.scales.filter(({ id }) => !ids.has(id) && used.has(id));
  return { scale: incoming.scale, scales: [...scales, ...stay] };
}

/** One that is not taken yet. */
function freeCode(code: string, taken: Set<string>): string {
  const base = code.slice(0, 80);
  let free = `${base} (replaced)`;
  for (let n = 2; taken.has(free); n += 1) free = `${base} (replaced ${n})`;
  taken.add(free);
  return free;
}

class ImportPlan {
  readonly #current: Framework;
  readonly #holds: Holds | undefined;
  readonly #decisions: ImportDecisions;
  readonly #incoming: Framework;
  /** Id → the id of its successor, for those that mean something else now. */
  readonly #successors = new Map<string, string>();

  constructor(current: Framework, read: Read, decisions: ImportDecisions) {
    this.#current = current;
    this.#holds = read.holds;
    this.#decisions = decisions;
    // Where ids are only made up, what the file says is of the competency that is meant: its address too.
    const under = hasIds(read) ? asRenamed : (one: Competency, id: string) => ({ ...one, id });
    const named = hasIds(read) ? read.framework : withKnownScales(read.framework, current);
    this.#incoming = renamed(named, knownIds(current, read), under);
    const before = new Map(current.competencies.map((one) => [one.id, one]));
    for (const one of this.#incoming.competencies) {
      const old = before.get(one.id);
      if (old && this.#isOther(old, one)) this.#successors.set(one.id, successorId(one.id, one));
    }
  }

  /** Ids that were decided on and are not in both. */
  unknownDecisions(): readonly FrameworkFault[] {
    const { meaningChanged = [], reworded = [] } = this.#decisions;
    const known = new Set(this.#current.competencies.flatMap((one) => [one.id, importedAs(one) ?? one.id]));
    return [...meaningChanged, ...(reworded === 'all' ? [] : reworded)]
      .filter((id) => !known.has(id))
      .map((id) => ({
        pointer: '',
        code: 'COMPETENCY_UNKNOWN',
        message: `No competency "${id}" is in force whose meaning could be decided on.`,
      }));
  }

  #isOther(old: Competency, fresh: Competency): boolean {
    const { meaningChanged = [], reworded = [] } = this.#decisions;
    const names = [fresh.id, importedAs(old)];
    if (meaningChanged.some((id) => names.includes(id))) return true;
    if (reworded === 'all' || reworded.some((id) => names.includes(id))) return false;
    return likeness(old.statement, fresh.statement).meaning === 'changed';
  }

  #competencies(): readonly Competency[] {
    const before = new Map(this.#current.competencies.map((one) => [one.id, one]));
    const incoming = renamed(this.#incoming, this.#successors);
    const taken = new Set([...this.#current.competencies, ...incoming.competencies].map(({ code }) => code));
    const fresh = incoming.competencies.map((one, i): Competency => {
      const cameAs = this.#incoming.competencies[i]?.id ?? one.id;
      const old = before.get(cameAs);
      if (!old) return one;
      if (!this.#successors.has(cameAs)) return merged(old, one, this.#holds);
      const id = importedAs(old) ?? cameAs;
      const scale =
        one.scale ?? (this.#holds?.competency.includes('scale') === false ? old.scale : undefined);
      // Its texts are those of the file alone: what is said of the old one in other languages is not said of it.
      return { ...one, ...(scale === undefined ? {} : { scale }), kept: { ...one.kept, import: { id } } };
    });
    const there = new Set(fresh.map(({ id }) => id));
    const stays = this.#current.competencies
      .filter(({ id }) => !there.has(id))
      .flatMap((one) => this.#left(one) ?? []);
    const codes = new Set(fresh.map(({ code }) => code));
    return [
      ...fresh,
      ...stays.map((one) => (codes.has(one.code) ? { ...one, code: freeCode(one.code, taken) } : one)),
    ];
  }

  /** One that the file does not have, or that was replaced. Its scale stays, whatever the framework's own is now. */
  #left(one: Competency): Competency | null {
    const isSpoken = this.#successors.has(one.id);
    if (!isSpoken && this.#decisions.removed === 'delete' && one.status !== 'deprecated') return null;
    const stays = { ...one, scale: one.scale ?? this.#current.scale, status: 'deprecated' as const };
    if (isSpoken || one.status === 'deprecated') return stays;
    return { ...stays, kept: { ...one.kept, import: { ...keptImport(one), isLeftOut: true } } };
  }

  #relations(competencies: readonly Competency[]): readonly Relation[] {
    const { id: own } = this.#current;
    const incoming = renamed(this.#incoming, this.#successors);
    const spoken = new Set(incoming.competencies.map(({ id }) => id));
    const there = new Set([own, ...competencies.map(({ id }) => id)]);
    const isHeld = (type: string) =>
      this.#holds === undefined || this.#holds.relations === 'all' || this.#holds.relations.includes(type);
    // Of what it has, a file says all relations that begin there. So nothing that stays can close a ring with what comes.
    const isOfFile = ({ type, origin }: Relation) => isHeld(type) && spoken.has(origin);
    const old = this.#current.relations.filter(
      (one) => !isOfFile(one) && there.has(one.origin) && there.has(one.destination),
    );
    const successions = [...this.#successors].map(([origin, destination]): Relation => {
      const { evidence = 'none' } = this.#decisions;
      return { type: 'replacedBy', origin, destination, evidence };
    });
    const keyOf = ({ type, origin, destination }: Relation) => `${type} ${origin} ${destination}`;
    const said = new Set(incoming.relations.map(keyOf));
    const names = new Set(incoming.relations.map(({ id }) => id));
    const stays = [...old, ...successions].filter((one) => !said.has(keyOf(one)));
    // The file says it of the successor under the same name now: what stays gets a name of its own.
    return [...incoming.relations, ...stays.map((one) => (names.has(one.id) ? nameless(one) : one))];
  }

  framework(): Framework {
    const incoming = renamed(this.#incoming, this.#successors);
    const competencies = this.#competencies();
    const current = this.#current;
    const held = new Set<string>(this.#holds?.framework ?? Object.keys(incoming));
    const fields = Object.entries({ ...current, ...incoming }).map(([field, value]) => {
      // A language that a file does not hold was only taken for granted when it was read.
      const isOurs = !held.has(field) && (field === 'language' || Reflect.get(current, field) !== undefined);
      return [field, isOurs ? Reflect.get(current, field) : (value as unknown)] as const;
    });
    const kept = { ...current.kept, ...incoming.kept };
    // As of competencies: a file in one language says nothing of the others.
    const title = this.#holds ? { ...current.title, ...incoming.title } : incoming.title;
    const used = new Set(competencies.flatMap(({ scale }) => scale ?? []));
    return {
      ...(Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Framework),
      ...scalesOf(current, incoming, { isHeld: held.has('scales'), used }),
      id: current.id,
      ...(held.has('title') ? { title } : {}),
      competencies: [...competencies],
      relations: [...this.#relations(competencies)],
      ...(Object.keys(kept).length > 0 ? { kept } : {}),
    };
  }
}

/** When what a file does not date was last changed: now, where it is otherwise than before. */
function dated(next: Framework, current: Framework | null, { holds, now }: Dating): Framework {
  if (now === undefined || holds?.competency.includes('lastChange') === true) return next;
  const lastChange = new Date(now).toISOString();
  const before = new Map(current?.competencies.map((one) => [one.id, one]));
  let isOther = current === null;
  const competencies = next.competencies.map((one) => {
    const old = before.get(one.id);
    const isSame = old !== undefined && isSameValue(old, one);
    const isDated = one.lastChange !== undefined && one.lastChange !== old?.lastChange;
    if (isSame || isDated) return one;
    isOther = true;
    return { ...one, lastChange };
  });
  return isOther ? { ...next, lastChange, competencies } : next;
}
interface Dating {
  readonly holds: Holds | undefined;
  readonly now: number | undefined;
}

/**
 * @param current null: there is none of this id. @param now ms since the epoch, to date what is otherwise; absent: nothing is dated.
 * @returns everything that is wrong, or the framework as it would be.
 */
export function planImport(
  current: Framework | null,
  read: Read,
  decisions: ImportDecisions = {},
  now?: number,
): PlannedImport {
  const dating = { holds: read.holds, now };
  if (current === null) {
    const framework = dated(read.framework, null, dating);
    return { ok: true, framework, diff: diffFrameworks(null, framework) };
  }
  const plan = new ImportPlan(current, read, decisions);
  const unknown = plan.unknownDecisions();
  if (unknown.length > 0) return refused(unknown);
  const parsed = parseFramework(plan.framework());
  if (!parsed.ok) return refused(parsed.faults, parsed.more);
  const framework = dated(parsed.framework, current, dating);
  return { ok: true, framework, diff: diffFrameworks(current, framework) };
}
