// SPDX-License-Identifier: Apache-2.0
/** Steps of an administrator applied to a framework, in order → the framework as it would be, or everything that is wrong with them. */
import { type FrameworkFault, type Refused, refused, schemaFaults } from '../faults.ts';
import type { Competency, Framework, Relation } from '../framework.schema.ts';
import { parseFramework } from '../parse-framework.ts';
import { type Change, changesSchema } from './change.schema.ts';
import { diffFrameworks } from './diff-frameworks.ts';
import type { PlannedImport } from './plan-import.ts';

/** What CASE keeps that a field of the model speaks for: a change of the field makes it void. */
const spokenFor: Readonly<Record<string, readonly string[]>> = {
  statement: ['fullStatement', 'abbreviatedStatement', 'language'],
  label: ['abbreviatedStatement'],
  code: ['humanCodingScheme'],
  kind: ['CFItemType', 'CFItemTypeURI'],
  validFrom: ['statusStartDate'],
  validTo: ['statusEndDate'],
  uri: ['uri'],
  title: ['title'],
  version: ['version'],
  publisher: ['publisher', 'creator'],
  language: ['language'],
  description: ['description'],
  status: ['adoptionStatus'],
};

interface CaseKept {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly unset?: readonly string[];
}

/** Without what was kept for the fields that are said anew. */
function withoutStale<T extends { readonly kept?: Framework['kept'] | undefined }>(
  thing: T,
  fields: readonly string[],
): T {
  const kept = thing.kept?.['case'] as CaseKept | undefined;
  if (!kept) return thing;
  const stale = new Set(['lastChangeDateTime', ...fields.flatMap((field) => spokenFor[field] ?? [])]);
  const set = Object.fromEntries(Object.entries(kept.set ?? {}).filter(([key]) => !stale.has(key)));
  const unset = (kept.unset ?? []).filter((key) => !stale.has(key));
  return { ...thing, kept: { ...thing.kept, case: { set, unset } } };
}

class Author {
  readonly faults: FrameworkFault[] = [];
  #framework: Framework;
  readonly #competencies: Map<string, Competency>;
  #relations: Relation[];
  readonly #now: string;
  #at = '';

  constructor(framework: Framework, now: number) {
    this.#framework = framework;
    this.#competencies = new Map(framework.competencies.map((one) => [one.id, one]));
    this.#relations = [...framework.relations];
    this.#now = new Date(now).toISOString();
  }

  #fault(field: string, code: string, message: string): void {
    this.faults.push({ pointer: `${this.#at}/${field}`, code, message });
  }

  #find(id: string, field = 'id'): Competency | undefined {
    const found = this.#competencies.get(id);
    if (!found) this.#fault(field, 'COMPETENCY_UNKNOWN', `There is no competency "${id}" in this framework.`);
    return found;
  }

  #add(competency: Competency): void {
    if (this.#competencies.has(competency.id))
      this.#fault('competency/id', 'ID_REPEATED', `There is a competency "${competency.id}" already.`);
    else this.#competencies.set(competency.id, { ...competency, lastChange: this.#now });
  }

  #set(id: string, fields: Partial<Competency>, unset: readonly string[] = []): void {
    const found = this.#find(id);
    if (!found) return;
    const changed = withoutStale({ ...found, ...fields, lastChange: this.#now }, [
      ...Object.keys(fields),
      ...unset,
    ]);
    const left = Object.entries(changed).filter(([field]) => !unset.includes(field));
    this.#competencies.set(id, Object.fromEntries(left) as Competency);
  }

  #replace(id: string, by: string, evidence: NonNullable<Relation['evidence']>): void {
    this.#set(id, { status: 'deprecated' });
    this.#relations.push({
      type: 'replacedBy',
      origin: id,
      destination: by,
      evidence,
      lastChange: this.#now,
    });
  }

  /** The new one stands where the old one stood. */
  #succeed(id: string, { competency, evidence }: Extract<Change, { op: 'replaceCompetency' }>): void {
    const old = this.#find(id);
    if (!old) return;
    if (old.code === competency.code) this.#set(id, { code: `${old.code.slice(0, 80)} (replaced)` });
    this.#add(competency);
    const places = this.#relations.filter(({ type, origin }) => type === 'isChildOf' && origin === id);
    this.#relations.push(
      ...places.map(({ destination }): Relation => ({
        type: 'isChildOf',
        origin: competency.id,
        destination,
      })),
    );
    this.#replace(id, competency.id, evidence);
  }

  #remove(id: string): void {
    if (!this.#find(id)) return;
    this.#competencies.delete(id);
    this.#relations = this.#relations.filter(
      ({ origin, destination }) => origin !== id && destination !== id,
    );
    const { alignments } = this.#framework;
    if (alignments)
      this.#framework = {
        ...this.#framework,
        alignments: alignments.filter(({ competency }) => competency !== id),
      };
  }

  #removeRelation({ type, origin, destination }: Extract<Change, { op: 'removeRelation' }>): void {
    const left = this.#relations.filter(
      (one) => !(one.type === type && one.origin === origin && one.destination === destination),
    );
    if (left.length === this.#relations.length)
      this.#fault(
        'type',
        'RELATION_UNKNOWN',
        `There is no relation ${type} from "${origin}" to "${destination}".`,
      );
    this.#relations = left;
  }

  #removeAlignment({ type, competency, identifier }: Extract<Change, { op: 'removeAlignment' }>): void {
    const { alignments = [] } = this.#framework;
    const left = alignments.filter(
      (one) => !(one.type === type && one.competency === competency && one.other.identifier === identifier),
    );
    if (left.length === alignments.length)
      this.#fault(
        'identifier',
        'ALIGNMENT_UNKNOWN',
        `"${competency}" has no such alignment to "${identifier}".`,
      );
    this.#framework = { ...this.#framework, alignments: left };
  }

  apply(change: Change, at: string): void {
    this.#at = at;
    switch (change.op) {
      case 'addCompetency':
        return this.#add(change.competency);
      case 'changeCompetency':
        return this.#set(change.id, change.set as Partial<Competency>, change.unset);
      case 'replaceCompetency':
        return this.#succeed(change.id, change);
      case 'deprecateCompetency':
        if (change.replacedBy === undefined) return this.#set(change.id, { status: 'deprecated' });
        return this.#find(change.id) && this.#find(change.replacedBy, 'replacedBy')
          ? this.#replace(change.id, change.replacedBy, change.evidence)
          : undefined;
      case 'removeCompetency':
        return this.#remove(change.id);
      case 'addRelation':
        this.#relations.push({ ...change.relation, lastChange: this.#now });
        return;
      case 'removeRelation':
        return this.#removeRelation(change);
      case 'addAlignment': {
        const { alignments = [] } = this.#framework;
        this.#framework = { ...this.#framework, alignments: [...alignments, change.alignment] };
        return;
      }
      case 'removeAlignment':
        return this.#removeAlignment(change);
      case 'changeFramework':
        this.#framework = withoutStale(
          { ...this.#framework, ...(change.set as Partial<Framework>) },
          Object.keys(change.set),
        );
    }
  }

  framework(): Framework {
    return {
      ...this.#framework,
      lastChange: this.#now,
      competencies: [...this.#competencies.values()],
      relations: this.#relations,
    };
  }
}

/** @param input as sent. @param now ms since the epoch. @returns faults at `/3/id`: of the step, then of the framework as a whole. */
export function applyChanges(framework: Framework, input: unknown, now: number): PlannedImport | Refused {
  const parsed = changesSchema.safeParse(input);
  if (!parsed.success) return refused(schemaFaults(parsed.error));
  const author = new Author(framework, now);
  parsed.data.forEach((change, i) => author.apply(change, `/${i}`));
  if (author.faults.length > 0) return refused(author.faults);
  const whole = parseFramework(author.framework());
  if (!whole.ok) return refused(whole.faults, whole.more);
  return { ok: true, framework: whole.framework, diff: diffFrameworks(framework, whole.framework) };
}
