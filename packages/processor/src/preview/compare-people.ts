// SPDX-License-Identifier: Apache-2.0
/**
 * Second half of a preview: people by people, what their evidence comes to under the version in force and under the draft. What is
 * shown is compared: own evidence, what is rolled up, and what a role reads otherwise.
 */
import type { MasteryState } from '@cairn/engine';
import type { Store } from '@cairn/store';
import { groupBy } from '../group-by.ts';
import { readFor } from './affected.ts';
import { masteryChange, noChanges, type Tally } from './mastery-change.ts';
import type { PeopleTouched } from './people-touched.ts';
import { type Comparing, personStates, type RoleReading, type States } from './person-states.ts';
import type { MasteryChangeKind } from './preview.types.ts';
import { mostExamples } from './reading.ts';
import { type Spill, spillParts } from './spill.ts';

const peopleAtOnce = 50;
/** Of more than so many the database is asked for all evidence of a person: a longer list is dearer than what it leaves out. */
const mostAsked = 200;

interface Example {
  readonly personId: string;
  readonly change: MasteryChangeKind;
  readonly before: MasteryState;
  readonly after: MasteryState;
}
export interface CompetencyTally {
  readonly people: Tally;
  readonly proficient: { before: number; after: number };
  readonly examples: Example[];
}
/** One that a role reads by settings of its own. */
export interface RoleTally extends CompetencyTally, RoleReading {
  /** Those of the people who hold the role. */
  readonly holders: Tally;
}
export interface Comparison extends Comparing {
  readonly store: Store;
  readonly spill: Spill;
  readonly touched: PeopleTouched;
  readonly signal: AbortSignal | undefined;
  readonly onCompared: (people: number) => void;
}
export interface Compared {
  readonly competencies: ReadonlyMap<string, CompetencyTally>;
  readonly roles: readonly RoleTally[];
  /** Masteries that publishing folds. */
  readonly masteries: number;
}

const newTally = (): CompetencyTally => ({
  people: noChanges(),
  proficient: { before: 0, after: 0 },
  examples: [],
});

/** Returns what changes for the person; null: nothing. */
function add(tally: CompetencyTally, personId: string, { before, after }: States): MasteryChangeKind | null {
  if (before.proficient) tally.proficient.before += 1;
  if (after.proficient) tally.proficient.after += 1;
  const change = masteryChange(before, after);
  if (change === null) return null;
  tally.people[change] += 1;
  const example = { personId, change, before, after };
  // What few would notice makes room for what everybody does.
  const least = change === 'otherwise' ? -1 : tally.examples.findIndex((one) => one.change === 'otherwise');
  if (tally.examples.length < mostExamples) tally.examples.push(example);
  else if (least >= 0) tally.examples[least] = example;
  return change;
}

/** What is stored of these people, by person. */
async function storedOf(comparison: Comparison, personIds: readonly string[]) {
  const { store, concerned } = comparison;
  const links = groupBy(await store.people.linksOfPeople(personIds), ({ personId }) => personId);
  const subjects = [...new Set([...links.values()].flat().map(({ identifier }) => identifier))];
  const asked =
    concerned.read.size <= mostAsked
      ? [...new Set([...concerned.read].flatMap((id) => readFor(id, comparison)))]
      : undefined;
  const bySubject = groupBy(await store.evidence.ofSubjects(subjects, asked), ({ subject }) => subject);
  return personIds.map((personId) => {
    const own = links.get(personId) ?? [];
    const identifiers = [...new Set(own.map(({ identifier }) => identifier))];
    return { personId, links: own, pieces: identifiers.flatMap((one) => bySubject.get(one) ?? []) };
  });
}

function* inBatches(people: ReadonlySet<string>): Generator<readonly string[]> {
  const all = [...people];
  for (let i = 0; i < all.length; i += peopleAtOnce) yield all.slice(i, i + peopleAtOnce);
}

export async function comparePeople(comparison: Comparison): Promise<Compared> {
  const { store, spill, touched, signal, onCompared } = comparison;
  const competencies = new Map<string, CompetencyTally>();
  const roles = new Map<RoleReading, RoleTally>(
    comparison.roles.map((one) => [one, { ...one, ...newTally(), holders: noChanges() }]),
  );
  let [people, masteries] = [0, 0];

  async function compare(
    personId: string,
    { competencies: own, roles: asRead, folded }: ReturnType<typeof personStates>,
  ): Promise<void> {
    masteries += folded;
    for (const [id, states] of own) {
      const tally = competencies.get(id) ?? newTally();
      competencies.set(id, tally);
      add(tally, personId, states);
    }
    const changed = asRead.flatMap(([one, states]) => {
      const tally = roles.get(one);
      const change = tally && add(tally, personId, states);
      return change ? [{ tally, change }] : [];
    });
    if (changed.length === 0) return;
    const held = new Set((await store.people.find(personId))?.roleIds);
    for (const { tally, change } of changed) if (held.has(tally.roleId)) tally.holders[change] += 1;
  }

  for (let part = 0; part < spillParts; part += 1) {
    if (touched.of(part).size === 0) continue;
    const added = await spill.read(part);
    for (const personIds of inBatches(touched.of(part))) {
      signal?.throwIfAborted();
      for (const { personId, links, pieces } of await storedOf(comparison, personIds))
        await compare(personId, personStates([...pieces, ...(added.get(personId) ?? [])], links, comparison));
      people += personIds.length;
      onCompared(people);
    }
  }
  return { competencies, roles: [...roles.values()], masteries };
}
